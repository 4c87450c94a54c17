"""Writes of the register: what it says of each man, what that brings, and what is told, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.db.inserting import insert
from article16.common.db.prepared_models import PreparedModels

from ..models import Attendance, Debrief, Enrolment, MakeUp, Session
from ..queries.registers import debrief_of
from ..queries.standings import HeldRow, current, held_by, rules_of
from ..standing import THERE, Held, Mark, Rules, Step, counts, crossed
from .consequences import Change, bring, take_back
from .replanning import day_of


@dataclass(frozen=True, slots=True)
class Line:
    """What the form says of one man. `shown`: the row that stood there when the form was opened, if any."""

    episode: UUID
    mark: Mark
    minutes: int | None = None
    took_part: int | None = None  # 0 to 4
    accountability: int | None = None  # 0 to 4
    homework: bool | None = None
    note: str = ""
    concern: bool = False
    concern_words: str = ""
    shown: UUID | None = None

    def columns(self) -> dict:
        """As stored: who was not there has no minutes, no ratings and no homework."""
        there = self.mark in THERE
        return {
            "mark": self.mark,
            "minutes": self.minutes if there else None,
            "took_part": self.took_part if there else None,
            "accountability": self.accountability if there else None,
            "homework": self.homework if there else None,
            "note": self.note,
            "concern": self.concern,
            "concern_words": self.concern_words if self.concern else "",
        }


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did, for the sentence after it."""

    recorded: int  # men recorded for the first time
    corrected: int
    open: int  # men of this session who are not recorded yet
    steps: int  # steps of the rules that were reached
    concerns: int


@transaction.atomic
def save_register(
    *,
    session: Session,
    lines: Sequence[Line],
    homework_due: bool | None = None,
    homework: str = "",
    debrief: str = "",
    by: str,
    at: datetime,
    history: bool = False,
) -> Saved:
    """Record the men of these lines; the others stay “not recorded”. What changed since is a new row.

    `history`: a list of long ago brings it in. It counts, and no step of it makes a task or a warning now.

    Twelve statements, whatever the number of men, when nothing out of the ordinary happened.
    """
    held = LOCKED.model(session=session.pk)
    day = day_of(held.starts_at, held.group)
    _check_session(held, day, at)
    men = {one.episode_id: one.episode for one in EXPECTED.models(group=held.group_id, day=day)}
    if {line.episode for line in lines} - men.keys():
        raise NotPossible(_("A man on this page is no longer in the group. Open the register again"))
    there = {one.episode_id: one for one in THERE_NOW.models(session=held.pk)}
    changes = _changes(held, lines, men, there, by=by, at=at)
    rules = rules_of(held.group.programme_id, day)
    # Only a row that counts, or takes the place of another, moves a man nearer to a step or away from it.
    moved = [one for one in changes if one.before or counts(rules, _held(one))]
    histories = held_by(one.row.episode_id for one in moved) if moved else {}
    insert([one.row for one in changes])
    missing = len(men.keys() - there.keys() - {one.row.episode_id for one in changes})
    _save_session(held, homework_due, homework, taken=bool(men) and not missing, at=at)
    _save_debrief(held, debrief, by=by, at=at)
    _record(changes, held, by=by, at=at)
    steps = {one.row.pk: _crossed(rules, histories[one.row.episode_id], one, held) for one in moved}
    _take_back(rules, changes, histories, held, by=by, at=at)
    concerns = bring(changes, steps, rules=rules, day=day, by=by, at=at, session=held, history=history)
    new = sum(one.before is None for one in changes)
    return Saved(new, len(changes) - new, missing, sum(len(one) for one in steps.values()), concerns)


def _check_session(held: Session, day: date, at: datetime) -> None:
    if held.cancelled_at:
        raise NotPossible(_("This session was cancelled. No register is taken of it"))
    if day > day_of(at, held.group):
        raise NotPossible(_("This session has not taken place yet. Its register opens on the day"))


def _locked(session: UUID) -> QuerySet[Session]:
    return Session.objects.select_for_update(of=("self",)).select_related("group").filter(pk=session)


def _expected(group: UUID, day: date) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(group=group, since__lte=day).exclude(until__lt=day).select_related("episode")


def _there_now(session: UUID) -> QuerySet[Attendance]:
    return current().filter(session=session)


LOCKED, EXPECTED, THERE_NOW = PreparedModels(_locked), PreparedModels(_expected), PreparedModels(_there_now)


def _held(one: Change) -> Held:
    return Held(Mark(one.row.mark), one.row.minutes)


def _changes(
    held: Session,
    lines: Sequence[Line],
    men: dict[UUID, Episode],
    there: dict[UUID, Attendance],
    *,
    by: str,
    at: datetime,
) -> list[Change]:
    changes = []
    for line in lines:
        before, columns = there.get(line.episode), line.columns()
        if before and all(getattr(before, name) == value for name, value in columns.items()):
            continue
        if (before.pk if before else None) != line.shown:
            raise NotPossible(_("Somebody else took this register in the meantime. Look at it again before you save"))
        pk = uuid4()
        told = before.fact if before and before.mark == line.mark else pk
        row = Attendance(
            id=pk,
            session=held,
            episode_id=line.episode,
            fact=told,
            corrects=before,
            written_at=at,
            written_by_id=by,
            **columns,
        )
        changes.append(Change(row, before, men[line.episode]))
    return changes


def _save_session(held: Session, due: bool | None, homework: str, *, taken: bool, at: datetime) -> None:
    taken_at = (held.taken_at or at) if taken else None
    if (due, homework, taken_at) == (held.homework_due, held.homework, held.taken_at):
        return
    Session.objects.filter(pk=held.pk).update(homework_due=due, homework=homework, taken_at=taken_at)


def _save_debrief(held: Session, words: str, *, by: str, at: datetime) -> None:
    before = debrief_of(held.pk)
    if words != (before.words if before else ""):
        Debrief.objects.create(session=held, words=words, written_at=at, written_by_id=by)


def _record(changes: Sequence[Change], held: Session, *, by: str, at: datetime) -> None:
    clients = [str(one.episode.client_id) for one in changes]
    thing, ids = ("client", clients) if clients else ("group", [str(held.group_id)])
    record(verb=Verb.WRITE, thing=thing, ids=ids, by=by, what="save_register", at=at)


def _crossed(rules: Rules, history: list[HeldRow], one: Change, held: Session) -> tuple[Step, ...]:
    before = [row.held for row in history]
    return crossed(rules, before, [row.held for row in _with(history, one, held)])


def _with(history: list[HeldRow], one: Change, held: Session) -> list[HeldRow]:
    """His sessions as they are after this change, in their order."""
    old = next((row for row in history if row.session == held.pk), None)
    new = HeldRow(held.pk, held.starts_at, one.row.pk, Mark(one.row.mark), one.row.minutes, old.made_up if old else 0)
    others = [row for row in history if row is not old]
    return sorted([*others, new], key=lambda row: (row.starts_at, row.session))


def _take_back(
    rules: Rules,
    changes: Sequence[Change],
    histories: dict[UUID, list[HeldRow]],
    held: Session,
    *,
    by: str,
    at: datetime,
) -> None:
    """A correction may undo a step: its task is done with."""
    for one in changes:
        if one.before is None:
            continue
        history = histories[one.row.episode_id]
        after = [row.held for row in _with(history, one, held)]
        take_back(one.episode, crossed(rules, after, [row.held for row in history]), by=by, at=at)


@transaction.atomic
def make_up(
    *, session: Session, episode: Episode, on: date, minutes: int, words: str = "", by: str, at: datetime
) -> None:
    """He made up for this session; with no minutes: he did not after all."""
    group = LOCKED.model(session=session.pk).group
    day = day_of(session.starts_at, group)
    rules = rules_of(group.programme_id, day)
    history = held_by([episode.pk])[episode.pk]
    missed = next((row for row in history if row.session == session.pk), None)
    if missed is None or missed.mark == Mark.CANCELLED or not _may_be_made_up(rules, missed):
        raise NotPossible(_("He did not miss this session, so there is nothing to make up for"))
    if on < episode.opened_on or on > day_of(at, group):
        raise NotPossible(_("This day lies before his episode or in the future. Enter the day on which he came"))
    others = sum(bool(row.made_up) for row in history if row is not missed)
    if minutes and not missed.made_up and others >= rules.make_ups:
        raise NotPossible(
            _("Your programme's rules allow %(most)d sessions to be made up for, and he has used them")
            % {"most": rules.make_ups}
        )
    corrected = MakeUp.objects.filter(session=session, episode=episode, corrects__isnull=False).values("corrects")
    earlier = MakeUp.objects.filter(session=session, episode=episode).exclude(pk__in=corrected).first()
    MakeUp.objects.create(
        session=session,
        episode=episode,
        on=on,
        minutes=minutes,
        words=words,
        written_at=at,
        written_by_id=by,
        corrects=earlier,
    )
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what="make_up", at=at)
    before = [row.held for row in history]
    after = [(replace(row, made_up=minutes) if row is missed else row).held for row in history]
    take_back(episode, crossed(rules, after, before), by=by, at=at)


def _may_be_made_up(rules: Rules, row: HeldRow) -> bool:
    return row.mark in {Mark.ABSENT, Mark.EXCUSED, Mark.SENT_AWAY} or counts(rules, row.held)
