"""Who holds which made-up case, a year of made-up sessions, debriefs held and owed. Never elsewhere."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from article16.support.keys.opening import Unlocked
from article16.support.survivors import actions as cases
from article16.support.survivors.queries import every_case
from article16.support.survivors.writings import HeldBy, Kind

from . import actions
from .models import Paper
from .policy import RHYTHM
from .writings import Agreed, Cared, Held, Holds, Owed, Rhythm, Value

NOBODYS = 0.04  # share of cases that nobody holds
ROOM = 1.25  # cases a worker has agreed to, for each one that she would hold
KEPT = 0.85  # share of planned sessions that were held


def fill(*, workers: Sequence[UUID], lead: UUID, by: Unlocked, seed: int, at: datetime) -> int:
    """So many things were written about the team. Only where nobody has begun."""
    if not settings.DEMO:
        raise RuntimeError("Made-up sessions are for the demonstration only.")
    if Paper.objects.exists() or not workers:
        return 0
    chance, today = Random(f"{seed}/team"), timezone.localdate(at)  # noqa: S311  made-up data, nothing secret
    began = at - timedelta(days=366)
    values: list[tuple[Value, datetime]] = [(Rhythm(dict(RHYTHM), today - timedelta(days=366)), began)]
    values += _cases(workers, chance, began, at)
    values += [(one, at - timedelta(minutes=1)) for one in _sessions((*workers, lead), chance, today)]
    for number, worker in enumerate(workers):
        values.append((Owed(worker, today - timedelta(days=40)), at - timedelta(days=40)))
        cared = today - timedelta(days=1 if number else 30)
        values.append((Cared(worker, cared, wanted=number != 1), at - timedelta(days=1)))
    values.append((Owed(workers[0], today - timedelta(days=3)), at - timedelta(days=3)))
    actions.write_all(values=values, by=lead, at=at)
    for value, moment in values:
        if isinstance(value, Holds):
            written = [(Kind.HELD, HeldBy(value.worker), moment)]
            cases.write_all(case=value.case, entries=written, by=by, at=at)
    return len(values)


def _cases(workers: Sequence[UUID], chance: Random, began: datetime, at: datetime) -> Iterator[tuple[Value, datetime]]:
    every = every_case()
    most = int(ROOM * len(every) / len(workers)) + 1
    for worker in workers:
        yield Agreed(worker, most), began
    for number, case in enumerate(every):
        if chance.random() >= NOBODYS:
            yield Holds(case, workers[number % len(workers)]), at - timedelta(days=chance.randint(1, 200))


def _sessions(people: Sequence[UUID], chance: Random, today: date) -> Iterator[Held]:
    """Team sessions of all, supervision of two and two, and so on; some planned ones were not held."""
    for kind, days in RHYTHM.items():
        for back in range(days // 2, 365, days):
            if chance.random() < KEPT:
                there = tuple(one for one in people if chance.random() < 0.9) or (people[0],)
                yield Held(kind, today - timedelta(days=back), there)
