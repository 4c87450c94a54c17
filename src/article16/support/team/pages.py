"""What the pages of the team show: one frozen value for each page."""

from dataclasses import dataclass
from uuid import UUID

from article16.common.ui.parts import Badge, Paging, Tab
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One kind of session of one person against what is planned."""

    kind: str
    number: str  # held of planned, in twelve months
    last: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class PersonCard:
    name: str
    cases: str  # how many of how many
    full: bool
    sessions: tuple[SessionLine, ...]
    care: str  # a debrief is owed since; empty: none
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class HeldRow:
    on: str
    kind: str
    people: str
    by: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    about: str
    people: tuple[PersonCard, ...]
    nobody: str  # how many cases nobody holds; empty: none
    plan: tuple[str, ...]
    held: tuple[HeldRow, ...]
    sees: tuple[str, ...]
    links: tuple[Link, ...]
    broken: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    id: UUID
    code: str
    name: str
    worker: str
    give: str  # address of the page that gives it to somebody; empty: not hers to do


@dataclass(frozen=True, slots=True)
class CasesPage:
    filters: tuple[Tab, ...]
    rows: tuple[CaseRow, ...]
    paging: Paging
    closed: str  # how many of them are counted and not listed; empty: none
    lead: bool
