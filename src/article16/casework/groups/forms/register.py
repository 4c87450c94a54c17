"""The register as a form: one row of plain fields for each man, without a widget for each, because it must be quick."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm

from ..actions import Line
from ..queries.registers import ManRow
from ..standing import THERE, Mark

RATINGS = ("0", "1", "2", "3", "4")
LONGEST_NOTE = 1000
MARKS = frozenset(mark.value for mark in Mark if mark is not Mark.CANCELLED)


@dataclass(frozen=True, slots=True)
class Row:
    """What stands, or was typed, in the fields of one man; texts, because a wrong number stands there too."""

    key: str  # ends the names of his fields
    mark: str = ""
    minutes: str = ""
    took_part: str = ""
    accountability: str = ""
    homework: bool = False
    note: str = ""
    concern: bool = False
    concern_words: str = ""
    shown: str = ""
    errors: tuple[tuple[str, Any], ...] = ()  # field, sentence

    @property
    def wrong(self) -> dict[str, Any]:
        return dict(self.errors)


def printable(text: str) -> str:
    """What is pasted brings control characters with it; the wall takes none."""
    text = text.replace("\r\n", "\n")
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" else char for char in text)


class RegisterForm(OnceForm):
    """The register of one session. `men` are those whose rows it has, in their order."""

    homework_due = forms.ChoiceField(
        label=_("Was there homework for this session?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    homework = forms.CharField(
        label=_("Homework for next time"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    debrief = forms.CharField(
        label=_("Debrief of the pair"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("How the session went, and how you worked together. What concerns one man belongs in his row."),
    )

    def __init__(self, data=None, *, men: Sequence[ManRow], minutes: int, kept=None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self._minutes = minutes
        source = data if data is not None else kept
        self.rows = [_read(man, source) if source is not None else _stored(man) for man in men]
        self._men = {str(man.episode): man for man in men}
        if kept is not None:
            self.initial |= {name: kept.get(name, "") for name in ("homework_due", "homework", "debrief")}

    def fill_open(self) -> None:
        """Those who are open become present, on the page only."""
        self.rows = [
            row if row.mark else replace(row, mark=Mark.PRESENT.value, minutes=row.minutes or str(self._minutes))
            for row in self.rows
        ]

    def clean(self) -> dict:
        data = super().clean()
        self.rows = [_checked(row, self._minutes) for row in self.rows]
        for row in self.rows:
            for field, sentence in row.errors:
                self.add_error(None, forms.ValidationError(sentence, code=f"{field}-{row.key}"))
        data["homework"] = printable(data.get("homework", ""))
        data["debrief"] = printable(data.get("debrief", "")).strip()
        return data

    def lines(self) -> list[Line]:
        """The men who have a mark; the others stay “not recorded”."""
        due = self.due()
        return [_line(row, due, self._minutes) for row in self.rows if row.mark]

    def due(self) -> bool | None:
        """A box that is ticked says that there was homework; only then is an empty one “not brought”."""
        if any(row.homework for row in self.rows):
            return True
        return {"yes": True, "no": False}.get(self.cleaned_data["homework_due"])


def _stored(man: ManRow) -> Row:
    one = man.marked
    if one is None:
        return Row(key=str(man.episode))
    return Row(
        key=str(man.episode),
        mark=one.mark.value,
        minutes=_text(one.minutes),
        took_part=_text(one.took_part),
        accountability=_text(one.accountability),
        homework=bool(one.homework),
        note=one.note,
        concern=one.concern,
        concern_words=one.concern_words,
        shown=str(one.id),
    )


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _read(man: ManRow, data) -> Row:
    key = str(man.episode)
    get = lambda name: data.get(f"{name}-{key}", "").strip()  # noqa: E731  a name for what stands in eight lines
    mark = get("mark")
    return Row(
        key=key,
        mark=mark if mark in MARKS else "",
        minutes=get("minutes")[:8],
        took_part=rating if (rating := get("took_part")) in RATINGS else "",
        accountability=rating if (rating := get("accountability")) in RATINGS else "",
        homework=bool(get("homework")),
        note=printable(get("note")),
        concern=bool(get("concern")),
        concern_words=printable(get("concern_words")),
        shown=get("shown")[:36],
    )


def _checked(row: Row, longest: int) -> Row:
    errors: list[tuple[str, Any]] = []
    if row.mark and Mark(row.mark) in THERE and row.minutes and not _is_minutes(row.minutes, longest):
        errors.append(("minutes", _("Enter the minutes as a number from 0 to %(most)d") % {"most": longest}))
    if len(row.note) > LONGEST_NOTE:
        errors.append(("note", _("Shorten the note to 1000 characters")))
    if row.concern and not row.concern_words:
        errors.append(("concern_words", _("Say what concerns you")))
    if len(row.concern_words) > LONGEST_NOTE:
        errors.append(("concern_words", _("Shorten it to 1000 characters")))
    typed = row.minutes or row.took_part or row.accountability or row.homework or row.note or row.concern
    if typed and not row.mark:
        errors.append(("mark", _("Choose whether he was there")))
    return replace(row, errors=tuple(errors))


def _is_minutes(text: str, longest: int) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= longest


def _line(row: Row, due: bool | None, whole: int) -> Line:
    mark = Mark(row.mark)
    there = mark in THERE
    # Present is present from beginning to end; of the others an empty box says that nobody wrote it down.
    minutes = row.minutes or (str(whole) if mark is Mark.PRESENT else "")
    return Line(
        episode=UUID(row.key),
        mark=mark,
        minutes=int(minutes) if there and minutes else None,
        took_part=int(row.took_part) if there and row.took_part else None,
        accountability=int(row.accountability) if there and row.accountability else None,
        homework=(row.homework if due else None) if there else None,
        note=row.note,
        concern=row.concern,
        concern_words=row.concern_words if row.concern else "",
        shown=_uuid(row.shown),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
