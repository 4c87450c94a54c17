"""Criteria, decisions and how each criterion was judged. Each read says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from ..kinds import CriterionKind, Finding
from ..models import (
    Assessment,
    Criterion,
    Judgement,
)


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
