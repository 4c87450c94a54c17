"""What leads set and what is written down of sessions: who, when, of which kind."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .policy import LONGEST, RHYTHM, SESSIONS

NOBODY = "nobody"


class HoldForm(OnceForm):
    worker = forms.ChoiceField(
        label=_("Who holds this case?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who holds it, or that nobody does")},
    )

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [*people, (NOBODY, _("Nobody yet"))]


class AgreedForm(OnceForm):
    most = forms.IntegerField(
        label=_("Cases at most"),
        min_value=0,
        max_value=200,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Enter a number"), "invalid": _("Enter a number, for example 20")},
    )


class RhythmForm(OnceForm):
    """Every how many days; empty: this kind is not planned."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for kind, words in SESSIONS.items():
            self.fields[kind] = forms.IntegerField(
                label=words,
                required=False,
                min_value=1,
                max_value=LONGEST,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                help_text=_("Once in how many days, for example %(days)d. Empty: not planned.")
                % {"days": RHYTHM[kind]},
            )

    def days(self) -> dict[str, int]:
        return {kind: self.cleaned_data[kind] for kind in SESSIONS if self.cleaned_data.get(kind)}


class _DayForm(OnceForm):
    on = TolerantDateField(label=_("On which day"), help_text=_("For example 21 11 2026."))

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_on(self) -> date:
        if (on := self.cleaned_data["on"]) > self._today:
            raise forms.ValidationError(_("This day lies in the future. Enter the day on which it was."))
        return on


class SessionForm(_DayForm):
    kind = forms.ChoiceField(
        label=_("Which kind"),
        choices=list(SESSIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind")},
    )
    people = forms.MultipleChoiceField(
        label=_("Who took part"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person")},
    )
    field_order = ("kind", "on", "people")

    def __init__(self, *args: object, today: date, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["people"].choices = people


class AskForm(_DayForm):
    """Nothing but the day: what it was stays with her."""


class CareForm(_DayForm):
    wanted = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[("yes", _("The debrief was held")), ("no", _("It was offered, and she did not want it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )
    field_order = ("wanted", "on")
