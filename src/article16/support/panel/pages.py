"""What the pages of the panel show."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.forms import Form

from article16.common.ui.parts import Badge
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class MeetingRow:
    id: UUID
    on: date | None  # None: it does not open
    programme: str
    men: int
    badge: Badge


@dataclass(frozen=True, slots=True)
class PanelPage:
    rows: tuple[MeetingRow, ...]
    add: Link
    releases: Link


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting that is not closed: a question for every man."""

    on: date
    programme: str
    form: Form
    sheet: Link
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class CodeRow:
    man: str
    code: str


@dataclass(frozen=True, slots=True)
class ClosedPage:
    on: date
    programme: str
    rows: tuple[CodeRow, ...]
    sheet: Link
    fingerprint: str
    size: int  # bytes
