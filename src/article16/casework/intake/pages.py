"""What the pages of intake show: one frozen value for each page."""

from dataclasses import dataclass
from datetime import date

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, Fact, Tab
from article16.common.ui.shell import Link

from .figure import Figure, MotivationLine
from .queries import AgreementRow, AssessmentRow, CriterionRow, InterviewRow, JudgementRow, TextRow


@dataclass(frozen=True, slots=True)
class Man:
    """Whose passage through which programme a page is about."""

    code: str
    name: str
    url: str
    where: str  # programme and number of the episode
    box: str  # where what concerns her is written, sealed


def man(episode) -> Man:
    """From an episode that came with its man and its programme."""
    values = {"number": episode.number, "programme": episode.programme.name}
    where = _("episode %(number)d, %(programme)s") % values
    url, box = (reverse(name, args=[episode.client_id]) for name in ("client", "family-box"))
    return Man(episode.client.code, episode.client.name, url, where, box)


@dataclass(frozen=True, slots=True)
class Said:
    """What one interview holds on one subject."""

    day: date
    url: str
    missing: str  # which kind; empty when there are words
    words: str


@dataclass(frozen=True, slots=True)
class Subject:
    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class MotivationPart:
    figures: tuple[Figure, ...]
    lines: tuple[MotivationLine, ...]


@dataclass(frozen=True, slots=True)
class InterviewLine:
    row: InterviewRow
    number: int | None  # None: it was corrected by a later one
    url: str
    setting: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    row: AssessmentRow
    badge: Badge
    url: str


@dataclass(frozen=True, slots=True)
class IntakePage:
    man: Man
    interviews: tuple[InterviewLine, ...]
    held: str
    subjects: tuple[Subject, ...]
    motivation: MotivationPart
    decisions: tuple[DecisionLine, ...]
    agreement: tuple[Badge, str]
    agreement_url: str
    add: Link | None
    decide: Link | None
    end: Link | None
    manage: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class InterviewPage:
    man: Man
    row: InterviewRow
    setting: str
    facts: tuple[Fact, ...]
    subjects: tuple[Subject, ...]
    motivation: tuple[str, str] | None
    newer: Link | None
    older: Link | None
    correct: Link | None
    back: str


@dataclass(frozen=True, slots=True)
class InterviewFormPage:
    man: Man
    heading: str
    form: Form
    consequence: str
    back: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class SuitabilityPage:
    man: Man
    row: AssessmentRow
    badge: Badge
    judgements: tuple[tuple[str, tuple[tuple[JudgementRow, str], ...]], ...]
    facts: tuple[Fact, ...]
    end: Link | None
    back: str


@dataclass(frozen=True, slots=True)
class SuitabilityFormPage:
    man: Man
    form: Form
    held: str
    criteria: Link | None
    consequence: tuple[str, ...]
    back: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class AgreementText:
    title: str
    row: TextRow
    paragraphs: tuple[tuple[bool, str], ...]  # whether it is a heading
    direction: str


@dataclass(frozen=True, slots=True)
class AgreementPage:
    man: Man
    badge: Badge
    sentence: str
    current: AgreementRow | None
    facts: tuple[Fact, ...]
    earlier: tuple[tuple[Badge, str], ...]
    texts: tuple[AgreementText, ...]
    languages: tuple[Tab, ...]
    sign: Link | None
    withdraw: Link | None
    newer: str  # that a newer version was released since; empty: none was
    why_not: str
    back: str


@dataclass(frozen=True, slots=True)
class AgreementSignPage:
    man: Man
    form: Form
    language: str
    direction: str
    languages: tuple[Tab, ...]
    consequence: str
    back: str
    kept_at: object = None


@dataclass(frozen=True, slots=True)
class CriterionLine:
    row: CriterionRow
    state: Badge
    when: str
    change: str
    end: str


@dataclass(frozen=True, slots=True)
class CriteriaPage:
    programme: str
    groups: tuple[tuple[str, tuple[CriterionLine, ...]], ...]
    add: Link | None
    begin: str


@dataclass(frozen=True, slots=True)
class TextLine:
    row: TextRow
    title: str
    language: str
    badge: Badge
    url: str


@dataclass(frozen=True, slots=True)
class AgreementTextsPage:
    programme: str
    rows: tuple[TextLine, ...]
    add: Link | None
    begin: str


@dataclass(frozen=True, slots=True)
class AgreementTextPage:
    programme: str
    line: TextLine
    paragraphs: tuple[tuple[bool, str], ...]  # whether it is a heading
    direction: str
    written: str
    released: str
    change: Link | None
    release: str
    back: str
