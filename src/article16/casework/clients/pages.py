"""What the pages about men show: one frozen value for each page."""

from dataclasses import dataclass
from datetime import date

from django.forms import Form

from article16.common.audit.sentences import Told
from article16.common.ui.parts import Paging, Tab
from article16.common.ui.shell import Link

from .queries import ClientRow, EpisodeRow


@dataclass(frozen=True, slots=True)
class ClientsPage:
    rows: tuple[ClientRow, ...]
    paging: Paging
    may_add: bool
    add: Link | None
    states: tuple[Tab, ...]
    programmes: tuple[Tab, ...]  # empty where there is one only
    filtered: bool
    all: Link


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A man who may be the one referred."""

    name: str
    code: str
    url: str
    birth_date: date | None
    alike: str
    episodes: tuple[EpisodeRow, ...]


@dataclass(frozen=True, slots=True)
class ClientAddPage:
    form: Form
    heading: str
    consequence: str
    back: str
    candidates: tuple[CandidateLine, ...] = ()
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class ClientOpenedPage:
    client: ClientRow
    tabs: tuple[Tab, ...]
    may_close: bool
    sentences: tuple[Told, ...]
    paging: Paging
