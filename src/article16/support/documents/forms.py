"""What a worker brings: a sealed file, and with which case it is kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm


class SealedForm(OnceForm):
    file = forms.FileField(
        label=_("The sealed file"),
        help_text=_("As casework handed it over, at most 16 MB. It stays sealed on the disk here."),
        error_messages={"required": _("Choose the sealed file"), "empty": _("This file is empty")},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._too_large = too_large

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._too_large:
            self.errors.pop("file", None)
            self.add_error("file", _("This file is larger than any sealed document. Choose another one."))
        return data


class PutForm(OnceForm):
    case = forms.TypedChoiceField(
        label=_("Case"),
        widget=forms.RadioSelect,
        coerce=UUID,
        error_messages={"required": _("Choose a case"), "invalid_choice": _("Choose a case")},
    )

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = list(cases)
