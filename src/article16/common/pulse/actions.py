"""Saying that a process lives, keeping time through a clock that is set back, and noting what the watchdog saw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from .models import Look, Pulse

SLACK = timedelta(seconds=2)  # a clock that is being corrected gently


@transaction.atomic
def beat(name: str, *, at: datetime) -> datetime:
    """This process lives. Gives the time by which deadlines are kept: it never goes back, also when the clock does."""
    row, new = Pulse.objects.select_for_update().get_or_create(name=name, defaults={"beat_at": at})
    if not new:
        if row.beat_at - at > SLACK:
            row.behind += round((row.beat_at - at).total_seconds())
        row.beat_at = at
        row.save(update_fields=["beat_at", "behind"])
    return at + timedelta(seconds=row.behind)


def forgive(name: str) -> None:
    """Nothing depends on the former time any more: the clock of the machine counts again."""
    Pulse.objects.filter(name=name, behind__gt=0).update(behind=0)


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing the watchdog looked at."""

    name: str
    well: bool
    value: str = ""


@transaction.atomic
def note(seen: Iterable[Seen], *, at: datetime) -> None:
    """What the watchdog saw in one round; since when a thing is as it is stays."""
    known = {row.name: row for row in Look.objects.select_for_update()}
    for one in seen:
        row = known.get(one.name)
        same = row is not None and row.well == one.well
        Look.objects.update_or_create(
            name=one.name,
            defaults={
                "at": at,
                "well": one.well,
                "value": one.value[:40],
                "since": row.since if row and same else at,
                "told_at": row.told_at if row and same else None,
            },
        )


def mark_told(names: Iterable[str], *, at: datetime) -> None:
    """Somebody was called about these."""
    Look.objects.filter(name__in=list(names)).update(told_at=at)
