"""What is typed about a man: taken in, corrected, merged; and for whom his file is closed."""

from datetime import date

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .said import ArrivedForm, words

OLDEST = 110  # years; beyond it a birth date is a slip of the keyboard
ANOTHER = "another"  # none of the men shown: a new file


def check_birth(born: date | None) -> date | None:
    today = timezone.localdate()
    if born and born > today:
        raise forms.ValidationError(_("This date lies in the future. Enter the day he was born"))
    if born and born.year < today.year - OLDEST:
        raise forms.ValidationError(_("This date lies more than 110 years back. Check the year"))
    return born


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Name"),
        max_length=160,
        help_text=_("As in the referral. Family name first, if that is how your list is kept."),
        error_messages={"required": _("Enter his name")},
    )


def _birth_date() -> TolerantDateField:
    return TolerantDateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("For example 24 3 1988. Leave it empty when it is not known."),
    )


def _named(name: str) -> str:
    if not any(char.isalpha() for char in name):
        raise forms.ValidationError(_("Enter his name in letters"))
    return name


class ClientForm(ArrivedForm):
    """A man who is new here, or seems to be: who he is, and his referral."""

    name = _name()
    birth_date = _birth_date()

    def clean_name(self) -> str:
        return _named(self.cleaned_data["name"])

    def clean_birth_date(self) -> date | None:
        return check_birth(self.cleaned_data["birth_date"])

    def clean(self) -> dict:
        data = super().clean()
        born, came = data.get("birth_date"), data.get("received_on")
        if born and came and came < born:
            self.add_error("received_on", _("The referral would have come before he was born. Check both dates"))
        return data

    def who_he_is(self, people: list[tuple[str, str]]) -> str:
        """Which of these men he is, or ANOTHER; empty when nobody has said so yet about these."""
        said = self.data.get(self.add_prefix("same"), "")
        return said if said in {ANOTHER, *(key for key, _label in people)} else ""

    def ask_who(self, people: list[tuple[str, str]]) -> None:
        """Men here may be the same: the form comes back with this question, and the refusal stands at it."""
        another = (ANOTHER, _("No. He is another man: open a new file"))
        self.fields["same"] = forms.ChoiceField(
            label=_("Is he one of these men?"), widget=forms.RadioSelect, choices=[*people, another]
        )
        for error in self.errors.pop(NON_FIELD_ERRORS, []):
            self.add_error("same", error)


class PersonForm(OnceForm):
    """His name or date of birth was wrong, or has changed."""

    name = _name()
    birth_date = _birth_date()
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("For example: passport seen; married; slip of the keyboard."),
        error_messages={"required": _("Say why it is corrected")},
    )

    def clean_name(self) -> str:
        return _named(self.cleaned_data["name"])

    def clean_birth_date(self) -> date | None:
        return check_birth(self.cleaned_data["birth_date"])


class MergeForm(OnceForm):
    """Two files are one man: which other file, and why."""

    code = forms.CharField(
        label=_("Code of the other file"),
        max_length=12,
        help_text=_("For example C-014. Its episodes move here; its code goes on leading to this file."),
        error_messages={"required": _("Enter the code of the other file")},
    )
    reason = words(_("How you know that it is one man"), 300, required=True, rows=2)

    def clean_code(self) -> str:
        return self.cleaned_data["code"].strip().upper()


class UnmergeForm(OnceForm):
    """They are two men after all."""

    reason = words(_("How you know that they are two men"), 300, required=True, rows=2)


class CloseForm(OnceForm):
    """For whom a file is closed: the person who asks, or, asked by a manager, a colleague."""

    person = forms.ChoiceField(
        label=_("For whom"), widget=forms.RadioSelect, error_messages={"required": _("Choose the person")}
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people


class SupportForm(OnceForm):
    zone = forms.ChoiceField(
        label=_("Women's service"), widget=forms.RadioSelect, error_messages={"required": _("Choose one")}
    )
    alerts_to = forms.ChoiceField(
        label=_("Who is warned instead"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Needed where there is no women's service: warnings go to this person."),
    )

    def __init__(self, *args, zones, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        none = ("none", _("There is no women's service beside this programme"))
        self.fields["zone"].choices = [*((zone, zone) for zone in zones), none]
        self.fields["alerts_to"].choices = people

    def clean(self) -> dict:
        data = super().clean()
        if data.get("zone") == "none" and not data.get("alerts_to"):
            self.add_error("alerts_to", _("Choose the person who is warned"))
        return data
