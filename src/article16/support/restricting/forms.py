"""Who may open a case."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm


class NamedForm(OnceForm):
    workers = forms.MultipleChoiceField(
        label=_("Who may open it"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two at least. Name yourself too, if you go on working with her."),
        error_messages={"required": _("Choose at least two")},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workers"].choices = list(people)

    def clean_workers(self) -> set[UUID]:
        chosen = {UUID(one) for one in self.cleaned_data["workers"]}
        if len(chosen) < 2:
            raise forms.ValidationError(
                _("Choose at least two, so that one who leaves does not take the case with her")
            )
        return chosen
