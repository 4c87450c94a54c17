"""What is typed about a copy for her, and about the end of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import PastDateField, TolerantDateField
from article16.support.portal.policy import LANGUAGES

from .policy import BASIS, SAFE, WAYS

LONG = forms.Textarea(attrs={"rows": 3})


class AskForm(OnceForm):
    asked_on = PastDateField(label=_("She asked on"))
    way = forms.ChoiceField(label=_("How"), choices=list(WAYS.items()), widget=forms.RadioSelect)


class SafeForm(OnceForm):
    how = forms.ChoiceField(label=_("What she said"), choices=list(SAFE.items()), widget=forms.RadioSelect)
    words = forms.CharField(label=_("In her words"), max_length=500, required=False, widget=LONG)
    on = PastDateField(label=_("She said so on"))


class PrepareForm(OnceForm):
    language = forms.ChoiceField(
        label=_("The language in which she reads it"),
        choices=list(LANGUAGES.items()),
        widget=forms.RadioSelect,
    )


class GivenForm(OnceForm):
    on = PastDateField(label=_("Given to her on"))


class EraseForm(OnceForm):
    what = forms.ChoiceField(
        label=_("What is to be done"),
        choices=[
            ("erase", _("Propose to erase the case")),
            ("hold", _("Hold it: it must not be erased yet")),
            ("end", _("End the hold")),
        ],
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(label=_("Why it is to be erased"), choices=[("", ""), *BASIS.items()], required=False)
    until = TolerantDateField(label=_("Hold until"), required=False)
    words = forms.CharField(label=_("In your words"), max_length=500, widget=LONG)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == "erase" and not data.get("basis"):
            self.add_error("basis", _g("Choose why it is to be erased"))
        if data.get("what") == "hold" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _g("Enter the day on which the hold ends"))
        return data


class ConfirmForm(OnceForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("erase", _("Erase the case")), ("keep", _("Keep it: the proposal is taken back"))],
        widget=forms.RadioSelect,
    )


class PeriodForm(OnceForm):
    country = forms.RegexField(
        r"^[A-Za-z]{2}$", label=_("Country"), required=False, help_text=_("Two letters, such as AT.")
    )
    months = forms.IntegerField(
        label=_("Months after the quarter in which a case was opened"), min_value=1, max_value=600
    )
    source = forms.CharField(label=_("Where this stands, and who checked it"), max_length=300)
