"""What is typed about keeping and erasing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from article16.common.accounts.queries import ProgrammeRow
from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .models import Basis, RecordClass

LONG = forms.Textarea(attrs={"rows": 3})


class _CountryField(forms.CharField):
    def clean(self, value: Any) -> str:
        code = str(super().clean(value) or "").strip().upper()
        if code and (len(code) != 2 or not code.isascii() or not code.isalpha()):
            raise forms.ValidationError(_g("Two letters, such as AT or ES"))
        return code


class PeriodForm(OnceForm):
    country = _CountryField(
        label=_("Country"),
        required=False,
        max_length=2,
        help_text=_("Two letters, such as AT. Empty: for programmes whose country has no period of its own."),
    )
    record_class = forms.ChoiceField(label=_("What is kept"), choices=RecordClass.choices, widget=forms.RadioSelect)
    months = forms.IntegerField(label=_("Months after the last passage ended"), min_value=1, max_value=600)
    source = forms.CharField(
        label=_("Where this stands, and who checked it"),
        max_length=300,
        help_text=_("The law with its paragraph, or the decision of your data protection officer, with its day."),
    )


class PlaceForm(OnceForm):
    programme = forms.ChoiceField(label=_("Programme"))
    country = _CountryField(label=_("Country"), max_length=2, help_text=_("Two letters, such as AT."))

    def __init__(self, *args: Any, programmes: Iterable[ProgrammeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(str(one.id), one.name) for one in programmes]


class HoldForm(OnceForm):
    reason = forms.CharField(
        label=_("Why it must not be erased yet"), max_length=500, widget=LONG, help_text=_("Such as: trial, number 12.")
    )
    until = TolerantDateField(label=_("Until"), help_text=_("From the day after, its period counts again."))


class EndHoldForm(OnceForm):
    reason = forms.CharField(label=_("Why the hold ends"), max_length=500, widget=LONG)


class ProposeForm(OnceForm):
    basis = forms.ChoiceField(label=_("Why his file is to be erased"), choices=Basis.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your words"), max_length=500, required=False, widget=LONG)


class ConfirmForm(OnceForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("erase", _("Erase the whole file")), ("keep", _("Keep it: the proposal is taken back"))],
        widget=forms.RadioSelect,
    )
    code = forms.CharField(
        label=_("His number, to erase it"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected = expected

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "erase" and data.get("code", "").strip().upper() != self._expected:
            self.add_error("code", _g("This is not the number of this file"))
        return data
