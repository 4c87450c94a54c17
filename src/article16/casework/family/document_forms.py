"""What is typed about a document, and the look at the file itself."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm

from .contents import SUFFIXES, TAKEN, NotTaken, kind_of
from .forms import _PastField, here
from .guarding import without_controls


class DocumentForm(OnceForm):
    file = forms.FileField(
        label=_("The file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{suffix}" for suffix in SUFFIXES)}),
        error_messages={"required": _("Choose the file")},
    )
    names_them = forms.ChoiceField(
        label=_("Does it name her, a child, or where somebody can be found?"),
        choices=[("yes", _("Yes: seal it for her service")), ("no", _("No: keep it in his file"))],
        widget=forms.RadioSelect,
        help_text=_("What is sealed cannot be opened here again, also not its title. Seal it when in doubt."),
        error_messages={"required": _("Choose yes or no")},
    )
    kind = forms.ChoiceField(
        label=_("Type"), widget=forms.RadioSelect, error_messages={"required": _("Choose the type")}
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("The name of the file itself is not kept."),
        error_messages={"required": _("Enter a title, for example “Judgment of 3 May”")},
    )
    received_from = forms.CharField(label=_("Received from"), max_length=160, required=False)
    received_on = _PastField(label=_("Received on"), help_text=_("For example 12 11 2026"))

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["file"].help_text = _("%(types)s, at most %(size)d MB.") % {
            "types": TAKEN,
            "size": settings.DOCUMENT_MB,
        }
        self._too_large = too_large

    def clean_title(self) -> str:
        return without_controls(self.cleaned_data["title"]).strip()

    def clean_received_from(self) -> str:
        return without_controls(self.cleaned_data["received_from"]).strip()

    def clean_received_on(self) -> date:
        return self.cleaned_data["received_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._too_large:
            self.errors.pop("file", None)
            self.add_error("file", self._size_error())
        elif file := data.get("file"):
            self._look_at(file, data)
        if data.get("names_them") == "no":
            for name in ("title", "received_from"):
                self._keep(name, data.get(name, ""))
        if self.errors and "file" not in self.errors:
            # A browser never fills a file in again.
            self.add_error("file", _("Choose the file once more: it was not kept while something else is missing"))
        return data

    def _keep(self, name: str, words: str) -> None:
        try:
            here(words)
        except forms.ValidationError:
            self.add_error(name, _("This seems to say where somebody can be found. Take it out, or have it sealed"))

    def _look_at(self, file: Any, data: dict[str, Any]) -> None:
        if file.size > settings.DOCUMENT_MB * 2**20:
            self.add_error("file", self._size_error())
            return
        content = file.read()
        try:
            data["media"] = kind_of(content, file.name)
        except NotTaken as no:
            self.add_error("file", str(no))
        else:
            data["content"] = content

    @staticmethod
    def _size_error() -> str:
        return _("The file is larger than %(size)d MB. Save it smaller, or in parts") % {"size": settings.DOCUMENT_MB}


class DeleteForm(OnceForm):
    reason = forms.CharField(
        label=_("Why it is deleted"),
        max_length=300,
        error_messages={"required": _("Enter the reason, for example “time of keeping has passed”")},
    )


class HandOverForm(OnceForm):
    opened = forms.BooleanField(
        label=_("Her service has the file and has said that it opened there."),
        error_messages={"required": _("Ask her service first whether the file opened there, then tick this")},
    )


class KindForm(OnceForm):
    label = forms.CharField(label=_("Name of the type"), max_length=80, error_messages={"required": _("Enter a name")})
    code = forms.SlugField(
        label=_("Code"),
        max_length=32,
        help_text=_("Small letters, digits and hyphens; stands in exports."),
        error_messages={"required": _("Enter a code"), "invalid": _("Use small letters, digits and hyphens")},
    )
    months = forms.IntegerField(
        label=_("Months that such a document is kept"),
        min_value=1,
        max_value=600,
        help_text=_("Counted from the day it is uploaded. Then its deletion is a task of the manager."),
        error_messages={
            "required": _("Enter a number of months"),
            "min_value": _("Enter one month or more"),
            "max_value": _("Enter 600 months or fewer"),
            "invalid": _("Enter the months as a number, for example 36"),
        },
    )
    is_active = forms.BooleanField(label=_("Can be chosen for new documents"), required=False, initial=True)
