"""Reads of records. Each says what it costs."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Sum

from article16.casework.clients.models import Episode
from article16.casework.intake.models import standing
from article16.common.db import paging

from .kinds import Happened
from .models import IndividualSession, Note, Review, ReviewHeld, ReviewInterval, SessionOutcome
from .policy import REVIEW_WEEKS


def review_weeks(programme: UUID, on: date) -> int:
    """How many weeks lie between two reviews of this programme on a day. One query."""
    rows = ReviewInterval.objects.filter(programme=programme, active_from__lte=on)
    weeks = rows.order_by("-active_from", "-written_at").values_list("weeks", flat=True).first()
    return weeks or REVIEW_WEEKS


@dataclass(frozen=True, slots=True)
class IntervalRow:
    weeks: int
    active_from: date
    by: str


def intervals(programme: UUID) -> list[IntervalRow]:
    """Every interval that this programme has set, the latest first. One query."""
    rows = ReviewInterval.objects.filter(programme=programme).order_by("-active_from", "-written_at")
    return [IntervalRow(*row) for row in rows.values_list("weeks", "active_from", "written_by__name")]


def individual_dose(episode: Episode) -> tuple[int, int]:
    """How many individual sessions were held in this episode, and their minutes in all. One query."""
    held = standing(SessionOutcome).filter(episode=episode, happened=Happened.HELD)
    found = held.aggregate(sessions=Count("pk"), minutes=Sum("minutes"))
    return found["sessions"], found["minutes"] or 0


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review that was held, or one that is due."""

    id: UUID
    on: date
    by: str | None
    next_on: date | None
    corrected: bool


def open_review(episode: UUID) -> tuple[UUID, date] | None:
    """The review of this episode that is due, and when. One query."""
    return Review.objects.filter(episode=episode, settled_at=None).values_list("pk", "due_on").first()


def reviews_held(episode: UUID) -> list[ReviewRow]:
    """Reviews of this episode, corrected ones too, the latest first. One query."""
    newer = Exists(ReviewHeld.objects.filter(corrects=OuterRef("pk")))
    rows = ReviewHeld.objects.filter(episode=episode).order_by("-on", "-written_at", "-id").annotate(corrected=newer)
    return [ReviewRow(*row) for row in rows.values_list("pk", "on", "held_by__name", "next_on", "corrected")]


def first_written(held: ReviewHeld) -> UUID:
    """The row written when the review was held, under which stands what moved him. No query, or one if corrected."""
    if held.corrects_id is None:
        return held.pk
    return ReviewHeld.objects.filter(review=held.review_id, corrects=None).values_list("pk", flat=True).get()


def correction_of(row) -> UUID | None:
    """The later row that corrects this one. One query."""
    return type(row).objects.filter(corrects=row).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: UUID
    due_on: date
    starts_at: time | None
    theme: str
    settled: bool
    happened: str | None  # a Happened; None: planned
    on: date | None
    minutes: int | None
    told_theme: str | None


def individuals(episode: UUID) -> list[SessionRow]:
    """Individual sessions of this episode with what became of them, the latest first. Two queries."""
    rows = IndividualSession.objects.filter(episode=episode).order_by("-due_on", "-written_at", "-id")
    names = ["session", "happened", "on", "minutes", "theme"]
    found = {row[0]: row[1:] for row in standing(SessionOutcome).filter(episode=episode).values_list(*names)}
    columns = ["pk", "due_on", "starts_at", "theme", "settled_at"]
    nothing = (None, None, None, None)
    found_rows = ([*row[:4], row[4] is not None, *found.get(row[0], nothing)] for row in rows.values_list(*columns))
    return [SessionRow(*row) for row in found_rows]


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    id: UUID
    on: date
    happened: str  # a Happened
    minutes: int | None
    theme: str
    notes: str
    held_by: str | None
    written_at: datetime
    by: str
    corrects: UUID | None


OUTCOME = ["pk", "on", "happened", "minutes", "theme", "notes", "held_by__name", "written_at", "written_by__name"]


def outcomes(session: UUID) -> list[OutcomeRow]:
    """What was written about this session, the latest correction first. One query."""
    rows = SessionOutcome.objects.filter(session=session).order_by("-written_at", "-id")
    return [OutcomeRow(*row) for row in rows.values_list(*OUTCOME, "corrects")]


def outcome(session: UUID) -> SessionOutcome | None:
    """What stands about this session, to be corrected. One query."""
    return standing(SessionOutcome).filter(session=session).first()


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: UUID
    on: date
    happened_at: time | None
    kind: str  # a NoteKind
    channel: str  # a Channel
    with_whom: str  # a WithWhom
    agency: str
    words: str
    due_on: date | None
    concern: str  # a Concern, or empty
    seriousness: str  # a Seriousness, or empty
    written_at: datetime
    by: str
    corrects: UUID | None
    corrected_by: UUID | None


@dataclass(frozen=True, slots=True)
class NotePart:
    rows: tuple[NoteRow, ...]
    earlier: str
    later: str


def notes(episode: UUID, *, token: str = "", size: int = 50) -> NotePart:
    """Notes of this episode, the latest day first, one page. Two queries."""
    rows = Note.objects.filter(episode=episode).select_related("written_by")
    part = paging.page(rows, order=["-on", "-written_at", "-id"], token=token, size=size)
    newer = dict(Note.objects.filter(corrects__in=[one.pk for one in part.rows]).values_list("corrects", "pk"))
    return NotePart(tuple(note_row(one, newer.get(one.pk)) for one in part.rows), part.earlier, part.later)


def note_row(one: Note, corrected_by: UUID | None) -> NoteRow:
    """A note that came with its writer. No query."""
    names = ["pk", "on", "happened_at", "kind", "channel", "with_whom", "agency", "words", "due_on", "concern"]
    values = [getattr(one, name) for name in [*names, "seriousness", "written_at"]]
    values += [one.written_by.name, one.corrects_id, corrected_by]
    return NoteRow(*values)
