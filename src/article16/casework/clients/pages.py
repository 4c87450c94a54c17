"""What the pages about men show: one frozen value for each page."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.forms import Form

from article16.common.audit.sentences import Told
from article16.common.ui.parts import Badge, Fact, Paging, Tab
from article16.common.ui.shell import Link

from .queries import Change, ClientRow, EpisodeRow, MergeRow, ReferralRow
from .telling import AgencyLine, ClientLine, CorrectionLine, DeadlineLine, OrderLine, StepLine


@dataclass(frozen=True, slots=True)
class ClientsPage:
    rows: tuple[ClientLine, ...]
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
class ReferralPage:
    client: ClientRow
    programme: str
    number: int
    referral: ReferralRow
    badge: Badge
    response: str
    sent: tuple[Fact, ...]
    ordered: tuple[Fact, ...]
    needs: tuple[Fact, ...]
    steps: tuple[StepLine, ...]
    orders: tuple[OrderLine, ...]
    deadlines: tuple[DeadlineLine, ...]
    changes: tuple[Change, ...]
    others: tuple[EpisodeRow, ...]  # his other episodes that the viewer may see
    episode_id: UUID
    may_write: bool
    may_take_in: bool
    merges: tuple[MergeRow, ...] = ()  # files that were made one with his


@dataclass(frozen=True, slots=True)
class ReferralCorrectPage:
    code: str
    form: Form
    back: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class AgenciesPage:
    rows: tuple[AgencyLine, ...]
    add: Link | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class MergePage:
    """The question before two files become one: what saving does, and which file is kept."""

    form: Form
    heading: str
    name: str
    consequence: str
    back: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class ClientCorrectPage:
    code: str
    form: Form
    back: str
    before: tuple[CorrectionLine, ...]
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class ClientOpenedPage:
    client: ClientRow
    tabs: tuple[Tab, ...]
    may_close: bool
    sentences: tuple[Told, ...]
    paging: Paging
