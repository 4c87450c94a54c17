"""Writes about the team: sealed to the service, each with its row in the record."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.accounts.models import Staff
from article16.common.audit.actions import Verb, record
from article16.support.keys.opening import Unlocked
from article16.support.keys.sealing import seal_for_zone
from article16.support.survivors import actions as cases
from article16.support.survivors.writings import HeldBy, Kind

from . import queries, writings
from .models import Paper
from .writings import Agreed, Cared, Held, Holds, Owed, Rhythm, Value


@transaction.atomic
def hold(*, case: UUID, worker: UUID | None, by: Unlocked, at: datetime) -> None:
    """The case is this worker's from now on. None over the number she agreed to, and none that is closed to her."""
    if worker is not None:
        list(
            Staff.objects.select_for_update().filter(pk=worker)
        )  # two leads give her a case at once: one after the other
        found = queries.papers(by)
        load = queries.load(found, [worker])
        if load.held.get(case) == worker:
            return
        if not queries.may_hold(worker, case):
            raise NotPossible(_("She cannot hold this case. Choose somebody else."))
        if load.number(worker) >= load.most(worker):
            raise NotPossible(
                _("She holds %(number)d cases and agreed to no more. Choose somebody else, or speak with her first.")
                % {"number": load.number(worker)}
            )
    _write(Holds(case, worker), by=by.staff, at=at)
    # Once more in the case itself, so that its page says whose it is without opening what is written of the team.
    cases.write(case=case, kind=Kind.HELD, value=HeldBy(worker), by=by, at=at)


def agree(*, worker: UUID, most: int, by: UUID, at: datetime) -> None:
    """How many cases she agreed to hold at most. What she holds already stays hers."""
    _write(Agreed(worker, most), by=by, at=at)


def plan(*, days: dict[str, int], on: date, by: UUID, at: datetime) -> None:
    """How often each kind of session is planned, from this day on."""
    _write(Rhythm(days, on), by=by, at=at)


def say_session(*, kind: str, on: date, people: tuple[UUID, ...], by: UUID, at: datetime) -> None:
    """A session took place, with these people."""
    _write(Held(kind, on, people), by=by, at=at)


def owe(*, worker: UUID, on: date, by: UUID, at: datetime) -> None:
    """After something hard on this day a debrief is owed to her."""
    _write(Owed(worker, on), by=by, at=at)


def care(*, worker: UUID, on: date, wanted: bool, by: UUID, at: datetime) -> None:
    """She was debriefed on this day, or did not want it."""
    _write(Cared(worker, on, wanted), by=by, at=at)


def _write(value: Value, *, by: UUID, at: datetime) -> None:
    write_all(values=[(value, at)], by=by, at=at)


@transaction.atomic
def write_all(*, values: Sequence[tuple[Value, datetime]], by: UUID, at: datetime) -> None:
    """Several things at once, each with its own moment; one row in the record."""
    rows = [(uuid4(), writings.told(value, at=moment, by=by)) for value, moment in values]
    Paper.objects.bulk_create(
        Paper(id=row, sealed=seal_for_zone(content, context=queries.context(row))) for row, content in rows
    )
    ids = [str(row) for row, _content in rows]
    record(verb=Verb.WRITE, thing="team", ids=ids, by=str(by), what="write_paper", at=at)
