"""Reads about the team. Everything is opened for this request only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from article16.common.accounts import queries as accounts
from article16.support.alerts.models import ForCase
from article16.support.alerts.policy import EMERGENCY
from article16.support.alerts.queries import rota
from article16.support.keys import holders
from article16.support.keys.models import CaseKey, Share
from article16.support.keys.opening import Unlocked
from article16.support.survivors import queries as survivors
from article16.support.survivors.policy import THING
from article16.wall.box.framing import bind

from . import writings
from .models import Paper
from .policy import MOST_CASES
from .writings import Papers


def context(paper: UUID) -> bytes:
    return bind("team", paper.bytes)


def papers(by: Unlocked) -> Papers:
    """Everything that was written about the team. One query, and some 60 µs for each row."""
    found, broken = [], 0
    for pk, sealed in Paper.objects.values_list("pk", "sealed"):
        try:
            found.append(writings.read(by.open_sealed(sealed, context=context(pk))))
        except ValueError:  # Broken is one too
            broken += 1
    return writings.papers(found, broken)


def people(at: datetime) -> dict[UUID, str]:
    """Leads and workers with an open account, by name. One query."""
    return {UUID(pk): name for pk, name in rota.people(at)}


@dataclass(frozen=True, slots=True)
class Load:
    """Who holds which case now. A case is nobody's when its worker has left or it was closed to her."""

    held: dict[UUID, UUID]  # case to worker
    nobody: tuple[UUID, ...]
    agreed: dict[UUID, int]

    def number(self, worker: UUID) -> int:
        return sum(1 for one in self.held.values() if one == worker)

    def most(self, worker: UUID) -> int:
        return self.agreed.get(worker, MOST_CASES)


def load(found: Papers, workers: Collection[UUID]) -> Load:
    """One query for all cases, and one for what is closed to these workers."""
    cases = survivors.every_case()
    closed = accounts.closed_to_each(workers, THING)
    held = {
        case: worker for case in cases if (worker := found.holders.get(case)) in closed and case not in closed[worker]
    }
    nobody = tuple(case for case in cases if case not in held)
    return Load(held, nobody, {worker: found.agreed.get(worker, MOST_CASES) for worker in workers})


def may_hold(worker: UUID, case: UUID) -> bool:
    """Whether the case is not closed to her, and a restricted one has her among those named. Four queries at most."""
    if accounts.closed_objects(worker, THING).filter(object_id=case).exists():
        return False
    if not CaseKey.objects.filter(case=case, restricted=True).exists():
        return True
    key = holders.open_key(worker)
    return key is not None and Share.objects.filter(case=case, key=key).exists()


def hard_days(workers: Collection[UUID]) -> dict[UUID, list[date]]:
    """Days on which somebody called the emergency services about a warning. These stand in clear. One query."""
    rows = ForCase.objects.filter(action=EMERGENCY, by__in=list(workers), acknowledged_at__isnull=False)
    found: dict[UUID, list[date]] = {worker: [] for worker in workers}
    for worker, at in rows.values_list("by", "acknowledged_at"):
        found[worker].append(timezone.localdate(at))
    return found
