"""What the pages of this room show: one frozen value for each page."""

from dataclasses import dataclass
from datetime import date

from django.forms import Form

from article16.common.ui.parts import Badge, Fact, Paging, Strip, Tab
from article16.common.ui.shell import Link

from .forms import RegisterForm, Row
from .queries.groups import MemberRow, SessionRow
from .words import MarkWords


@dataclass(frozen=True, slots=True)
class GroupsLine:
    url: str
    name: str
    programme: str
    slot: str
    kind: str
    men: str
    next: str
    open_registers: int


@dataclass(frozen=True, slots=True)
class GroupsPage:
    rows: tuple[GroupsLine, ...]
    paging: Paging
    filters: tuple[Tab, ...]
    ended: bool
    add: Link | None
    settings: tuple[Link, ...]  # of each programme: rules and holidays


@dataclass(frozen=True, slots=True)
class MemberLine:
    man: MemberRow
    url: str
    standing: str
    absences: str
    badge: Badge | None
    dose: str
    leave: str  # address; empty: nobody may


@dataclass(frozen=True, slots=True)
class SessionLine:
    session: SessionRow
    when: str
    span: str
    url: str
    badge: Badge
    change: str  # address; empty: nobody may, or it is past
    cancel: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    id: object
    name: str
    slot: str
    facts: tuple[Fact, ...]
    members: tuple[MemberLine, ...]
    places: str
    missing: tuple[SessionLine, ...]  # registers not taken
    sessions: tuple[SessionLine, ...]
    rules: str
    all_sessions: Link
    may_lead: bool
    may_enrol: bool
    ended: bool
    rolling: bool


@dataclass(frozen=True, slots=True)
class GroupSessionsPage:
    group: Link
    rows: tuple[SessionLine, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class GroupFormPage:
    heading: str
    form: Form
    button: str
    back: str
    may_add: bool  # whether there is anything the form could be about
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class RegisterMan:
    """One man of the register: his fields, and where he stands."""

    row: Row
    number: int
    name: str
    code: str
    url: str
    absences: str
    late: bool
    effects: tuple[tuple[str, str], ...]  # mark, what saving it does; only the marks that do something
    mark_words: str
    suspended: bool


@dataclass(frozen=True, slots=True)
class RegisterPage:
    heading: str
    session: SessionRow
    group: Link
    when: str
    form: RegisterForm
    men: tuple[RegisterMan, ...]
    marks: tuple[MarkWords, ...]
    ratings: tuple[str, ...]
    recorded: int
    errors: tuple[tuple[str, object], ...]  # id of the field, sentence
    closed: str  # why nothing can be recorded; empty: it can
    may_write: bool
    print: str
    debrief: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class PrintPage:
    heading: str
    when: str
    group: str
    pair: str
    theme: str
    men: tuple[MemberRow, ...]
    spare: tuple[int, ...]
    marks: tuple[MarkWords, ...]


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    number: str
    on: str
    group: str
    words: str
    minutes: str
    ratings: str
    homework: str
    note: str
    made_up: str
    late: bool
    url: str  # the register
    make_up: str  # address; empty: nothing to make up for
    history: tuple[str, ...]  # earlier rows, as sentences


@dataclass(frozen=True, slots=True)
class EpisodePart:
    heading: str
    group: str
    strip: Strip | None
    dose: str
    lines: tuple[AttendanceLine, ...]
    enrol: tuple[Link, ...]  # groups that he may be taken into


@dataclass(frozen=True, slots=True)
class AttendancePage:
    name: str
    code: str
    back: str
    parts: tuple[EpisodePart, ...]


@dataclass(frozen=True, slots=True)
class HolidayLine:
    words: str
    name: str
    remove: str


@dataclass(frozen=True, slots=True)
class HolidaysPage:
    heading: str
    rows: tuple[HolidayLine, ...]
    form: Form
    today: date
    kept_at: object = None
