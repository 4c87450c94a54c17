"""The form with which a questionnaire of one's own is taken in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.instruments.exchange.sheets import LARGEST


class FormFile(OnceForm):
    """A form as another program wrote it, where it comes from, and on which terms."""

    file = forms.FileField(
        label=_("XLSForm"),
        help_text=_("An .xlsx file, or .csv with the name of each sheet in the first column; at most 2 MB."),
        error_messages={"required": _("Choose the file")},
    )
    source = forms.CharField(
        label=_("Who wrote the questions"), max_length=300, help_text=_("For example: our team, 2026."),
        error_messages={"required": _("Say who wrote the questions")},
    )  # fmt: skip
    licence = forms.CharField(
        label=_("On which terms they may be used"), max_length=200,
        help_text=_("For example: our own; CC BY 4.0; letter of the owner of 3 March 2026."),
        error_messages={"required": _("Say on which terms")},
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB. Take out what is not needed"))
        if not file.name.lower().endswith((".xlsx", ".csv")):
            raise forms.ValidationError(_("Choose an .xlsx or .csv file"))
        return file


class SureForm(OnceForm):
    """One step that changes what is asked."""
