"""What Today, the man's page and search show."""

from dataclasses import dataclass
from datetime import date

from django.forms import Form

from article16.casework.clients.queries import ClientRow
from article16.common.ui.parts import Badge, Fact, Month, Paging, StripBox, Tab, WaitingGroup
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class Circle:
    """One group beside what waits: its places and its next session."""

    link: Link
    places: str
    next: str


@dataclass(frozen=True, slots=True)
class TodayPage:
    today: date
    sentence: str  # how much waits, and how much of it is late
    groups: tuple[WaitingGroup, ...]
    more: str  # that there is more than the page shows; empty: there is not
    links: tuple[Link, ...]
    circles: tuple[Circle, ...]
    messages_badge: Badge
    messages_note: str
    works_with_men: bool
    to_men: Link


@dataclass(frozen=True, slots=True)
class Attended:
    """His sessions as boxes, what each letter means and how often, and the page that has them as a table."""

    boxes: tuple[StripBox, ...]
    legend: tuple[tuple[str, str], ...]
    table: str


@dataclass(frozen=True, slots=True)
class ClientPage:
    client: ClientRow
    tabs: tuple[Tab, ...]
    badges: tuple[Badge, ...]
    facts: tuple[Fact, ...]  # who he is here
    way: tuple[Fact, ...]  # how he goes on his way
    due: tuple[WaitingGroup, ...]
    due_count: int
    attended: Attended | None
    filters: tuple[Tab, ...]
    months: tuple[Month, ...]
    paging: Paging
    left: str  # how many entries are older than what is shown; empty: none
    may_close: bool
    print_url: str


@dataclass(frozen=True, slots=True)
class ProgrammeSet:
    """One programme, and where what holds in it is set."""

    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeSettingsPage:
    programmes: tuple[ProgrammeSet, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One man in the answer to a search."""

    url: str
    name: str
    code: str
    born: str  # empty: not recorded
    programme: str
    state: str
    why: str  # what of him matched


@dataclass(frozen=True, slots=True)
class SearchPage:
    form: Form
    asked: bool
    rows: tuple[Found, ...]
    more: bool  # there are more than the page shows
    cut: bool  # not all names that begin so were looked at
    to_men: Link
