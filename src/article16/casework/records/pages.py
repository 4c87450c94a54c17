"""What the pages of records show: one frozen value for each page."""

from dataclasses import dataclass
from datetime import date

from django.forms import Form

from article16.casework.intake.pages import Man, MotivationPart
from article16.common.ui.parts import Badge, Fact, Paging
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as lists and its own page show it."""

    day: date
    time: str
    kind: str
    contact: str
    words: str
    concern: Badge | None
    due: str
    written: str
    url: str
    corrected: bool
    corrects: bool


@dataclass(frozen=True, slots=True)
class SessionLine:
    day: date
    badge: Badge
    second: str
    url: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    day: date
    second: str
    url: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class RecordsPage:
    man: Man
    due: Badge | None
    due_words: str
    reviews: tuple[ReviewLine, ...]
    sessions: tuple[SessionLine, ...]
    dose: str
    notes: tuple[NoteLine, ...]
    motivation: MotivationPart
    all_notes: str
    hold: Link | None
    move: Link | None
    plan: Link | None
    write: Link | None
    add_note: Link | None
    interval: Link | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    man: Man
    day: date
    looked_at: tuple[str, ...]
    words: str
    goals: str
    motivation: tuple[str, str] | None
    facts: tuple[Fact, ...]
    newer: Link | None
    older: Link | None
    correct: Link | None
    back: str


@dataclass(frozen=True, slots=True)
class ReviewFormPage:
    man: Man
    heading: str
    second: str
    form: Form
    corrects: bool
    consequence: str
    back: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was written about a session, once or again."""

    badge: Badge
    facts: tuple[Fact, ...]
    notes: str
    standing: bool


@dataclass(frozen=True, slots=True)
class IndividualPage:
    man: Man
    day: date
    planned: str
    written: tuple[Written, ...]
    record: Link | None
    back: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form about one man: what it is, what saving does."""

    man: Man
    heading: str
    form: Form
    consequence: str
    button: str
    back: str
    aside: str = ""  # that nobody is on duty in the women’s service now; empty: somebody is
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class NotesPage:
    man: Man
    rows: tuple[NoteLine, ...]
    paging: Paging
    add: Link | None
    back: str


@dataclass(frozen=True, slots=True)
class NotePage:
    man: Man
    line: NoteLine
    facts: tuple[Fact, ...]
    newer: Link | None
    older: Link | None
    correct: Link | None
    back: str
