"""Forms about a programme's own questionnaires."""

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.questionnaires.own_forms import FormFile
from article16.instruments.exchange.sheets import LARGEST
from article16.instruments.loading import DEFINITION
from article16.instruments.slots import SCORING

from .schedule import LONGEST, Span


class UploadForm(FormFile):
    """A form as another program wrote it, for one programme."""

    field_order = ("programme", "file", "source", "licence")
    programme = forms.ChoiceField(
        label=_("Programme"), widget=forms.RadioSelect, error_messages={"required": _("Choose the programme")}
    )

    def __init__(self, *args, programmes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(str(one.id), one.name) for one in programmes]


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = Files

    def clean(self, data, initial=None):
        one_by_one = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in one_by_one]


class LicensedForm(OnceForm):
    """The files of an owner, for one programme."""

    programme = forms.ChoiceField(
        label=_("Programme"), widget=forms.RadioSelect, error_messages={"required": _("Choose the programme")}
    )
    files = FilesField(
        label=_("Files"),
        help_text=_("One .po for each language, en.po among them, and scoring.yaml where it is needed; at most 2 MB."),
        error_messages={"required": _("Choose the files")},
    )
    version = forms.RegexField(
        label=_("Version"), regex=r"^\d{1,4}\.\d{1,4}\.\d{1,4}$",
        help_text=_("A file that follows an earlier one gets a new version, for example 1.0.1."),
        error_messages={"required": _("Enter the version"), "invalid": _("Enter the version as 1.0.1")},
    )  # fmt: skip

    def __init__(self, *args, programmes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(str(one.id), one.name) for one in programmes]

    def clean_files(self):
        files = self.cleaned_data["files"]
        if sum(one.size for one in files) > LARGEST:
            raise forms.ValidationError(_("The files are larger than 2 MB. Take out what is not needed"))
        wrong = [one.name for one in files if not one.name.endswith(".po") and one.name not in {SCORING, DEFINITION}]
        if wrong:
            raise forms.ValidationError(_("%(name)s is none of these files. Leave it out") % {"name": wrong[0][:60]})
        try:
            self._texts = {one.name: one.read().decode("utf-8-sig") for one in files}
        except UnicodeDecodeError:
            raise forms.ValidationError(_("A file is not text in UTF-8. Save it as UTF-8")) from None
        return files

    def texts(self) -> dict[str, str]:
        """The files as text, by name."""
        return self._texts


class WindowsForm(OnceForm):
    """How long each time is open: three numbers of days for each."""

    PARTS = (
        ("before", _("Opens before"), _("%(wave)s: opens so many days before")),
        ("grace", _("Late after"), _("%(wave)s: late after so many days")),
        ("after", _("Closes after"), _("%(wave)s: closes after so many days")),
    )

    def __init__(self, *args, waves, **kwargs) -> None:
        """`waves`: code, words."""
        super().__init__(*args, **kwargs)
        self.waves = tuple(code for code, _words in waves)
        for code, words in waves:
            for part, _head, label in self.PARTS:
                said = label % {"wave": words}
                self.fields[f"{code}_{part}"] = forms.IntegerField(
                    label=said, min_value=0, max_value=LONGEST,
                    widget=forms.NumberInput(attrs={"aria-label": said}),
                    error_messages={"required": _("Enter a number of days, 0 for none")},
                )  # fmt: skip

    def clean(self):
        data = super().clean()
        for code in self.waves:
            grace, after = data.get(f"{code}_grace"), data.get(f"{code}_after")
            if grace is not None and after is not None and after < grace:
                self.add_error(f"{code}_after", _("It cannot close before it is late. Enter at least as many days"))
        return data

    def rows(self) -> list[list[forms.BoundField]]:
        """The three fields of each time, in the order of the times."""
        return [[self[f"{code}_{part}"] for part, _head, _label in self.PARTS] for code in self.waves]

    def spans(self) -> dict[str, Span]:
        parts = ("before", "grace", "after")
        return {code: Span(*(self.cleaned_data[f"{code}_{part}"] for part in parts)) for code in self.waves}
