"""What a register brings: steps of the rules as tasks and warnings, concerns, and the marks told to her service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode
from article16.casework.records.models import SessionOutcome
from article16.casework.tasks.actions import add_task, finish_task
from article16.casework.warnings.actions import Warned, tell_many, warn_many
from article16.wall.vocabulary import AlertKind, Course, CourseEvent, Message, Severity
from article16.wall.vocabulary import Attendance as Told

from ..models import Attendance, Session
from ..standing import Mark, Rules, Step

TOLD = {
    Mark.PRESENT: Told.PRESENT,
    Mark.LATE: Told.LATE,
    Mark.LEFT_EARLY: Told.LEFT_EARLY,
    Mark.EXCUSED: Told.EXCUSED,
    Mark.ABSENT: Told.ABSENT,
    Mark.SENT_AWAY: Told.SENT_AWAY,
}
WHO = {Step.LETTER: "facilitator", Step.REVIEW: "facilitator", Step.EXCLUSION: "manager"}
SEVERITY = {Step.LETTER: Severity.ORDINARY, Step.REVIEW: Severity.HIGH, Step.EXCLUSION: Severity.HIGH}
LARGEST_NUMBER = 999


@dataclass(frozen=True, slots=True)
class Change:
    """A new row of the register, the one it corrects, and whose it is."""

    row: Attendance
    before: Attendance | None
    episode: Episode


def bring(
    changes: Sequence[Change],
    steps: Mapping[UUID, tuple[Step, ...]],
    *,
    session: Session,
    rules: Rules,
    day: date,
    by: str,
    at: datetime,
    history: bool = False,
) -> int:
    """Tasks first, then what leaves; how many concerns were raised. Of history the marks leave and nobody is called."""
    concerns = [one for one in changes if one.row.concern and not (one.before and one.before.concern)]
    steps = {} if history else steps
    for one in changes:
        for step in steps.get(one.row.pk, ()):
            ask_for(one.episode, one.row.pk, step, rules=rules, day=day, by=by, at=at)
    for one in concerns:
        url = reverse("session-register", args=[session.pk])
        add_task(
            kind="concern",
            fact=one.row.pk,
            episode=one.episode,
            due=day,
            by=by,
            at=at,
            role="manager",
            words=one.row.concern_words,
            url=url,
        )
    tell_marks(changes, number=session.number or 1, day=day, at=at)
    if warned := [*_missed(changes, steps), *map(_concern, concerns)]:
        warn_many(facts=warned, by=by, at=at)
    return len(concerns)


def ask_for(episode: Episode, fact: UUID, step: Step, *, rules: Rules, day: date, by: str, at: datetime) -> None:
    """The task that a step of the rules brings."""
    words = _("Reached with the session of %(day)s") % {"day": date_format(day, "j F Y")}
    add_task(
        kind=f"attendance-{step.value}",
        fact=fact,
        episode=episode,
        due=day + timedelta(days=rules.answer_days),
        by=by,
        at=at,
        role=WHO[step],
        words=words,
        url=reverse("attendance", args=[episode.client_id]),
    )


def take_back(episode: Episode, steps: Sequence[Step], *, by: str, at: datetime) -> None:
    """These steps are no longer reached: what they asked for is done with."""
    if not steps:
        return
    for table in (Attendance, SessionOutcome):
        for row in table.objects.filter(episode=episode).values_list("pk", flat=True):
            for step in steps:
                finish_task(kind=f"attendance-{step.value}", fact=row, by=by, at=at)


def _missed(changes: Sequence[Change], steps: Mapping[UUID, tuple[Step, ...]]) -> list[Warned]:
    """One warning for one row, as grave as the gravest step that it reached."""
    reached = [(one, steps[one.row.pk][-1]) for one in changes if steps.get(one.row.pk)]
    return [Warned(AlertKind.MISSED_SESSIONS, one.row.pk, one.episode.pk, SEVERITY[step]) for one, step in reached]


def _concern(one: Change) -> Warned:
    words = one.row.concern_words
    return Warned(AlertKind.CONCERN, one.row.pk, one.episode.pk, Severity.HIGH, words=words)


def tell_marks(changes: Sequence[Change], *, number: int, day: date, at: datetime) -> None:
    """Whether each man was there; what was told before and is wrong is called so first."""
    messages = []
    for one in changes:
        if one.before and one.before.fact == one.row.fact:
            continue
        if one.before:
            messages.append((one.episode, wrong(one.before.fact, day)))
        messages.append((one.episode, _mark(one.row, min(number, LARGEST_NUMBER), day)))
    if messages:
        tell_many(messages=messages, at=at)


def wrong(fact: UUID, day: date):
    """The message that what was told under this fact is wrong."""
    new = uuid4()

    def make(mailbox: UUID, code: str) -> Message:
        event = CourseEvent.CORRECTED
        return Course(mailbox=mailbox, programme=code, fact=new, event=event, on=day, corrects=fact)

    return make


def _mark(row: Attendance, number: int, day: date):
    def make(mailbox: UUID, code: str) -> Message:
        return Course(
            mailbox=mailbox,
            programme=code,
            fact=row.fact,
            event=CourseEvent.ATTENDANCE,
            on=day,
            attendance=TOLD[Mark(row.mark)],
            session=number,
        )

    return make
