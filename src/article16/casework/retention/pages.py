"""What the pages of this room show."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.forms import Form

from article16.common.ui.parts import Badge, Fact, Tab
from article16.common.ui.shell import Link

from .queries import DueRow, ErasedRow, HoldRow, Mention, PeriodRow


@dataclass(frozen=True, slots=True)
class DueLine:
    row: DueRow
    badge: Badge


@dataclass(frozen=True, slots=True)
class DocumentLine:
    client: UUID
    document: UUID
    title: str
    until: date


@dataclass(frozen=True, slots=True)
class BoardPage:
    tabs: tuple[Tab, ...]
    due: tuple[DueLine, ...]
    holds: tuple[HoldRow, ...]
    documents: tuple[DocumentLine, ...]
    erased: tuple[ErasedRow, ...]
    examples: bool  # a period that counts was checked by nobody
    periods: Link | None
    may_end: bool


@dataclass(frozen=True, slots=True)
class PeriodsPage:
    rows: tuple[PeriodRow, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ErasurePage:
    heading: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    links: tuple[Link, ...]
    mentions: tuple[Mention, ...]
    form: Form | None
    button: str
    consequence: str
    back: str
    kept_at: object = None
