"""What the pages of sealed documents show."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    title: str  # empty: it does not open
    kind: str
    received_from: str
    received_on: date | None
    about: str  # which man, and which cases here
    kept: str  # with which case; empty: with the service
    put: bool  # whether it can be put with a case


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    heading: str
    second: str
    rows: tuple[Row, ...]
    add: Link
    back: Link | None = None
