"""What the pages of returns show, in both services."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import Form
from django.utils.translation import gettext as _

from article16.common.ui.parts import Paging, Tab
from article16.common.ui.shell import Link

from .drawing import Bars
from .figures import Counted
from .paper import number
from .periods import Period


@dataclass(frozen=True, slots=True)
class ShownPart:
    words: str
    number: str
    why: str = ""  # it is withheld
    url: str = ""  # the records behind it


@dataclass(frozen=True, slots=True)
class ShownFigure:
    code: str
    title: str
    definition: str
    split: str
    parts: tuple[ShownPart, ...]
    total: str
    url: str = ""  # the records behind all of it


@dataclass(frozen=True, slots=True)
class ReturnPage:
    heading: str
    about: str
    form: Form
    presets: tuple[Tab, ...]
    figures: tuple[ShownFigure, ...]
    links: tuple[Link, ...]  # as PDF, as spreadsheet
    note: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    about: str
    now: tuple[ShownFigure, ...]
    months: tuple[str, ...]
    pictures: tuple[Bars, ...]
    year: tuple[ShownFigure, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class CountingPage:
    """How far a long counting is."""

    about: str
    words: str
    done: int
    of: int
    failed: bool
    again: str  # the page that was asked for
    period: Period
    stop: str = ""  # where it can be stopped


@dataclass(frozen=True, slots=True)
class RecordRow:
    code: str
    url: str
    part: str
    day: str
    place: str


@dataclass(frozen=True, slots=True)
class RecordsPage:
    heading: str
    definition: str
    about: str
    rows: tuple[RecordRow, ...]
    paging: Paging
    back: str
    places: bool = True  # whether the rows say of which programme they are


def shown(found: Sequence[Counted], url_of: dict[str, str]) -> tuple[ShownFigure, ...]:
    """Figures as they are read, with the way to their records where there is one."""
    return tuple(
        ShownFigure(
            code=one.figure.code,
            title=str(one.figure.title),
            definition=str(one.figure.definition),
            split=str(one.figure.split or _("Number")),
            parts=tuple(ShownPart(str(part.words), number(part.count), part.why) for part in one.parts),
            total=number(one.total),
            url=url_of.get(one.figure.code, ""),
        )
        for one in found
    )
