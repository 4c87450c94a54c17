"""Writes about reviews: each makes the next one due and sends the box for her service, empty or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.intake.actions import (
    Asking,
    Motivated,
    audit,
    check_correctable,
    check_day,
    record_motivation,
)
from article16.casework.intake.kinds import Occasion
from article16.casework.warnings.actions import tell
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.vocabulary import Occasion as Leaving
from article16.wall.vocabulary import PartnerDetails

from .kinds import Settled
from .models import IndividualSession, Review, ReviewHeld, ReviewInterval
from .queries import review_weeks

OPEN_STATES = (EpisodeState.ACTIVE, EpisodeState.SUSPENDED)
AT_ONCE = 500  # rows that one tick plans or closes


@transaction.atomic
def set_review_interval(*, programme: UUID, weeks: int, active_from: date, by: str, at: datetime) -> None:
    """How often this programme reviews from a day on. Reviews that are planned keep their day."""
    ReviewInterval.objects.create(
        programme_id=programme, weeks=weeks, active_from=active_from, written_at=at, written_by_id=by
    )
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="set_review_interval", at=at)


@transaction.atomic
def plan_first_review(*, episode: Episode, by: str, at: datetime, on: date | None = None) -> None:
    """Make the first review due after the programme's interval. Where one is open already, nothing changes."""
    today = timezone.localdate(at)
    due = (on or today) + timedelta(weeks=review_weeks(episode.programme_id, today))
    if _plan(episode, max(due, today), by=by, at=at):
        audit(episode, "plan_review", by=by, at=at)


def _plan(episode: Episode, due: date, *, by: str, at: datetime) -> bool:
    row = Review(
        episode=episode, programme_id=episode.programme_id, due_on=due, written_at=at, written_by_id=by or None
    )
    Review.objects.bulk_create([row], ignore_conflicts=True)
    return Review.objects.filter(pk=row.pk).exists()


@transaction.atomic
def move_review(*, episode: Episode, to: date, reason: str, by: str, at: datetime) -> None:
    """Put the open review on another day, with the reason; the day before stays on record."""
    today = timezone.localdate(at)
    if to < today:
        raise NotPossible(_("This day has passed. Enter today or a day to come"))
    moved = Review.objects.filter(episode=episode, settled_at=None)
    if not moved.update(settled_at=at, settled=Settled.MOVED, reason=reason):
        raise NotPossible(_("No review is planned that could be moved. Go back to see it"))
    _plan(episode, to, by=by, at=at)
    audit(episode, "move_review", by=by, at=at)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review found. `for_her_service` is sealed at once and kept nowhere here."""

    on: date
    held_by: UUID
    looked_at: Sequence[str]  # of LookedAt
    words: str
    goals: str
    next_on: date
    motivated: Motivated
    for_her_service: str = ""


@transaction.atomic
def hold_review(*, episode: Episode, reviewed: Reviewed, by: str, at: datetime) -> ReviewHeld:
    """Write down the review that was due, or one out of turn; make the next one due; send the box for her service."""
    check_day(episode, reviewed.on, at=at)
    if episode.state == EpisodeState.ENDED:
        raise NotPossible(_("His episode has ended. It is not reviewed any more"))
    if reviewed.next_on <= max(reviewed.on, timezone.localdate(at)):
        raise NotPossible(_("The next review comes later than this one. Enter a day to come"))
    _plan(episode, reviewed.on, by=by, at=at)
    review = Review.objects.select_for_update().filter(episode=episode, settled_at=None).first()
    if review is None:
        raise NotPossible(_("Somebody held this review at the same moment. Go back to see it"))
    Review.objects.filter(pk=review.pk).update(settled_at=at, settled=Settled.HELD)
    row = _held(episode, review, reviewed, by=by, at=at, corrects=None)
    asking = Asking(Occasion.REVIEW, row.pk, reviewed.on)
    record_motivation(episode=episode, asking=asking, told=reviewed.motivated, by=by, at=at)
    _plan(episode, reviewed.next_on, by=by, at=at)
    audit(episode, "hold_review", by=by, at=at)
    tell(
        episode=episode,
        at=at,
        message=lambda mailbox, code: PartnerDetails(
            mailbox=mailbox,
            programme=code,
            occasion=Leaving.REVIEW,
            written_at=at,
            words=reviewed.for_her_service,
        ),
    )
    return row


def _held(
    episode: Episode, review: Review, reviewed: Reviewed, *, by: str, at: datetime, corrects: ReviewHeld | None
) -> ReviewHeld:
    return ReviewHeld.objects.create(
        episode=episode,
        review=review,
        on=reviewed.on,
        held_by_id=reviewed.held_by,
        looked_at=list(reviewed.looked_at),
        words=reviewed.words,
        goals=reviewed.goals,
        next_on=reviewed.next_on,
        written_at=at,
        written_by_id=by,
        corrects=corrects,
    )


@transaction.atomic
def correct_review(*, held: ReviewHeld, reviewed: Reviewed, by: str, at: datetime) -> ReviewHeld:
    """What the review really looked at and found. The box is not sent again, and the next review keeps its day."""
    episode = held.episode
    check_day(episode, reviewed.on, at=at)
    check_correctable(held, episode)
    row = _held(episode, held.review, reviewed, by=by, at=at, corrects=held)
    audit(episode, "correct_review", by=by, at=at)
    return row


def plan_missing(*, at: datetime) -> list[Episode]:
    """Every episode under way gets a review that is due; those that had none. One query when there is nothing to do."""
    open_one = Exists(Review.objects.filter(episode=OuterRef("pk"), settled_at=None))
    without = list(Episode.objects.filter(~open_one, state__in=OPEN_STATES).order_by("pk")[:AT_ONCE])
    for episode in without:
        plan_first_review(episode=episode, by="", at=at)
    return without


def close_ended(*, at: datetime) -> int:
    """What was planned ends with its episode; how many things. Two queries when there is nothing to do."""
    closed = 0
    for model, values in ((Review, {"settled": Settled.CLOSED}), (IndividualSession, {})):
        rows = model.objects.filter(settled_at=None, episode__state=EpisodeState.ENDED)
        found = list(rows.values_list("pk", "episode__client")[:AT_ONCE])
        if found:
            model.objects.filter(pk__in=[row[0] for row in found]).update(settled_at=at, **values)
            ids = sorted({str(row[1]) for row in found})
            record(verb=Verb.WRITE, thing="client", ids=ids, by="", what="close_planned", at=at)
        closed += len(found)
    return closed
