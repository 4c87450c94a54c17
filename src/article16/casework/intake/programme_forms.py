"""What a manager types about a programme's criteria and texts."""

from datetime import date

from django import forms
from django.conf.locale import LANG_INFO
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .forms import Words
from .kinds import CriterionKind, TextKind

LANGUAGES = sorted(
    ((code, f"{info['name_local']} ({info['name']})") for code, info in LANG_INFO.items() if "name_local" in info),
    key=lambda one: one[1].casefold(),
)


class DayToCome(TolerantDateField):
    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Enter today or a day to come"))
        return day


class CriterionForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=CriterionKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind")},
    )
    words = Words(
        label=_("Criterion"),
        max_length=400,
        rows=3,
        help_text=_("One sentence that is met, not met or not known."),
        error_messages={"required": _("Write the criterion")},
    )
    position = forms.IntegerField(
        label=_("Place in the order"),
        min_value=1,
        max_value=99,
        error_messages={"required": _("Enter its place, for example 3")}
        | dict.fromkeys(["invalid", "min_value", "max_value"], _("Enter its place as a number from 1 to 99")),
    )
    active_from = DayToCome(label=_("Counts from"), help_text=_("Today or a day to come. For example 1 12 2026."))


class CriterionEndForm(OnceForm):
    last_day = DayToCome(label=_("Last day on which it counts"), help_text=_("For example 31 12 2026."))


class TextForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Text"), choices=TextKind, widget=forms.RadioSelect, error_messages={"required": _("Choose the text")}
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("Choose a language")), *LANGUAGES], widget=forms.Select
    )
    words = Words(label=_("Words"), rows=24, max_length=30_000, error_messages={"required": _("Write the text")})


class ConfirmForm(OnceForm):
    """Nothing to type: the button is the confirmation."""
