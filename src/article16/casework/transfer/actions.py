"""Taking a list in: one transaction, everything or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from article16.casework.clients import actions as clients
from article16.casework.clients.kinds import AgencyKind
from article16.casework.clients.models import Client, Episode, EpisodeState
from article16.casework.clients.names import plain
from article16.casework.endings.actions import Ended, end_episode
from article16.casework.endings.kinds import EndingKind, possible
from article16.casework.groups.actions.enrolling import enrol
from article16.casework.groups.actions.history import is_history, warn_of_now
from article16.casework.groups.actions.registering import Line, save_register
from article16.casework.groups.models import Enrolment, Group, Session
from article16.casework.groups.standing import Mark
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.queries import ProgrammeRow
from article16.common.audit.actions import Verb, record

from . import queries
from .bulk import open_clients
from .problems import Problem, Stopped
from .referrals import Planned

if TYPE_CHECKING:
    from .attendance import Marked
    from .endings import EndedBefore

OTHER = "other"  # an AgencyKind
FROM_A_LIST = "From the list kept before"


class Interrupted(Exception):
    """A person stopped it; nothing was kept."""


@transaction.atomic
def import_referrals(
    planned: Sequence[Planned],
    *,
    programme: ProgrammeRow,
    by: str,
    at: datetime,
    on: date,
    progress: Callable[[int], None],
) -> int:
    """Take in every row of the list: new men, and further episodes of men who are known. How many rows."""
    offices = _agencies(planned, by=by, at=at)
    new = [one for one in planned if one.known is None]
    record(verb=Verb.WRITE, thing="programme", ids=[str(programme.id)], by=by, what="import_referrals", at=at)
    # Each further episode posts for itself; the outbox's numbers are taken last.
    for one in planned:
        if one.known is not None:
            _further(one, one.known, offices, by=by, at=at, on=on)
    open_clients(
        new, programme=programme.id, code=programme.code, agencies=offices, by=by, at=at, on=on, progress=progress
    )
    return len(planned)


def _further(one: Planned, known: UUID, offices: dict[str, UUID], *, by: str, at: datetime, on: date) -> None:
    client = Client.objects.get(pk=known)
    referred = replace(one.referred, said=replace(one.referred.said, agency=offices.get(one.agency)))
    try:
        clients.open_episode(client=client, referred=referred, by=by, at=at, on=on)
    except NotPossible as no:
        raise Stopped([Problem(one.row, "", f"{no}.")]) from None


def _agencies(planned: Sequence[Planned], *, by: str, at: datetime) -> dict[str, UUID]:
    """Each office as the list writes it, to its id; those that were not there are made."""
    known = queries.agencies()
    found: dict[str, UUID] = {}
    for one in planned:
        name = one.agency
        if name and name not in found:
            if plain(name) not in known:
                kind = one.referred.said.sender
                kind = kind if kind in AgencyKind.values else OTHER
                known[plain(name)] = clients.add_agency(name=name, kind=kind, contact="", by=by, at=at).pk
            found[name] = known[plain(name)]
    return found


@transaction.atomic
def import_attendance(
    marked: Sequence["Marked"], *, group: queries.GroupFound, by: str, at: datetime, progress: Callable[[int], None]
) -> int:
    """Fill the registers of past sessions in their order, as if each had been taken; who was in no group joins it."""
    held = Group.objects.select_for_update().get(pk=group.id)
    record(verb=Verb.WRITE, thing="group", ids=[str(held.pk)], by=by, what="import_attendance", at=at)
    _enrol(marked, held, by=by, at=at)
    done = 0
    for (_day, session), some in groupby(sorted(marked, key=_place), key=_place):
        rows = list(some)
        lines = [Line(episode=one.episode, mark=Mark(one.mark), minutes=one.minutes, note=one.note) for one in rows]
        try:
            one = Session.objects.get(pk=session)
            save_register(session=one, lines=lines, by=by, at=at, history=is_history(one.starts_at, at=at))
        except NotPossible as no:
            raise Stopped([Problem(rows[0].row, rows[0].column, f"{no}.")]) from None
        done += len(rows)
        progress(done)
    warn_of_now(programme=held.programme_id, episodes={one.episode for one in marked}, by=by, at=at)
    return done


@transaction.atomic
def import_endings(
    ended: Sequence["EndedBefore"], *, programme: UUID, by: str, at: datetime, progress: Callable[[int], None]
) -> int:
    """End the episodes of these men, in the order of their days. Each is told; long ago, nobody is called for it."""
    record(verb=Verb.WRITE, thing="programme", ids=[str(programme)], by=by, what="import_endings", at=at)
    for done, one in enumerate(sorted(ended, key=lambda one: (one.decided_on, one.row)), 1):
        episode = Episode.objects.select_related("client", "programme").get(pk=one.episode)
        try:
            _end(one, episode, by=by, at=at)
        except NotPossible as no:
            raise Stopped([Problem(one.row, "", f"{no}.")]) from None
        progress(done)
    return len(ended)


def _end(one: "EndedBefore", episode: Episode, *, by: str, at: datetime) -> None:
    if episode.state == EpisodeState.REFERRED and one.kind not in possible(started=False):
        # He completed, dropped out or was excluded: so he had begun, and no list of attendance said when.
        on = one.last_attended_on or episode.opened_on
        clients.set_state(episode=episode, state=EpisodeState.ACTIVE, on=on, by=by, at=at)
    ended = Ended(
        one.kind,
        one.decided_on,
        one.reasons,
        one.last_attended_on,
        never_attended=one.kind is EndingKind.NEVER_STARTED,
        elsewhere=one.elsewhere,
    )
    moment = datetime.combine(one.decided_on, time(), tzinfo=at.tzinfo)
    end_episode(episode=episode, ended=ended, by=by, at=at, history=is_history(moment, at=at))


def _place(one: "Marked") -> tuple[date, UUID]:
    return one.day, one.session


def _enrol(marked: Sequence["Marked"], group: Group, *, by: str, at: datetime) -> None:
    first: dict[UUID, Marked] = {}
    for one in sorted(marked, key=_place):
        first.setdefault(one.episode, one)
    there = set(Enrolment.objects.filter(group=group, episode__in=first).values_list("episode", flat=True))
    faults = []
    for pk, one in first.items():
        if pk in there:
            continue
        episode = Episode.objects.select_related("client", "programme").get(pk=pk)
        try:
            enrol(episode=episode, group=group, since=one.day, reason=FROM_A_LIST, manager=True, by=by, at=at)
        except NotPossible as no:
            faults.append(Problem(one.row, one.column, f"{no}."))
    if faults:
        raise Stopped(faults)
