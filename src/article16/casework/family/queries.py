"""Reads about people close to him and official records. Each says what it costs."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from article16.casework.clients.models import Episode
from article16.casework.clients.policy import one_of
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared

from .models import BoxRecord, RecordedIncident, RecordsAnswer, RecordsCheck, Relative
from .policy import WRITERS, row_of, rows_of

MOST_WAITING = 31  # questions without an answer: one more than Today shows
MOST = 200  # rows of one man that a page shows; no man has more


@dataclass(frozen=True, slots=True)
class RelativeRow:
    id: UUID
    relation: str
    name: str
    birth_date: date | None
    source: str
    said_on: date
    order: str
    order_until: date | None
    order_words: str
    corrected: bool  # a later row takes its place
    taken_back: bool
    written_at: datetime
    by: str


def relatives(viewer: Viewer, client_id: UUID) -> list[RelativeRow]:
    """Everybody named in this man's file, the latest entry first, corrected ones included. One query."""
    later = Relative.objects.filter(corrects=OuterRef("pk"))
    rows = rows_of(viewer, Relative.objects.filter(episode__client=client_id)).annotate(corrected=Exists(later))
    return [
        RelativeRow(
            one.pk,
            one.get_relation_display(),
            one.name,
            one.birth_date,
            one.get_source_display(),
            one.said_on,
            one.order,
            one.order_until,
            one.order_words,
            one.corrected,
            one.taken_back,
            one.written_at,
            one.written_by.name,
        )
        for one in rows.select_related("written_by").order_by("-written_at", "pk")[:MOST]
    ]


def relative(viewer: Viewer, client_id: UUID, relative_id: UUID) -> Relative | None:
    """One entry that may still be corrected, with its passage. One query."""
    later = Relative.objects.filter(corrects=OuterRef("pk"))
    open_ones = Relative.objects.filter(~Exists(later), taken_back=False)
    return row_of(viewer, open_ones, client_id, relative_id, WRITERS)


def box_filled_at(viewer: Viewer, client_id: UUID) -> datetime | None:
    """When the box for her service was last sealed from this page. One query."""
    rows = rows_of(viewer, BoxRecord.objects.filter(episode__client=client_id))
    return rows.order_by("-written_at").values_list("written_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class IncidentRow:
    on: date
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    id: UUID
    answered_on: date
    outcome: str
    words: str
    incidents: tuple[IncidentRow, ...]


@dataclass(frozen=True, slots=True)
class CheckRow:
    id: UUID
    source: str
    source_words: str
    agency: str
    asked_on: date
    period_from: date
    period_to: date
    expected_by: date
    answer: AnswerRow | None  # the one that counts; None: no answer yet


def checks(viewer: Viewer, client_id: UUID) -> list[CheckRow]:
    """Every question about official records, the latest first, each with the answer that counts. Three queries."""
    found = list(rows_of(viewer, RecordsCheck.objects.filter(episode__client=client_id)).order_by("-asked_on", "pk"))
    answers = _answers([one.pk for one in found[:MOST]])
    return [
        CheckRow(
            one.pk,
            one.source,
            one.get_source_display(),
            one.agency,
            one.asked_on,
            one.period_from,
            one.period_to,
            one.expected_by,
            answers.get(one.pk),
        )
        for one in found[:MOST]
    ]


def _answers(ids: list[UUID]) -> dict[UUID, AnswerRow]:
    later = RecordsAnswer.objects.filter(corrects=OuterRef("pk"))
    rows = list(RecordsAnswer.objects.filter(~Exists(later), check_asked__in=ids))
    incidents: dict[UUID, list[IncidentRow]] = defaultdict(list)
    for one in RecordedIncident.objects.filter(answer__in=[row.pk for row in rows]).order_by("on", "pk"):
        incidents[one.answer_id].append(IncidentRow(one.on, one.get_kind_display(), one.words))
    return {
        row.check_asked_id: AnswerRow(
            row.pk, row.answered_on, row.outcome, row.get_outcome_display(), tuple(incidents[row.pk])
        )
        for row in rows
    }


def check(viewer: Viewer, client_id: UUID, check_id: UUID) -> RecordsCheck | None:
    """One question, with its passage, for somebody who may write its answer. One query."""
    return row_of(viewer, RecordsCheck.objects.all(), client_id, check_id, WRITERS)


def answer(check_id: UUID) -> AnswerRow | None:
    """The answer that counts. Two queries."""
    return _answers([check_id]).get(check_id)


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A question without an answer, for the list of what waits."""

    id: UUID
    client: UUID
    code: str
    name: str
    source: str  # a Said
    asked_on: date
    expected_by: date


def unanswered(viewer: Viewer, *, until: date) -> list[OpenCheck]:
    """Questions whose answer was expected by this day and has not come, the oldest first. One query."""
    rows = UNANSWERED.rows(programmes=viewer.programmes(WRITERS), staff=viewer.id, until=until)
    return [OpenCheck(*row) for row in rows]


def _unanswered(programmes: Collection[UUID], staff: UUID, until: date) -> QuerySet:
    mine = one_of(Episode.objects.filter(pk=OuterRef("episode"), programme__in=programmes), staff)
    rows = RecordsCheck.objects.filter(mine, answered_at=None, expected_by__lte=until).order_by("expected_by", "pk")
    man = ("episode__client", "episode__client__code", "episode__client__name")
    return rows.values_list("pk", *man, "source", "asked_on", "expected_by")[:MOST_WAITING]


UNANSWERED = Prepared(_unanswered)
