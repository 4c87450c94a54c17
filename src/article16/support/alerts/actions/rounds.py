"""What support's tick does about warnings, round after round. Each part may be killed anywhere and starts again."""

from collections.abc import Callable
from datetime import datetime

from article16.common.pulse import actions as pulse
from article16.support.alerts.models import Alert

from . import calling, climbing, taking_in

TICK = "tick"


def keep_deadlines(*, at: datetime) -> int:
    """Whoever falls due is told, by a time that goes on also when the clock is set back; how many alerts moved."""
    now = pulse.beat(TICK, at=at)
    if now != at and not Alert.objects.filter(acknowledged_at=None).exists():
        pulse.forgive(TICK)
    calling.count_undelivered(at=now)
    climbing.leave_the_gone(at=now)
    return climbing.climb(at=now)


def every(seconds: float, job: Callable[[], object], *, clock: Callable[[], float]) -> Callable[[], None]:
    """The job, left out until so many seconds have passed since it began last."""
    began = float("-inf")

    def run() -> None:
        nonlocal began
        if clock() - began >= seconds:
            began = clock()
            job()

    return run


__all__ = ["TICK", "every", "keep_deadlines", "taking_in"]
