"""What is typed while a referral is under way: steps, orders, deadlines, corrections, agencies."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from ..actions import Ordered
from ..kinds import AgencyKind, DeadlineKind, OrderKind, OrderSource, ReferralStatus
from .said import SaidForm, line, refuse_future, words

STEPS = (ReferralStatus.CONTACTED, ReferralStatus.SEEN, ReferralStatus.WAITING)
KEPT, MOVED = "kept", "moved"


def boxes(label: str, choices: list, required: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": required}
    )


def one_of(label: str, choices: list, required: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", _("Choose one")), *choices], error_messages={"required": required}
    )


def why() -> forms.CharField:
    return forms.CharField(label=_("Why"), max_length=300, error_messages={"required": _("Say why it is corrected")})


class StepForm(OnceForm):
    status = boxes(
        _("What happened"), [(str(one), ReferralStatus(one).label) for one in STEPS], _("Choose what happened")
    )
    on = TolerantDateField(label=_("On"), help_text=_("For example 12 11 2026."))
    appointment_on = TolerantDateField(
        label=_("First appointment agreed for"),
        required=False,
        help_text=_("Where he was contacted. If he does not come, a warning leaves, as for every man."),
    )
    reason = words(_("Words"), 600, help_text=_("Who spoke with whom, what was agreed, why he waits."))

    def clean_on(self) -> date | None:
        return refuse_future(self.cleaned_data["on"])

    def clean(self) -> dict:
        data = super().clean()
        on, set_for = data.get("on"), data.get("appointment_on")
        if set_for and data.get("status") != ReferralStatus.CONTACTED:
            self.add_error(
                "appointment_on", _("An appointment is agreed when he is contacted. Choose that, or empty it")
            )
        elif set_for and on and set_for < on:
            self.add_error("appointment_on", _("The appointment lies before this day. Check both dates"))
        return data


class CorrectReferralForm(SaidForm):
    reason = why()


class OrderForm(OnceForm):
    kind = one_of(_("Which order"), OrderKind.choices, _("Choose which order"))
    source = one_of(_("Whose word it is"), OrderSource.choices, _("Choose whose word it is"))
    begins = TolerantDateField(label=_("From"), required=False)
    ends = TolerantDateField(
        label=_("Until"), required=False, help_text=_("Leave it empty when it holds until further notice.")
    )
    words = words(
        _("What it says"),
        600,
        help_text=_("As the paper says it. No address, phone, school or workplace of a partner or child."),
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("begins") and data.get("ends") and data["ends"] < data["begins"]:
            self.add_error("ends", _("The order would end before it begins. Check both dates"))
        return data

    def ordered(self) -> Ordered:
        return Ordered(**{name: self.cleaned_data[name] for name in ("kind", "source", "begins", "ends", "words")})


class CorrectOrderForm(OrderForm):
    reason = why()


class DeadlineForm(OnceForm):
    kind = one_of(_("What"), DeadlineKind.choices, _("Choose what is due"))
    due = TolerantDateField(label=_("Day"), help_text=_("For example 12 12 2026."))
    words = line(_("Words"), 300, _("For example: which court, room, what to bring."))

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Enter a day from today on"))
        return due


class DeadlineCloseForm(OnceForm):
    """What becomes of a day that counts: it is done with, or it is another day now."""

    what = boxes(
        _("What happens with it"),
        [(KEPT, _("It is done, or not needed any more")), (MOVED, _("It is another day now"))],
        _("Choose what happens with it"),
    )
    due = TolerantDateField(label=_("New day"), required=False, help_text=_("Only when it was moved."))
    words = line(_("Words"), 300)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("what") == MOVED and not data.get("due") and "due" not in self.errors:
            self.add_error("due", _("Enter the new day"))
        if data.get("what") == MOVED and data.get("due") and data["due"] < timezone.localdate():
            self.add_error("due", _("This day is past. Enter a day from today on"))
        return data


class AgencyForm(OnceForm):
    name = forms.CharField(label=_("Name"), max_length=160, error_messages={"required": _("Enter its name")})
    kind = one_of(_("Kind"), AgencyKind.choices, _("Choose the kind"))
    contact = line(_("How it is reached"), 300, _("Switchboard, address, working hours."))


class ChangeAgencyForm(AgencyForm):
    is_active = forms.BooleanField(label=_("Offered in new referrals"), required=False)
