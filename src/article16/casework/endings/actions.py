"""Writes about endings: each with its audit row, its messages and its warning, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.clients import actions as clients
from article16.casework.clients.kinds import EpisodeState, ReferralStatus
from article16.casework.clients.models import Episode
from article16.casework.groups.actions import leave_all
from article16.casework.warnings.actions import tell, warn
from article16.casework.warnings.policy import RULES
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.vocabulary import AlertKind, Course, CourseEvent

from . import queries
from .kinds import EndingKind, possible
from .mapping import Leaves, leaves
from .models import Ending, Reopening, Resumption, Suspension, Told
from .moving import go_on_there

# What an ending makes of a referral that was never taken up.
REFERRAL = {
    EndingKind.NEVER_STARTED: ReferralStatus.WITHDRAWN,
    EndingKind.WITHDRAWN: ReferralStatus.WITHDRAWN,
    EndingKind.CUSTODY: ReferralStatus.WITHDRAWN,
    EndingKind.MOVED: ReferralStatus.WITHDRAWN,
    EndingKind.DIED: ReferralStatus.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class ToldNow:
    """Somebody who was told of an ending."""

    whom: str  # a Whom
    on: date
    how: str  # a How
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How an episode ends."""

    kind: EndingKind
    decided_on: date
    reasons: str
    last_attended_on: date | None = None
    never_attended: bool = False
    to_programme: UUID | None = None  # a transfer within this service
    elsewhere: str = ""  # a transfer to a programme that is not here
    told: tuple[ToldNow, ...] = ()
    main_reason: str = ""  # a MainReason; empty: not recorded
    for_her_service: str = ""  # of a transfer: sealed at once and kept nowhere here

    @property
    def leaves(self) -> Leaves:
        return leaves(self.kind, elsewhere=self.to_programme is None)


@transaction.atomic
def end_episode(*, episode: Episode, ended: Ended, by: str, at: datetime, history: bool = False) -> Ending:
    """End an episode: out of his groups, the referral answered, her service told and warned, as for every man.

    A transfer within this service opens the next episode there, with what the referral says, orders and open days.
    `history`: a list of long ago brings it in; it is told, and nobody is called for it now.
    """
    held = _held(episode)
    if held.state == EpisodeState.ENDED:
        raise NotPossible(_("This episode has ended already. Open it again and look"))
    started = held.state != EpisodeState.REFERRED or queries.has_started(held.pk)
    if ended.kind not in possible(started=started):
        raise NotPossible(_("An episode that stands where this one stands cannot end like this. Choose another ending"))
    _check(held, ended)
    row = Ending.objects.create(**_columns(held, ended, by=by, at=at))
    _add_told(row, ended.told, by=by, at=at)
    if held.state == EpisodeState.REFERRED:
        status = REFERRAL.get(ended.kind, ReferralStatus.DECLINED)
        clients.record_step(
            episode=held, status=status, on=ended.decided_on, by=by, at=at, reason=str(row.get_kind_display())
        )
    leave_all(episode=held, on=ended.decided_on, by=by, at=at)
    clients.set_state(episode=held, state=EpisodeState.ENDED, on=ended.decided_on, by=by, at=at)
    _record("end_episode", held, by, at)
    _tell_ended(row, ended.leaves, at=at)
    if ended.to_programme:
        go_on_there(row, for_her_service=ended.for_her_service, by=by, at=at)
    clients.close_deadlines(episode=held, words=_("The episode ended"), by=by, at=at)
    if not history:
        _warn(row, ended.leaves, by=by, at=at)
    return row


@transaction.atomic
def correct_ending(*, ending: Ending, ended: Ended, why: str, by: str, at: datetime) -> Ending:
    """What was written about an ending is wrong. Her service is told that it was, and what is right."""
    held = _held(ending.episode)
    standing = queries.standing(held.pk)
    if standing is None or standing.pk != ending.pk:
        raise NotPossible(_("This ending was corrected already, or the episode is open again. Open it again and look"))
    before = leaves(EndingKind(ending.kind), elsewhere=ending.to_programme_id is None)
    if CourseEvent.TRANSFERRED in (before.event, ended.leaves.event) and (
        before.event != ended.leaves.event or ending.to_programme_id != ended.to_programme
    ):
        raise NotPossible(
            _("A transfer has opened an episode in the other programme. Open this one again, and end the other there")
        )
    _check(held, ended)
    row = Ending.objects.create(
        **_columns(held, ended, by=by, at=at), corrects=ending, correction=uuid4(), why_corrected=why
    )
    _add_told(row, ended.told, by=by, at=at)
    clients.set_state(episode=held, state=EpisodeState.ENDED, on=ended.decided_on, by=by, at=at)
    _record("correct_ending", held, by, at)
    _tell(row.episode, row.correction, CourseEvent.CORRECTED, row.decided_on, at=at, corrects=ending.pk)
    _tell_ended(row, ended.leaves, at=at)
    if ended.leaves.alert != before.alert:
        _warn(row, ended.leaves, by=by, at=at)
    return row


def _held(episode: Episode) -> Episode:
    return Episode.objects.select_for_update(of=("self",)).select_related("client", "programme").get(pk=episode.pk)


def _check(episode: Episode, ended: Ended) -> None:
    if ended.decided_on < episode.opened_on:
        raise NotPossible(_("The decision would lie before the episode was opened. Check the date"))
    _check_went_on(episode, ended.decided_on)
    last = ended.last_attended_on
    if last and not episode.opened_on <= last <= ended.decided_on:
        raise NotPossible(_("The last attendance lies between the opening and the decision. Check both dates"))
    if last and ended.never_attended:
        raise NotPossible(_("There is a day of last attendance, so he attended. Choose one"))
    if ended.kind != EndingKind.TRANSFERRED and (ended.to_programme or ended.elsewhere):
        raise NotPossible(_("Only a transfer leads to another programme"))
    if ended.kind == EndingKind.TRANSFERRED and bool(ended.to_programme) == bool(ended.elsewhere):
        raise NotPossible(_("Say to which programme he is transferred"))
    if ended.to_programme == episode.programme_id:
        raise NotPossible(_("He is in this programme already. Choose another one"))


def _check_went_on(episode: Episode, day: date) -> None:
    """What was told stands in its order: nothing ends or rests before the day from which he last went on."""
    since = queries.went_on_from(episode.pk)
    if since and day < since:
        raise NotPossible(
            _("He went on from %(day)s, and this day lies before it. Check the date") % {"day": _day(since)}
        )


def _columns(episode: Episode, ended: Ended, *, by: str, at: datetime) -> dict[str, object]:
    return {
        "episode": episode,
        "kind": ended.kind,
        "last_attended_on": ended.last_attended_on,
        "never_attended": ended.never_attended,
        "decided_on": ended.decided_on,
        "reasons": ended.reasons,
        "main_reason": ended.main_reason,
        "to_programme_id": ended.to_programme,
        "elsewhere": ended.elsewhere,
        "written_at": at,
        "written_by_id": by,
    }


@transaction.atomic
def tell_of_ending(*, ending: Ending, told: ToldNow, by: str, at: datetime) -> None:
    """Somebody more was told of it."""
    _add_told(ending, (told,), by=by, at=at)
    _record("tell_of_ending", ending.episode, by, at)


def _add_told(ending: Ending, told: tuple[ToldNow, ...], *, by: str, at: datetime) -> None:
    Told.objects.bulk_create(
        Told(ending=ending, whom=one.whom, name=one.name, on=one.on, how=one.how, written_at=at, written_by_id=by)
        for one in told
    )


@transaction.atomic
def suspend(*, episode: Episode, begins_on: date, until: date | None, reason: str, by: str, at: datetime) -> Suspension:
    """He may not come for a time. Her service is told and warned, as for every man."""
    held = _held(episode)
    if held.state != EpisodeState.ACTIVE:
        raise NotPossible(_("Only an episode under way can be suspended. Open it again and look"))
    _check_went_on(held, begins_on)
    row = Suspension.objects.create(
        episode=held, begins_on=begins_on, until=until, reason=reason, written_at=at, written_by_id=by
    )
    clients.set_state(episode=held, state=EpisodeState.SUSPENDED, on=begins_on, by=by, at=at)
    _record("suspend", held, by, at)
    _tell(held, row.pk, CourseEvent.SUSPENDED, begins_on, at=at)
    kind = AlertKind.SUSPENDED
    words = _("Suspended from %(day)s") % {"day": _day(begins_on)}
    warn(kind=kind, fact=row.pk, episode=held, severity=RULES[kind].severity, by=by, at=at, words=words)
    return row


@transaction.atomic
def resume(*, episode: Episode, on: date, reason: str, by: str, at: datetime) -> Resumption:
    """The suspension is over, and he goes on. Her service is told, as for every man."""
    held = _held(episode)
    suspension = queries.open_suspension(held.pk)
    if held.state != EpisodeState.SUSPENDED or suspension is None:
        raise NotPossible(_("This episode is not suspended. Open it again and look"))
    if on < suspension.begins_on:
        raise NotPossible(_("This day lies before the suspension began. Check the date"))
    row = Resumption.objects.create(
        episode=held, suspension=suspension, on=on, reason=reason, written_at=at, written_by_id=by
    )
    clients.set_state(episode=held, state=EpisodeState.ACTIVE, on=on, by=by, at=at)
    _record("resume", held, by, at)
    _tell(held, row.pk, CourseEvent.REOPENED, on, at=at)
    return row


@transaction.atomic
def reopen(*, episode: Episode, on: date, reason: str, by: str, at: datetime) -> Reopening:
    """An episode that had ended goes on: the ending stays on record. Her service is told, as for every man."""
    held = _held(episode)
    standing = queries.standing(held.pk)
    if held.state != EpisodeState.ENDED or standing is None:
        raise NotPossible(_("This episode has not ended. Open it again and look"))
    if standing.kind == EndingKind.DIED:
        raise NotPossible(_("It is written that he died. If that is wrong, correct the ending"))
    if on < standing.decided_on:
        raise NotPossible(_("This day lies before the episode ended. Check the date"))
    others = Episode.objects.filter(client=held.client_id, programme=held.programme_id).exclude(pk=held.pk)
    if others.exclude(state=EpisodeState.ENDED).exists():
        raise NotPossible(_("He has another episode in this programme that has not ended. Go on there"))
    row = Reopening.objects.create(episode=held, ending=standing, on=on, reason=reason, written_at=at, written_by_id=by)
    started = queries.has_started(held.pk)
    state = EpisodeState.ACTIVE if started else EpisodeState.REFERRED
    clients.set_state(episode=held, state=state, on=on, by=by, at=at)
    if not started:
        clients.record_step(episode=held, status=ReferralStatus.RECEIVED, on=on, by=by, at=at, reason=reason)
    _record("reopen", held, by, at)
    _tell(held, row.pk, CourseEvent.REOPENED, on, at=at)
    return row


def _tell_ended(row: Ending, leaving: Leaves, *, at: datetime) -> None:
    extra: dict[str, object] = {}
    if leaving.ending:
        extra["ending"] = leaving.ending
    if leaving.event is CourseEvent.TRANSFERRED and row.to_programme:
        extra["to_programme"] = row.to_programme.code
    _tell(row.episode, row.pk, leaving.event, row.decided_on, at=at, **extra)


def _tell(episode: Episode, fact: UUID | None, event: CourseEvent, on: date, *, at: datetime, **extra: object) -> None:
    def message(mailbox: UUID, programme: str) -> Course:
        return Course(mailbox=mailbox, programme=programme, fact=fact, event=event, on=on, **extra)  # type: ignore[arg-type]  # the message checks what belongs to its event

    tell(episode=episode, at=at, message=message)


def _warn(row: Ending, leaving: Leaves, *, by: str, at: datetime) -> None:
    kind = leaving.alert
    if kind is None:
        return
    last = _("last there on %(day)s") % {"day": _day(row.last_attended_on)} if row.last_attended_on else ""
    words = _("%(ending)s, decided on %(day)s") % {"ending": row.get_kind_display(), "day": _day(row.decided_on)}
    said = "; ".join(filter(None, [words, last]))
    warn(kind=kind, fact=row.pk, episode=row.episode, severity=RULES[kind].severity, by=by, at=at, words=said)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _record(what: str, episode: Episode, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what=what, at=at)
