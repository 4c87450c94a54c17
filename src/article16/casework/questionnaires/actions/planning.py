"""The planner: makes and moves the times at which men are asked. Runs with the tick, and before anything is asked."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from article16.casework.clients.models import Episode
from article16.common.audit.actions import Verb, record

from ..facts import courses
from ..models import Asking, Sitting, Why
from ..queries import askings, instruments
from ..schedule import Rules, Window, windows

FIELDS = ("opens_on", "due_on", "late_after", "closes_on", "ended")
AT_ONCE = 500  # episodes in one transaction of the tick


@transaction.atomic
def replan(*, episodes: Iterable[UUID], by: str, at: datetime) -> int:
    """Bring the times of these episodes up to what is planned and happened; how many were made or moved.

    What is answered keeps its dates. Ten queries at most, whatever the number of episodes.
    """
    ids = sorted(set(episodes), key=str)
    places = dict(Episode.objects.filter(pk__in=ids).values_list("pk", "programme"))
    programmes = frozenset(places.values())
    rules, chosen, facts = askings.rules_of(programmes), instruments.choice_of(programmes), courses(ids)
    there = {(one.episode_id, one.instrument, one.wave): one for one in Asking.objects.filter(episode__in=ids)}
    new, moved = [], []
    for episode, programme in places.items():
        for window in windows(facts[episode], rules.get(programme, Rules())):
            for instrument, waves in chosen[programme].items():
                row = there.get((episode, instrument, window.wave))
                if row is None and _is_asked(window, waves):
                    new.append(_put(Asking(episode_id=episode, instrument=instrument, wave=window.wave), window))
                elif row is not None and row.done_at is None and _dates(row) != _planned(window):
                    moved.append(_put(row, window))
    # Of two planners at once the second finds the rows of the first.
    Asking.objects.bulk_create(new, ignore_conflicts=True)
    Asking.objects.bulk_update(moved, FIELDS)
    _end_sittings([row for row in moved if row.ended], at)
    if by and (new or moved):
        record(verb=Verb.WRITE, thing="client", ids=_clients(ids), by=by, what="plan_questionnaires", at=at)
    return len(new) + len(moved)


def _is_asked(window: Window, waves: tuple[str, ...]) -> bool:
    return window.wave in waves or (window.wave.startswith("F") and "T4" in waves)


def _put(row: Asking, window: Window) -> Asking:
    for name, value in zip(FIELDS, _planned(window), strict=True):
        setattr(row, name, value)
    return row


def _planned(window: Window) -> tuple[date | None, date | None, date | None, date | None, str]:
    ended = window.ended.value if window.ended else ""
    return window.opens, window.due, window.late_after, window.closes, ended


def _dates(row: Asking) -> tuple[date | None, date | None, date | None, date | None, str]:
    return row.opens_on, row.due_on, row.late_after, row.closes_on, row.ended


def _end_sittings(rows: list[Asking], at: datetime) -> None:
    """He died, took back his consent, or stopped coming: links and tablets for it die with it."""
    open_ones = Sitting.objects.filter(asking__in=[row.pk for row in rows], ended_at__isnull=True)
    if rows:
        open_ones.update(ended_at=at, ended_why=Why.WITHDRAWN)


def _clients(episodes: list[UUID]) -> list[str]:
    found = Episode.objects.filter(pk__in=episodes).values_list("client", flat=True)
    return sorted({str(one) for one in found})


def replan_all(*, at: datetime) -> int:
    """The tick's: every episode that has a time to come, or none yet. In parts, so that no lock lasts long."""
    ids = list(Episode.objects.order_by("pk").values_list("pk", flat=True))
    parts = (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
    return sum(replan(episodes=part, by="", at=at) for part in parts)


def plan_new(*, at: datetime) -> int:
    """The tick's, more often: men who came and have no times yet. One query when there are none."""
    without = Episode.objects.filter(~Exists(Asking.objects.filter(episode=OuterRef("pk"))), ended_on__isnull=True)
    ids = list(without.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return replan(episodes=ids, by="", at=at) if ids else 0
