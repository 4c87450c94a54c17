"""What falls due by itself: the times of men, and once a day the limits of change."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from .actions import measuring, planning

NEW_EVERY = timedelta(seconds=10)
PLAN_EVERY = timedelta(minutes=5)
MEASURE_EVERY = timedelta(days=1)


class Ticker:
    """Remembers when each thing was last done, within the life of the tick's process."""

    def __init__(self) -> None:
        self._done: dict[str, datetime] = {}

    def tick(self, *, at: datetime) -> None:
        self._every("new", NEW_EVERY, at, lambda: planning.plan_new(at=at))
        self._every("plan", PLAN_EVERY, at, lambda: planning.replan_all(at=at))
        self._every("measure", MEASURE_EVERY, at, lambda: measuring.measure_all(at=at))

    def _every(self, name: str, every: timedelta, at: datetime, act: Callable[[], object]) -> None:
        last = self._done.get(name)
        if last is None or at - last >= every:
            act()
            self._done[name] = at


_TICKER = Ticker()


def tick() -> None:
    _TICKER.tick(at=timezone.now())


JOBS = (tick,)
