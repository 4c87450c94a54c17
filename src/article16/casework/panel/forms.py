"""What a manager types when she brings a sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.wall.sheet import LARGEST


class SheetForm(OnceForm):
    file = forms.FileField(
        label=_("The sheet"),
        help_text=_("The file from the women’s service, ending in .a16panel."),
        error_messages={"required": _("Choose the file"), "empty": _("This file is empty")},
    )
    read_out = forms.CharField(
        label=_("Fingerprint, as they read it out"),
        max_length=120,
        required=False,
        help_text=_("Only with the first sheet, and after they made a new key."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large to be a sheet. Choose another one."))
        return file
