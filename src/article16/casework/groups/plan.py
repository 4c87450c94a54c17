"""When a group meets: its weekly slot as moments, holidays left out. Pure: no database, no clock."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
LONGEST_BREAK = 520  # weeks; beyond it a list of holidays leaves no day, and the search ends


@dataclass(frozen=True, slots=True)
class Slot:
    """One appointment in the week, by the clock on the wall of that place."""

    weekday: int  # 0: Monday
    time: time
    minutes: int
    zone: str  # for example Europe/Vienna

    def moment(self, day: date) -> datetime:
        """The moment on that day. An hour that the clock leaves out in spring is the hour after it."""
        return datetime.combine(day, self.time, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Closed:
    """Days on which no group of the programme meets, both included."""

    first: date
    last: date


def is_closed(day: date, holidays: Sequence[Closed]) -> bool:
    return any(one.first <= day <= one.last for one in holidays)


def days(slot: Slot, *, since: date, holidays: Sequence[Closed], without: Set[date] = frozenset()) -> Iterator[date]:
    """The days of the slot from `since` on, one after the other: no holiday, and none of `without`."""
    first = since + timedelta(days=(slot.weekday - since.weekday()) % 7)
    barren = 0
    for number in count():
        day = first + number * WEEK
        if is_closed(day, holidays) or day in without:
            barren += 1
            if barren > LONGEST_BREAK:
                return
            continue
        barren = 0
        yield day


def position(number: int, length: int) -> int:
    """The place in a curriculum of `length` sessions; after its end it begins again, as in a rolling group."""
    return (number - 1) % length + 1 if length else number
