"""What the pages about warnings show: one frozen value for each page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.forms import BoundField, Form

from article16.common.ui.parts import Badge, Fact, Ladder, Month, Paging, Tab
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class Card:
    """One warning on the desk."""

    id: UUID
    code: str
    title: str
    second: str
    badges: tuple[Badge, ...]
    deadline: str
    within: str
    late: bool
    ladder: Ladder
    rung: int
    holder: str  # who holds the ladder until when; empty: nobody
    may_take: bool
    may_pass: bool  # not at the top: nobody comes after
    url: str
    acknowledge: Link | None  # only unlocked
    first: bool = False


@dataclass(frozen=True, slots=True)
class DutyDeskPage:
    now: datetime
    summary: str
    cards: tuple[Card, ...]
    paging: Paging
    tabs: tuple[Tab, ...]
    locked: bool
    unlock: str
    silent: tuple[str, ...]  # sentences about channels that do not answer
    watch: tuple[Badge, ...]
    looked: str  # when the watchdog last looked; empty: never


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of a warning."""

    title: str
    facts: tuple[Fact, ...]
    words: str
    link: Link | None


@dataclass(frozen=True, slots=True)
class AlertPage:
    card: Card
    tabs: tuple[Tab, ...]
    locked: bool
    unlock: str
    facts: tuple[Fact, ...]
    words: str  # what casework wrote; only unlocked
    fault: str  # why it does not open
    doubt: str  # why it may not be casework's
    cases: tuple[CaseLine, ...]
    months: tuple[Month, ...]
    open: bool
    own: bool  # raised here, not by casework
    read: Link | None  # its case, where this worker may open it
    women: tuple[Link, ...]  # cases beside him that this worker may open


@dataclass(frozen=True, slots=True)
class HerLine:
    """One warning about the man of a case."""

    code: str
    title: str
    second: str
    badge: Badge
    url: str


@dataclass(frozen=True, slots=True)
class HersPage:
    heading: str
    second: str
    rows: tuple[HerLine, ...]
    back: Link


@dataclass(frozen=True, slots=True)
class UntoldPage:
    rows: tuple[Card, ...]
    paging: Paging
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    label: str
    number: int
    median: str
    slowest: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    rows: tuple[FigureRow, ...]
    kinds: tuple[tuple[str, int, int], ...]  # kind, came, of them past the deadline when acted on
    since: datetime
    alarms: tuple[str, ...]  # who opened very many pages
    anew: tuple[str, ...]  # casework was restored: what came before it
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class LadderPage:
    form: Form
    sections: tuple[tuple[str, tuple[BoundField, ...]], ...]  # for each severity its heading and questions
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class ShiftRow:
    id: UUID
    line: str
    person: str
    span: str
    now: bool
    end: str  # address of the page that ends it


@dataclass(frozen=True, slots=True)
class RotaPage:
    shifts: tuple[ShiftRow, ...]
    paging: Paging
    absences: tuple[ShiftRow, ...]
    hours: tuple[str, ...]
    now: tuple[Fact, ...]
    warnings: tuple[str, ...]
    links: tuple[Link, ...]
    tabs: tuple[Tab, ...]
