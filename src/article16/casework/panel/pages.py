"""What the pages of panel codes show."""

from dataclasses import dataclass
from uuid import UUID

from django.forms import Form

from article16.common.ui.parts import Badge, Paging
from article16.common.ui.shell import Link

from .queries import SheetRow


@dataclass(frozen=True, slots=True)
class SheetsPage:
    rows: tuple[SheetRow, ...]
    paging: Paging
    add: Link


@dataclass(frozen=True, slots=True)
class ManRow:
    client: UUID
    code: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class SheetPage:
    sheet: SheetRow
    rows: tuple[ManRow, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class SheetAddPage:
    form: Form
    back: str
    kept_at: object = None
