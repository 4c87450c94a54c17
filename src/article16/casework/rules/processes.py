"""The work of the warnings: jobs of casework's tick, and its watchdog."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from article16.casework.clients.queries import DEFAULT_ZONE
from article16.casework.warnings import actions as warnings
from article16.common import commands as common
from article16.common.pulse import actions as pulse
from article16.common.pulse import queries as beats
from article16.common.pulse import watching
from article16.common.pulse.actions import Seen
from article16.common.service import until_stopped
from article16.wall.box.errors import PinRefused
from article16.wall.outbox import queries as outbox
from article16.wall.outbox.actions import OutboxClosed

from . import actions, calling

TEST_EVERY = timedelta(hours=1)
OLDEST = timedelta(minutes=2)
TEST = "test-warning"
RECONCILED = "reconciler"


def every(seconds: float, job: Callable[[], object]) -> Callable[[], None]:
    """The job, left out until so many seconds have passed since it began last."""
    began = float("-inf")

    def run() -> None:
        nonlocal began
        if time.monotonic() - began >= seconds:
            began = time.monotonic()
            job()

    return run


def while_open(job: Callable[[], object]) -> Callable[[], None]:
    """The job; while nothing can be posted, because the pin is refused, it is left for the next round and said."""

    def run() -> None:
        try:
            job()
        except (PinRefused, OutboxClosed) as no:
            common.logger.error("no warning can leave: %s", type(no).__name__)

    return run


def send_test() -> None:
    """One test warning each hour, by the way that real ones go."""
    at, last = timezone.now(), beats.last_beat(TEST)
    if last is not None and timedelta(0) <= at - last < TEST_EVERY:
        return
    warnings.send_test(zone=DEFAULT_ZONE, at=at)
    pulse.beat(TEST, at=at)


def reconcile_at_night() -> None:
    """Once between three and four, local time, and whenever the last time lies more than a day and a half back."""
    at, last = timezone.now(), beats.last_beat(RECONCILED)
    night = timezone.localtime(at).hour == 3 and (last is None or at - last > timedelta(hours=12))
    if last is not None and not night and at - last < timedelta(hours=36):
        return
    done = actions.reconcile(at=at)
    pulse.beat(RECONCILED, at=at)
    words = f"{done.owed} owed, {done.gone} gone"
    pulse.note([Seen(RECONCILED, not done.gone, words)], at=at)


# Jobs of casework's tick.
JOBS = (
    every(10, lambda: pulse.beat("tick", at=timezone.now())),
    every(5, while_open(lambda: actions.evaluate(at=timezone.now()))),
    every(60, while_open(lambda: actions.notice(at=timezone.now()))),
    every(60, while_open(send_test)),
    every(300, while_open(reconcile_at_night)),
)


def oldest_unsent(at: datetime) -> Seen:
    """The oldest message that has not been handed over to the women's service."""
    state = outbox.state(DEFAULT_ZONE)
    if state.refused:
        return Seen("outbox", False, f"{state.refused} not taken")
    if state.oldest_unsent is None:
        return Seen("outbox", True)
    age = at - state.oldest_unsent
    return Seen("outbox", age <= OLDEST, f"{round(age.total_seconds())} s")


def watchdog(argv: Sequence[str]) -> int:
    """Look at the way out every half minute, apart from all that it looks at, and hold the switch outside."""
    common.refuse_unless_ready()
    questions = [
        watching.alive("tick"),
        watching.alive("sender"),
        oldest_unsent,
        watching.clock("tick"),
        watching.disk,
        watching.backup,
    ]
    watching.run(
        questions,
        calling.call_about_the_way_out,
        switch=settings.DEAD_MANS_SWITCH,
        stop=until_stopped(),
        also=calling.call_named,
    )
    return 0


def reconcile(argv: Sequence[str]) -> int:
    """Ask every rule of all rows now, and say what was found."""
    at = timezone.now()
    done = actions.reconcile(at=at)
    pulse.beat(RECONCILED, at=at)
    print(f"{done.asked} facts asked; {done.owed} warnings were owed and leave now; {done.gone} facts are gone.")  # noqa: T201  because the command line asked
    return 0
