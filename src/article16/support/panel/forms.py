"""What a lead sets at a panel meeting."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField
from article16.wall.sheet import PanelCode

from .policy import CODES

PREFIX = "man-"


class MeetingForm(OnceForm):
    programme = forms.ChoiceField(label=_("Programme"), widget=forms.RadioSelect)
    on = TolerantDateField(label=_("Day of the meeting"), help_text=_("For example 12 11 2026"))

    def __init__(self, *args: Any, programmes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = list(programmes)


class CodesForm(OnceForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, men: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for mailbox, name in men.items():
            self.fields[f"{PREFIX}{mailbox}"] = forms.ChoiceField(label=name, choices=list(CODES.items()))

    def codes(self) -> dict[UUID, PanelCode]:
        told = self.cleaned_data
        return {UUID(name.removeprefix(PREFIX)): PanelCode(told[name]) for name in told if name.startswith(PREFIX)}


class SheetForm(OnceForm):
    """Only the button."""
