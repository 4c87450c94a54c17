"""What is typed about a copy of what is kept about somebody; the same on both sides of the wall."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm


class Entry(Protocol):
    """One entry of a copy, and what a second person leaves out of it so far."""

    @property
    def lines(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def why(self) -> str: ...
    @property
    def only(self) -> tuple[str, ...]: ...
    @property
    def words(self) -> str: ...


Left = tuple[str, str, tuple[str, ...]]  # why, in words, which lines; no lines: all of it


class EmptyForm(OnceForm):
    """Nothing is asked but that it is done."""


class ReleaseForm(OnceForm):
    sure = forms.BooleanField(
        label=_("I read every part. Nothing in it is about another person or lets somebody be recognised"),
        error_messages={"required": _("Read every part first")},
    )


class PartForm(OnceForm):
    """For each entry of a part: given, or left out for a reason, all of it or some lines."""

    def __init__(self, *args: Any, entries: Sequence[Entry], reasons: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = tuple(entries)
        choices = [("", _("is given")), *reasons]
        for number, entry in enumerate(self.entries):
            self.fields[f"why_{number}"] = forms.ChoiceField(
                label=_("This entry"), choices=choices, required=False, initial=entry.why
            )
            self.fields[f"only_{number}"] = forms.MultipleChoiceField(
                label=_("Only these lines are left out"),
                help_text=_("None ticked: the whole entry. Think of what the lines around it still tell."),
                choices=[(name, name) for name, _words in entry.lines],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=list(entry.only),
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("Why, in your words"), max_length=500, required=False, initial=entry.words
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number, _entry in enumerate(self.entries):
            if data.get(f"why_{number}") and not data.get(f"words_{number}"):
                self.add_error(f"words_{number}", _g("Say in a few words why this is left out"))
            if data.get(f"only_{number}") and not data.get(f"why_{number}"):
                self.add_error(f"why_{number}", _g("Choose why these lines are left out, or untick them"))
        return data

    def shown(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Each entry with its three fields."""
        return [
            (entry, [self[f"{name}_{number}"] for name in ("why", "only", "words")])
            for number, entry in enumerate(self.entries)
        ]

    def left(self) -> dict[int, Left]:
        """What is left out, by the entry's place in the part."""
        data = self.cleaned_data
        return {
            number: (data[f"why_{number}"], data[f"words_{number}"], tuple(data[f"only_{number}"]))
            for number, _entry in enumerate(self.entries)
            if data[f"why_{number}"]
        }
