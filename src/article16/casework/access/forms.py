"""What is typed about a request for access."""

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import PastDateField

from .kinds import Handed, Identity, Way


class AskForm(OnceForm):
    asked_on = PastDateField(
        label=_("He asked on"), help_text=_("The day the request reached anybody here. The month counts from it.")
    )
    way = forms.ChoiceField(label=_("How he asked"), choices=Way.choices, widget=forms.RadioSelect)


class IdentityForm(OnceForm):
    how = forms.ChoiceField(
        label=_("How you made sure that it is he"), choices=Identity.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What you saw"),
        max_length=300,
        required=False,
        help_text=_("Such as “passport, Austria”. Never the number, and no copy of it."),
    )


class GivenForm(OnceForm):
    on = PastDateField(label=_("Handed over on"))
    handed = forms.ChoiceField(label=_("How"), choices=Handed.choices, widget=forms.RadioSelect)
