"""What the pages of this room show."""

from dataclasses import dataclass

from django.forms import BoundField, Form

from article16.common.ui.parts import Badge, Fact, Tab
from article16.common.ui.shell import Link

from .queries import ItemRow, PartRow, RequestRow


@dataclass(frozen=True, slots=True)
class BoardLine:
    row: RequestRow
    badge: Badge
    step: str  # what is next, in words


@dataclass(frozen=True, slots=True)
class BoardPage:
    tabs: tuple[Tab, ...]
    waiting: tuple[BoardLine, ...]
    done: tuple[BoardLine, ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    row: PartRow
    badge: Badge


@dataclass(frozen=True, slots=True)
class RequestPage:
    row: RequestRow
    badge: Badge
    facts: tuple[Fact, ...]
    parts: tuple[PartLine, ...]
    steps: tuple[Link, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PartPage:
    request: RequestRow
    part: PartRow
    form: Form
    rows: tuple[tuple[ItemRow, list[BoundField]], ...]
    back: str
    kept_at: object = None
