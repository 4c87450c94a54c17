"""What the pages about her questionnaires show: one frozen value for each page."""

from dataclasses import dataclass
from uuid import UUID

from django.forms import Form

from article16.common.questionnaires.results import AlertRow, AnswerGroup, Figure, ScoreRow
from article16.common.ui.parts import Badge, Fact
from article16.common.ui.shell import Link


@dataclass(frozen=True, slots=True)
class Line:
    """One questionnaire at one time."""

    url: str
    when: str
    title: str
    badge: Badge
    second: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """All questionnaires of a case."""

    case: UUID
    code: str
    back: Link
    agreed: Badge
    counted: Badge  # in the evaluation
    shut: str  # why nothing is asked of her; empty: it may be
    lines: tuple[Line, ...]  # T0 to T4
    others: tuple[Line, ...]  # at no planned time, and those answered a second time
    begun: tuple[Link, ...]
    waits: str  # messages about his dates that are not read yet
    dates: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AskingPage:
    """One questionnaire at one time: how it stands and how to ask it."""

    code: str
    case: Link
    heading: str
    when: str
    about: str  # whose word it takes
    badge: Badge | None
    facts: tuple[Fact, ...]
    form: Form | None
    button: str
    shut: str
    begun: tuple[Link, ...]
    papers: tuple[Link, ...]
    link: Link | None  # to the page where a link for her is made
    not_answered: Link | None
    answers: Link | None
    back: Link
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What was answered at one time, scored, beside earlier times."""

    code: str
    case: Link
    heading: str
    when: str
    facts: tuple[Fact, ...]
    alerts: tuple[AlertRow, ...]
    open_alerts: tuple[AlertRow, ...]  # possible while an answer is open
    scores: tuple[ScoreRow, ...]
    figures: tuple[Figure, ...]
    groups: tuple[AnswerGroup, ...]
    readable: bool
    hers: bool  # her word; otherwise her worker's
    beside: bool
    correct: Link | None
    stands: Link | None  # the correction in the place of these answers
    before: Link | None  # what this corrects
    why: str  # of the correction
    back: Link


@dataclass(frozen=True, slots=True)
class ComparePage:
    code: str
    case: Link
    heading: str
    when: str
    form: Form
    same: bool
    back: Link


@dataclass(frozen=True, slots=True)
class SecondPage:
    code: str
    case: Link
    when: str
    back: Link


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One version of a questionnaire of this service's own."""

    url: str
    title: str
    version: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class OwnPage:
    lines: tuple[OwnLine, ...]


@dataclass(frozen=True, slots=True)
class BoardLine:
    wave: str
    when: str
    title: str
    women: int
    answered: int
    share: str
    open: int
    unexplained: int
    reasons: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    lines: tuple[BoardLine, ...]
    women: int
    agreed: int
    measured: str  # the day on which limits of change were measured last; empty: never
