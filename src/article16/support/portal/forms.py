"""What she types beside the questions, and what her worker chooses for a link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.questionnaires.reading import cleaned
from article16.support.questionnaires.schedule import MAIN
from article16.support.questionnaires.words import time_words

from .policy import LANGUAGES, LONGEST_MESSAGE


class MessageForm(forms.Form):
    words = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST_MESSAGE,
        error_messages={
            "required": _("Nothing is written yet."),
            "max_length": _("This is longer than %(limit_value)d characters. Send it in two parts."),
        },
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "maxlength": False}),
    )

    def clean_words(self) -> str:
        return cleaned(self.cleaned_data["words"])

    @staticmethod
    def too_many() -> str:
        return str(_("Very much was sent by this link already. It is all kept. Ask for a new link to write more."))


NONE = "none"


class LinkForm(OnceForm):
    what = forms.ChoiceField(label=_("For what"), widget=forms.RadioSelect)
    wave = forms.ChoiceField(
        label=_("Which time of hers"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*((wave, time_words(wave)) for wave in MAIN), (NONE, _("At no planned time"))],
        help_text=_("Not for a message alone."),
    )
    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect, choices=list(LANGUAGES.items()))

    def __init__(self, *args, instruments: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [*instruments, ("message", _("A message alone"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") not in (None, "message") and not data.get("wave"):
            self.add_error("wave", _("Choose at which time of hers, or at no planned time."))
        return data


class EmptyForm(OnceForm):
    pass
