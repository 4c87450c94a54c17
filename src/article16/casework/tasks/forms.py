"""Saying that a task is done, or putting it off."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

DONE, LATER = "done", "later"


class TaskForm(OnceForm):
    what = forms.ChoiceField(
        label=_("What happens with it"),
        choices=[(DONE, _("It is done")), (LATER, _("Put it off"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is done or put off")},
    )
    to = TolerantDateField(
        label=_("Put off to"), required=False, help_text=_("Only when it is put off. For example 12 11 2026.")
    )
    words = forms.CharField(
        label=_("How it was done, or why it waits"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when it is put off."),
    )

    def __init__(self, *args, due: date, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.due, self.today = due, today

    def clean(self) -> dict:
        data = super().clean()
        if data.get("what") != LATER:
            return data
        if "to" in data and not data["to"]:
            self.add_error("to", _("Enter the day it is put off to, for example 12 11 2026"))
        elif data.get("to") and data["to"] <= max(self.due, self.today):
            self.add_error("to", _("Enter a day that is still to come, and later than the one it is due"))
        if "words" in data and not data["words"]:
            self.add_error("words", _("Say why it waits"))
        return data
