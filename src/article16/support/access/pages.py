"""What the pages of this room show."""

from dataclasses import dataclass
from uuid import UUID

from django.forms import BoundField, Form

from article16.common.ui.parts import Badge, Fact
from article16.common.ui.shell import Link

from .queries import PeriodRow
from .writings import Row


@dataclass(frozen=True, slots=True)
class CaseLine:
    id: UUID
    name: str
    code: str
    old: bool  # opened so long ago that somebody looks whether it is still needed


@dataclass(frozen=True, slots=True)
class BoardPage:
    rows: tuple[CaseLine, ...]
    more: int  # not shown: whose time has passed come first, the others are found by their case
    period: PeriodRow | None
    may_set: bool
    erased: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyBlock:
    heading: str
    facts: tuple[Fact, ...]
    parts: tuple[tuple[Link, Badge], ...]
    steps: tuple[Link, ...]
    note: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CasePage:
    id: UUID
    code: str
    copies: tuple[CopyBlock, ...]
    keeping: tuple[Fact, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PartPage:
    code: str
    heading: str
    form: Form
    rows: tuple[tuple[Row, list[BoundField]], ...]
    back: str
    kept_at: object = None
