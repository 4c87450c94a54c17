"""Reads of intake. Each says what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from .kinds import CriterionKind, Finding, TextKind, Topic
from .models import (
    Agreement,
    AgreementText,
    Assessment,
    Criterion,
    Interview,
    Judgement,
    Motivation,
    Section,
    Withdrawal,
)


@dataclass(frozen=True, slots=True)
class InterviewRow:
    id: UUID
    on: date
    minutes: int
    setting: str  # a Setting
    interpreter: bool
    held_by: str
    written_at: datetime
    written_by: str
    corrects: UUID | None
    corrected_by: UUID | None = None


INTERVIEW = ["id", "on", "minutes", "setting", "interpreter", "held_by__name", "written_at", "written_by__name"]


def interviews(episode: UUID) -> list[InterviewRow]:
    """Every interview of this episode, corrected ones too, the earliest first. One query."""
    rows = [
        InterviewRow(*row)
        for row in Interview.objects.filter(episode=episode)
        .order_by("on", "written_at", "id")
        .values_list(*INTERVIEW, "corrects")
    ]
    newer = {row.corrects: row.id for row in rows if row.corrects}
    return [_with(row, newer.get(row.id)) for row in rows]


def _with(row: InterviewRow, newer: UUID | None) -> InterviewRow:
    return replace(row, corrected_by=newer) if newer else row


@dataclass(frozen=True, slots=True)
class SectionRow:
    interview: UUID
    topic: str  # a Topic
    state: str  # an Asked
    words: str


def sections(interview_ids: Iterable[UUID]) -> dict[str, list[SectionRow]]:
    """What was told in these interviews, by subject, in the order of the interviews. One query."""
    ids = list(interview_ids)
    found: dict[str, list[SectionRow]] = {str(topic): [] for topic in Topic}
    place = {one: number for number, one in enumerate(ids)}
    rows = Section.objects.filter(interview__in=ids).values_list("interview", "topic", "state", "words")
    for row in sorted(rows, key=lambda one: place[one[0]]):
        found[row[1]].append(SectionRow(*row))
    return found


@dataclass(frozen=True, slots=True)
class SideRow:
    state: str  # an Asked
    strength: int | None  # points, 0 to 10
    words: str


@dataclass(frozen=True, slots=True)
class MotivationRow:
    id: UUID
    on: date
    occasion: str  # an Occasion
    inside: SideRow
    outside: SideRow
    by: str


MOTIVATION = ["id", "on", "occasion", "inside_state", "inside", "inside_words"]
MOTIVATION += ["outside_state", "outside", "outside_words", "written_by__name"]


def motivations(episode: UUID) -> list[MotivationRow]:
    """What moved him, each time he was asked, the earliest first, corrected answers left out. One query."""
    rows = list(
        Motivation.objects.filter(episode=episode)
        .order_by("on", "written_at", "id")
        .values_list(*MOTIVATION, "corrects")
    )
    gone = {row[-1] for row in rows}
    return [
        MotivationRow(row[0], row[1], row[2], SideRow(*row[3:6]), SideRow(*row[6:9]), row[9])
        for row in rows
        if row[0] not in gone
    ]


def motivation_of(fact: UUID) -> MotivationRow | None:
    """What was asked in this interview or review. One query."""
    row = Motivation.objects.filter(fact=fact).values_list(*MOTIVATION).first()
    return MotivationRow(row[0], row[1], row[2], SideRow(*row[3:6]), SideRow(*row[6:9]), row[9]) if row else None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    id: UUID
    key: UUID
    version: int
    kind: str  # a CriterionKind
    words: str
    position: int
    active_from: date
    until: date | None  # the first day on which it no longer counts


CRITERION = ["id", "key", "version", "kind", "words", "position", "active_from", "until"]


def criteria_on(programme: UUID, day: date) -> list[CriterionRow]:
    """What this programme judges by on a day: first what is needed, then what speaks against. One query."""
    counts = Q(active_from__lte=day) & (Q(until=None) | Q(until__gt=day))
    rows = Criterion.objects.filter(counts, programme=programme).order_by("-kind", "position", "active_from", "id")
    return [CriterionRow(*row) for row in rows.values_list(*CRITERION)]


def all_criteria(programme: UUID) -> list[CriterionRow]:
    """Every version of every criterion, in order, the newest version first. One query."""
    rows = Criterion.objects.filter(programme=programme).order_by("-kind", "position", "key", "-version")
    return [CriterionRow(*row) for row in rows.values_list(*CRITERION)]


def against(judged: Iterable[tuple[str, str]]) -> int:
    """How many of these (kind, finding) speak against taking him in."""
    speaks = {
        (CriterionKind.INCLUSION.value, Finding.NOT_MET.value),
        (CriterionKind.EXCLUSION.value, Finding.MET.value),
    }
    return sum(tuple(map(str, one)) in speaks for one in judged)


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    id: UUID
    on: date
    outcome: str  # an Outcome
    reasons: str
    in_spite_of: str
    referred_to: str
    look_again_on: date | None
    interviews: int
    written_at: datetime
    by: str


ASSESSMENT = ["id", "on", "outcome", "reasons", "in_spite_of", "referred_to", "look_again_on", "interviews"]
ASSESSMENT += ["written_at", "written_by__name"]


def assessments(episode: UUID) -> list[AssessmentRow]:
    """Every decision on suitability, the latest first. One query."""
    rows = Assessment.objects.filter(episode=episode).order_by("-on", "-written_at", "-id")
    return [AssessmentRow(*row) for row in rows.values_list(*ASSESSMENT)]


@dataclass(frozen=True, slots=True)
class JudgementRow:
    kind: str  # a CriterionKind
    words: str  # of the criterion, as it stood then
    version: int
    finding: str  # a Finding
    remark: str

    @property
    def speaks_against(self) -> bool:
        return against([(self.kind, self.finding)]) == 1


def judgements(assessment: UUID) -> list[JudgementRow]:
    """How each criterion was judged, in the version of that day. One query."""
    rows = Judgement.objects.filter(assessment=assessment).order_by("-criterion__kind", "criterion__position", "id")
    columns = ["criterion__kind", "criterion__words", "criterion__version", "finding", "words"]
    return [JudgementRow(*row) for row in rows.values_list(*columns)]


@dataclass(frozen=True, slots=True)
class TextRow:
    id: UUID
    kind: str  # a TextKind
    language: str
    version: int
    words: str
    written_at: datetime
    written_by: str
    released_at: datetime | None
    released_by: str | None


TEXT = ["id", "kind", "language", "version", "words", "written_at", "written_by__name", "released_at"]
TEXT += ["released_by__name"]


def texts(programme: UUID) -> list[TextRow]:
    """All texts of the agreement, by language and kind, the newest version first. One query."""
    rows = AgreementText.objects.filter(programme=programme).order_by("language", "kind", "-version")
    return [TextRow(*row) for row in rows.values_list(*TEXT)]


def text(programmes: frozenset[UUID], text_id: UUID) -> tuple[UUID, TextRow] | None:
    """The programme and one text, or None alike when it is another programme's or not there. One query."""
    row = AgreementText.objects.filter(pk=text_id, programme__in=programmes).values_list("programme", *TEXT).first()
    return (row[0], TextRow(*row[1:])) if row else None


@dataclass(frozen=True, slots=True)
class Pair:
    """A contract and limits of confidentiality that hold together, and since when."""

    contract: TextRow
    limits: TextRow
    since: datetime
    current: bool  # nothing newer was released in this language


def pairs(all_texts: Iterable[TextRow]) -> list[Pair]:
    """What men could sign, for each language the one that holds now and before it the earlier ones, newest first."""
    released = [(one.released_at, one) for one in all_texts if one.released_at]
    held: dict[str, dict[str, TextRow]] = {}
    found: dict[str, list[Pair]] = {}
    for since, one in sorted(released, key=lambda row: row[0]):
        if one.kind == TextKind.STATEMENT:
            continue
        now = held.setdefault(one.language, {})
        now[one.kind] = one
        if len(now) == 2:
            pair = Pair(now[TextKind.CONTRACT], now[TextKind.LIMITS], since, current=False)
            found.setdefault(one.language, []).append(pair)
    return [
        Pair(one.contract, one.limits, one.since, current=number == 0)
        for language in sorted(found)
        for number, one in enumerate(reversed(found[language]))
    ]


def statement(all_texts: Iterable[TextRow], language: str) -> str:
    """The sentence that is confirmed on the screen in this language; empty: none was released."""
    released = [one for one in all_texts if one.released_at and (one.kind, one.language) == ("statement", language)]
    return max(released, key=lambda one: one.version).words if released else ""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    id: UUID
    on: date
    how: str  # a How
    typed_name: str
    statement: str
    kept_at: str
    read_out: bool
    interpreter: bool
    contract: UUID
    contract_version: int
    limits: UUID
    limits_version: int
    language: str
    written_at: datetime
    by: str
    withdrawn_on: date | None = None
    withdrawn_words: str = ""


AGREEMENT = ["id", "on", "how", "typed_name", "statement", "kept_at", "read_out", "interpreter", "contract"]
AGREEMENT += ["contract__version", "limits", "limits__version", "contract__language", "written_at", "written_by__name"]


def agreements(episode: UUID) -> list[AgreementRow]:
    """What he signed and what he withdrew, the latest first. Two queries."""
    gone = {
        row[0]: row[1:] for row in Withdrawal.objects.filter(episode=episode).values_list("agreement", "on", "words")
    }
    rows = Agreement.objects.filter(episode=episode).order_by("-on", "-written_at", "-id").values_list(*AGREEMENT)
    return [AgreementRow(*row, *gone.get(row[0], (None, ""))) for row in rows]


def agreement(agreement_id: UUID, episode: UUID) -> Agreement:
    """One agreement, to be written about. One query."""
    return Agreement.objects.select_related("episode").get(pk=agreement_id, episode=episode)


def told(rows: Mapping[str, list[SectionRow]], interview: UUID) -> dict[str, SectionRow]:
    """The sections of one interview by subject."""
    return {topic: one for topic, found in rows.items() for one in found if one.interview == interview}
