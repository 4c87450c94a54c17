"""Writes about individual sessions and notes: keyword-only, in one transaction with the audit row and what leaves."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.intake.actions import audit, check_correctable, check_day
from article16.casework.tasks.actions import add_task
from article16.casework.warnings.actions import tell, warn
from article16.common.accounts.actions import NotPossible
from article16.wall.vocabulary import AlertKind, Course, CourseEvent, Severity

from .kinds import Concern, Happened
from .models import IndividualSession, Note, SessionOutcome
from .policy import LONGEST_CONCERN, PLAN

ALERTS = {
    Concern.THREAT: AlertKind.THREAT,
    Concern.MOVE: AlertKind.MOVE,
    Concern.SEPARATION: AlertKind.SEPARATION,
    Concern.OTHER: AlertKind.CONCERN,
}


@dataclass(frozen=True, slots=True)
class Noted:
    """A note as it was written."""

    on: date
    kind: str  # a NoteKind
    channel: str  # a Channel
    with_whom: str  # a WithWhom
    words: str
    agency: str = ""
    happened_at: time | None = None
    due_on: date | None = None
    concern: str = ""  # a Concern
    seriousness: str = ""  # a Seriousness


@transaction.atomic
def write_note(*, episode: Episode, noted: Noted, by: str, at: datetime, corrects: Note | None = None) -> Note:
    """A note, or the correction of one. A concern warns her service, a plan with a day makes a task."""
    check_day(episode, noted.on, at=at)
    if noted.concern and len(noted.words) > LONGEST_CONCERN:
        raise NotPossible(_("A note with a concern leaves whole and holds at most 1,000 characters. Shorten it"))
    if corrects:
        check_correctable(corrects, episode)
    names = ("on", "kind", "channel", "with_whom", "words", "agency", "happened_at", "due_on", "concern", "seriousness")
    values = {name: getattr(noted, name) for name in names}
    note = Note.objects.create(episode=episode, written_at=at, written_by_id=by, corrects=corrects, **values)
    audit(episode, "correct_note" if corrects else "write_note", by=by, at=at)
    if note.due_on and not (corrects and corrects.due_on == note.due_on):
        url = reverse("note", args=[note.pk])
        words = note.words[:400]
        add_task(kind=PLAN, fact=note.pk, episode=episode, due=note.due_on, by=by, at=at, words=words, url=url)
    _warn(episode, note, corrects, by=by, at=at)
    return note


def _warn(episode: Episode, note: Note, corrects: Note | None, *, by: str, at: datetime) -> None:
    same = corrects and (corrects.concern, corrects.seriousness) == (note.concern, note.seriousness)
    if corrects and corrects.concern:
        # Her service was warned of the earlier row: it learns that this one takes its place.
        tell(
            episode=episode,
            at=at,
            message=lambda mailbox, code: Course(
                mailbox=mailbox,
                programme=code,
                fact=note.pk,
                event=CourseEvent.CORRECTED,
                on=note.on,
                corrects=corrects.pk,
            ),
        )
    if note.concern and not same:
        kind, severity = ALERTS[Concern(note.concern)], Severity(note.seriousness)
        warn(kind=kind, fact=note.pk, episode=episode, severity=severity, by=by, at=at, words=note.words)


@transaction.atomic
def plan_individual(
    *, episode: Episode, on: date, starts_at: time | None, theme: str, by: str, at: datetime
) -> IndividualSession:
    """Plan a session with him alone."""
    if episode.state == EpisodeState.ENDED:
        raise NotPossible(_("His episode has ended. Nothing can be planned in it"))
    session = _session(episode, on=on, starts_at=starts_at, theme=theme, by=by, at=at)
    audit(episode, "plan_individual", by=by, at=at)
    return session


def _session(
    episode: Episode, *, on: date, starts_at: time | None, theme: str, by: str, at: datetime
) -> IndividualSession:
    return IndividualSession.objects.create(
        episode=episode,
        programme_id=episode.programme_id,
        due_on=on,
        starts_at=starts_at,
        theme=theme,
        written_at=at,
        written_by_id=by,
    )


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a session."""

    on: date
    happened: str  # a Happened
    minutes: int | None = None
    theme: str = ""
    notes: str = ""
    held_by: UUID | None = None


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
    """What became of a planned session, or of one that nobody planned; or the correction of that.

    What it brings, and what is told, is added by `groups.actions.record_individual`.
    """
    check_day(episode, became.on, at=at)
    if corrects:
        check_correctable(corrects, episode)
        session = corrects.session
    elif session is None:
        session = _session(episode, on=became.on, starts_at=None, theme=became.theme, by=by, at=at)
    if not corrects and not IndividualSession.objects.filter(pk=session.pk, settled_at=None).update(settled_at=at):
        raise NotPossible(_("Somebody wrote down before you what became of it. Go back to see it"))
    held = became.happened == Happened.HELD
    row = SessionOutcome.objects.create(
        episode=episode,
        session=session,
        on=became.on,
        happened=became.happened,
        minutes=became.minutes if held else None,
        theme=became.theme,
        notes=became.notes,
        held_by_id=became.held_by if held else None,
        written_at=at,
        written_by_id=by,
        corrects=corrects,
    )
    audit(episode, "correct_individual" if corrects else "record_individual", by=by, at=at)
    return row
