"""What an evaluator may ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.evaluation.report.words import languages

LANGUAGES = {"en": _("English"), "es": _("Spanish"), "ar": _("Arabic"), "de": _("German"), "fr": _("French")}
FOR = {
    "inside": _("To be read here, by those who may see the study"),
    "release": _("To leave: small numbers withheld, all others rounded, once a year, approved by a second person"),
}


class MakeForm(OnceForm):
    purpose = forms.ChoiceField(label=_("What it is for"), widget=forms.RadioSelect, choices=list(FOR.items()))
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, LANGUAGES.get(code, code)) for code in languages()]


class SureForm(OnceForm):
    """A button alone."""
