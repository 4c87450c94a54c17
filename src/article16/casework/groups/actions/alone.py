"""What a session with one man alone and a review bring: what is told, and what the rules of attendance ask for."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from article16.casework.clients.models import Episode
from article16.casework.records import actions as records
from article16.casework.records import review_actions as reviews
from article16.casework.records.actions import Became
from article16.casework.records.kinds import Happened
from article16.casework.records.models import IndividualSession, ReviewHeld, SessionOutcome
from article16.casework.records.review_actions import Reviewed
from article16.casework.warnings.actions import tell_many, warn
from article16.wall.vocabulary import AlertKind, Course, CourseEvent, Message
from article16.wall.vocabulary import Attendance as Told

from ..models import Enrolment, Group
from ..queries.standings import held_by, rules_of
from ..standing import Step, crossed
from .consequences import SEVERITY, ask_for, take_back, wrong
from .replanning import tell_plans, tell_review_only

TOLD = {Happened.HELD: Told.PRESENT, Happened.NOT_ATTENDED: Told.ABSENT, Happened.CANCELLED: Told.CANCELLED}


@transaction.atomic
def record_individual(
    *,
    episode: Episode,
    became: Became,
    by: str,
    at: datetime,
    session: IndividualSession | None = None,
    corrects: SessionOutcome | None = None,
) -> SessionOutcome:
    """What became of a session with him alone. Whether he came is told; a missed one counts as the rules say."""
    before = [one.held for one in held_by([episode.pk])[episode.pk]]
    row = records.record_individual(episode=episode, became=became, by=by, at=at, session=session, corrects=corrects)
    after = [one.held for one in held_by([episode.pk])[episode.pk]]
    rules = rules_of(episode.programme_id, row.on)
    steps = crossed(rules, before, after)
    for step in steps:
        ask_for(episode, row.pk, step, rules=rules, day=row.on, by=by, at=at)
    take_back(episode, crossed(rules, after, before), by=by, at=at)
    _tell(episode, row, corrects, at=at)
    _warn(episode, row, steps, by=by, at=at)
    return row


def _warn(episode: Episode, row: SessionOutcome, steps: Sequence[Step], *, by: str, at: datetime) -> None:
    if steps and row.happened == Happened.NOT_ATTENDED:
        kind, severity = AlertKind.MISSED_SESSIONS, SEVERITY[steps[-1]]
        warn(kind=kind, fact=row.pk, episode=episode, severity=severity, by=by, at=at)


def _tell(episode: Episode, row: SessionOutcome, before: SessionOutcome | None, *, at: datetime) -> None:
    if before and _same(row, before):
        return
    messages = [(episode, wrong(_told(before), row.on))] if before else []
    tell_many(messages=[*messages, (episode, _came(row))], at=at)


def _same(one: SessionOutcome, other: SessionOutcome) -> bool:
    return (one.happened, one.on) == (other.happened, other.on)


def _told(row: SessionOutcome) -> UUID:
    """The fact under which it was told: that of the first row that said the same."""
    while row.corrects is not None and _same(row, row.corrects):
        row = row.corrects
    return row.pk


def _came(row: SessionOutcome):
    def make(mailbox: UUID, code: str) -> Message:
        told, event = TOLD[Happened(row.happened)], CourseEvent.ATTENDANCE
        return Course(mailbox=mailbox, programme=code, fact=row.pk, event=event, on=row.on, attendance=told)

    return make


@transaction.atomic
def move_review(*, episode: Episode, to: date, reason: str, by: str, at: datetime) -> None:
    """Put the open review on another day, and tell the plan as it stands now."""
    reviews.move_review(episode=episode, to=to, reason=reason, by=by, at=at)
    tell_reviews([episode], at=at)


@transaction.atomic
def hold_review(*, episode: Episode, reviewed: Reviewed, by: str, at: datetime) -> ReviewHeld:
    """Write down a review, send the box for her service, and tell the plan with the next one."""
    row = reviews.hold_review(episode=episode, reviewed=reviewed, by=by, at=at)
    tell_reviews([episode], at=at)
    return row


@transaction.atomic
def keep_planned(*, at: datetime) -> tuple[int, int]:
    """The tick: reviews that nobody planned are planned and told, and what was planned ends with its episode."""
    planned, closed = reviews.plan_missing(at=at), reviews.close_ended(at=at)
    tell_reviews(planned, at=at)
    return len(planned), closed


def tell_reviews(episodes: Sequence[Episode], *, at: datetime) -> None:
    """The plan of each of these men, for every man alike: in a group with its sessions, in none with the review."""
    rows = Enrolment.objects.filter(episode__in=episodes, until__isnull=True).select_related("episode")
    mine = {one.episode_id: one for one in rows.order_by("pk")} if episodes else {}
    groups: dict[UUID, list[Enrolment]] = {}
    for one in mine.values():
        groups.setdefault(one.group_id, []).append(one)
    for group in Group.objects.filter(pk__in=groups).order_by("pk") if groups else ():
        tell_plans(groups[group.pk], group=group, at=at)
    tell_review_only([one for one in episodes if one.pk not in mine], at=at)
