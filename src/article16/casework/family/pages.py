"""What the pages of this room show: one frozen value for each page."""

from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField, Form

from article16.casework.clients.queries import ClientRow
from article16.common.ui.parts import Badge, Paging, Tab
from article16.common.ui.shell import Link

from .document_queries import DocumentRow, KindRow, SealedRow
from .queries import CheckRow, RelativeRow


@dataclass(frozen=True, slots=True)
class PersonLine:
    row: RelativeRow
    order: str  # in words
    note: str  # why an entry no longer counts; empty: it counts


@dataclass(frozen=True, slots=True)
class CheckLine:
    row: CheckRow
    badge: Badge
    button: str


@dataclass(frozen=True, slots=True)
class FamilyPage:
    client: ClientRow
    tabs: tuple[Tab, ...]
    people: tuple[PersonLine, ...]
    earlier: tuple[PersonLine, ...]
    checks: tuple[CheckLine, ...]
    not_asked: str  # who was not asked, in words
    box_filled_at: datetime | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class ManFormPage:
    """A page that is one form about a man."""

    client: ClientRow
    tabs: tuple[Tab, ...]
    heading: str
    intro: str
    form: Form
    button: str
    back: str
    consequence: str = ""
    upload: bool = False
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class Block:
    """Some questions of a form that belong together; those beyond the first can stay shut."""

    heading: str
    fields: tuple[tuple[BoundField, str], ...]  # each with its width
    open: bool


@dataclass(frozen=True, slots=True)
class BoxPage:
    client: ClientRow
    tabs: tuple[Tab, ...]
    form: Form
    blocks: tuple[Block, ...]
    consequence: str
    filled_at: datetime | None
    back: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class AnswerPage:
    client: ClientRow
    tabs: tuple[Tab, ...]
    heading: str
    intro: str
    form: Form
    lines: tuple[Block, ...]
    back: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    client: ClientRow
    tabs: tuple[Tab, ...]
    rows: tuple[DocumentRow, ...]
    paging: Paging
    sealed: tuple[SealedRow, ...]
    may_write: bool
    may_delete: bool
    add: Link | None


@dataclass(frozen=True, slots=True)
class KindsPage:
    rows: tuple[KindRow, ...]
