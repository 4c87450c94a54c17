"""What the pages about men show: one frozen value for each page."""

from dataclasses import dataclass

from django.forms import Form

from article16.common.audit.sentences import Told
from article16.common.ui.parts import Fact, Paging, Tab
from article16.common.ui.shell import Link

from .queries import ClientRow


@dataclass(frozen=True, slots=True)
class ClientsPage:
    rows: tuple[ClientRow, ...]
    paging: Paging
    may_add: bool
    add: Link | None


@dataclass(frozen=True, slots=True)
class ClientPage:
    client: ClientRow
    facts: tuple[Fact, ...]
    tabs: tuple[Tab, ...]
    may_close: bool


@dataclass(frozen=True, slots=True)
class ClientAddPage:
    form: Form
    consequence: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class ClientOpenedPage:
    client: ClientRow
    tabs: tuple[Tab, ...]
    may_close: bool
    sentences: tuple[Told, ...]
    paging: Paging
