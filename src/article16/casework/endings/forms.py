"""What is typed when an episode ends, rests, goes on or opens again."""

from datetime import date
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.forms.said import line, refuse_future, sealable, words
from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .actions import Ended, ToldNow
from .kinds import SAYS_WHY, EndingKind, How, MainReason, Whom

TOLD = (1, 2, 3)  # rows for who was told; more are added afterwards
NOT_HERE = "elsewhere"
NOBODY = ("", _("Nobody yet"))


class EndForm(OnceForm):
    """One ending. Which one was chosen before; `programmes` are where a transfer may lead."""

    decided_on = TolerantDateField(label=_("Date of the decision"), help_text=_("For example 12 11 2026."))
    last_attended_on = TolerantDateField(label=_("Date of last attendance"), required=False)
    never_attended = forms.BooleanField(label=_("He never attended"), required=False)
    reasons = words(_("Reasons"), 3000, required=True, rows=5, help_text=_("Acts and dates, not judgements of him."))

    def __init__(self, *args, kind: EndingKind, programmes, correcting: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["reasons"].error_messages["required"] = _("Give the reasons")
        if kind not in SAYS_WHY:
            self.fields["main_reason"] = forms.ChoiceField(
                label=_("Main reason, for the figures"),
                choices=[("", _("Not recorded")), *MainReason.choices],
                required=False,
            )
        if kind is EndingKind.TRANSFERRED:
            self._ask_where_to(programmes, correcting=correcting)
        if correcting:
            self.fields["why"] = line(_("Why it is corrected"), 300)
            self.fields["why"].required = True
            self.fields["why"].error_messages["required"] = _("Say why it is corrected")
        else:
            self._ask_who_was_told()
        # As on the page, so that errors are told in this order.
        self.order_fields(["once", "why", "to_programme", "elsewhere", "decided_on", "last_attended_on"])

    def _ask_where_to(self, programmes, *, correcting: bool) -> None:
        choices = [*programmes, (NOT_HERE, _("A programme that is not in this service"))]
        self.fields["to_programme"] = forms.ChoiceField(
            label=_("To which programme"),
            widget=forms.RadioSelect,
            choices=choices,
            error_messages={"required": _("Choose to which programme he is transferred")},
        )
        self.fields["elsewhere"] = line(_("Its name"), 160, _("Only for a programme that is not in this service."))
        if not correcting:
            self.fields["for_her_service"] = words(
                _("For her service"),
                3000,
                help_text=_("It leaves sealed with the new referral, empty or not, as for every man."),
            )

    def _ask_who_was_told(self) -> None:
        for row in TOLD:
            self.fields[f"whom_{row}"] = forms.ChoiceField(
                label=_("Who was told"), choices=[NOBODY, *Whom.choices], required=False
            )
            self.fields[f"name_{row}"] = line(_("Name or office"), 160)
            self.fields[f"on_{row}"] = TolerantDateField(label=_("On"), required=False)
            self.fields[f"how_{row}"] = forms.ChoiceField(
                label=_("How"), choices=[("", _("Choose one")), *How.choices], required=False
            )

    def told_rows(self) -> list[list[forms.BoundField]]:
        """The fields about who was told, a row for each."""
        if "whom_1" not in self.fields:
            return []
        return [[self[f"{name}_{row}"] for name in ("whom", "name", "on", "how")] for row in TOLD]

    def more_told(self) -> bool:
        """Whether a row after the first holds something, so that it must not be folded away."""
        return any(one.value() or one.errors for row in self.told_rows()[1:] for one in row)

    def clean_decided_on(self) -> date | None:
        return refuse_future(self.cleaned_data["decided_on"])

    def clean_for_her_service(self) -> str:
        return sealable(self.cleaned_data["for_her_service"])

    def clean(self) -> dict:
        data = super().clean()
        self._check_attendance(data)
        if data.get("to_programme") == NOT_HERE and not data.get("elsewhere"):
            self.add_error("elsewhere", _("Write the name of the programme"))
        for row in TOLD if "whom_1" in self.fields else ():
            self._check_told(data, row)
        return data

    def _check_attendance(self, data: dict) -> None:
        last, decided = data.get("last_attended_on"), data.get("decided_on")
        if "last_attended_on" in self.errors:
            return
        if last and data.get("never_attended"):
            self.add_error("never_attended", _("There is a day of last attendance, so he attended. Choose one"))
        elif not last and not data.get("never_attended"):
            self.add_error("last_attended_on", _("Enter the day he last attended, or tick that he never did"))
        elif last and decided and last > decided:
            self.add_error("last_attended_on", _("This day lies after the decision. Check both dates"))

    def _check_told(self, data: dict, row: int) -> None:
        whom, on, how = (data.get(f"{name}_{row}") for name in ("whom", "on", "how"))
        if not whom:
            if data.get(f"name_{row}") or on or how:
                self.add_error(f"whom_{row}", _("Choose who was told, or empty this row"))
            return
        if not on and f"on_{row}" not in self.errors:
            self.add_error(f"on_{row}", _("Enter the day"))
        elif on and on > timezone.localdate():
            self.add_error(f"on_{row}", _("This date lies in the future. Check it"))
        if not how:
            self.add_error(f"how_{row}", _("Choose how"))

    def ended(self) -> Ended:
        data = self.cleaned_data
        to = data.get("to_programme", "")
        return Ended(
            kind=self.kind,
            decided_on=data["decided_on"],
            reasons=data["reasons"],
            last_attended_on=data["last_attended_on"],
            never_attended=data["never_attended"],
            to_programme=None if to in ("", NOT_HERE) else UUID(to),
            elsewhere=data.get("elsewhere", "") if to == NOT_HERE else "",
            told=tuple(self._told()),
            main_reason=data.get("main_reason", ""),
            for_her_service=data.get("for_her_service", ""),
        )

    def _told(self):
        for row in TOLD:
            if self.cleaned_data.get(f"whom_{row}"):
                whom, name, on, how = (self.cleaned_data[f"{field}_{row}"] for field in ("whom", "name", "on", "how"))
                yield ToldNow(whom=whom, name=name, on=on, how=how)


class ToldForm(OnceForm):
    """Somebody more was told."""

    whom = forms.ChoiceField(
        label=_("Who was told"),
        choices=[("", _("Choose one")), *Whom.choices],
        error_messages={"required": _("Choose who was told")},
    )
    name = line(_("Name or office"), 160)
    on = TolerantDateField(label=_("On"))
    how = forms.ChoiceField(
        label=_("How"), choices=How.choices, widget=forms.RadioSelect, error_messages={"required": _("Choose how")}
    )

    def clean_on(self) -> date | None:
        return refuse_future(self.cleaned_data["on"])

    def told(self) -> ToldNow:
        return ToldNow(**{name: self.cleaned_data[name] for name in ("whom", "name", "on", "how")})


class ReasonForm(OnceForm):
    """A day and a reason: he goes on after a suspension, or an ended episode opens again."""

    on = TolerantDateField(label=_("From"), help_text=_("For example 12 11 2026."))
    reason = words(_("Reason"), 600, required=True)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Give the reason")

    def clean_on(self) -> date | None:
        return refuse_future(self.cleaned_data["on"])


class SuspendForm(ReasonForm):
    until = TolerantDateField(
        label=_("Until"), required=False, help_text=_("As planned. He goes on when that is written down, not before.")
    )
    field_order = ["once", "on", "until", "reason"]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("on") and data.get("until") and data["until"] < data["on"]:
            self.add_error("until", _("The suspension would end before it begins. Check both dates"))
        return data
