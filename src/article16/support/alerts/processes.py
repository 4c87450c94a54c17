"""The work of the alerts: jobs of the tick, and the process that calls people."""

import time
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from article16.common import commands as common
from article16.common.doctor import Finding
from article16.common.pulse import actions as pulse
from article16.common.pulse import watching
from article16.common.service import until_stopped

from .actions import calling, reading, rounds, taking_in
from .policy import Line
from .queries import rota, watched

LADDER_EVERY = 5.0  # seconds
FORGOTTEN_EVERY = 3600.0
READING_EVERY = 300.0
MEND_EVERY = 60.0
CALL_EVERY = 2.0
BEAT_EVERY = 10.0


def take_in() -> None:
    taking_in.take_in(at=timezone.now())


# Jobs of support's tick, in their order: what came first, then who is told of it.
JOBS = (
    take_in,
    rounds.every(LADDER_EVERY, lambda: rounds.keep_deadlines(at=timezone.now()), clock=time.monotonic),
    rounds.every(READING_EVERY, lambda: reading.look_for_bulk(at=timezone.now()), clock=time.monotonic),
    rounds.every(MEND_EVERY, taking_in.mend, clock=time.monotonic),
    rounds.every(FORGOTTEN_EVERY, taking_in.find_forgotten, clock=time.monotonic),
)


def caller(argv: Sequence[str]) -> int:
    """Hand notices to mail and telephone until told to stop; a server that hangs holds up nothing but this."""
    common.refuse_unless_ready()
    stop = until_stopped()
    beat = rounds.every(BEAT_EVERY, lambda: pulse.beat("caller", at=timezone.now()), clock=time.monotonic)
    while not stop.is_set():
        try:
            beat()
            calling.call_round(clock=timezone.now)
        except DatabaseError as no:
            common.logger.error("no notice handed over: %s", type(no).__name__)
        close_old_connections()
        stop.wait(CALL_EVERY)
    return 0


def watchdog(argv: Sequence[str]) -> int:
    """Look at everything every half minute, apart from all that it looks at, and hold the switch outside."""
    common.refuse_unless_ready()
    watching.run(watched.questions(), calling.call_managers, switch=settings.DEAD_MANS_SWITCH, stop=until_stopped())
    return 0


def reachable(at: datetime) -> Finding:
    """For the doctor: whether anybody can be called outside the page, and whether every line has somebody now."""
    roster = rota.roster(at)
    if not roster.everybody and settings.TRAINING:
        return Finding(True, "There is nobody yet who could be called.")
    empty = [line.value for line in Line if not roster.on(line)]
    if empty:
        return Finding(False, f"Nobody stands on the line {', '.join(empty)} of the rota now. See Duty desk, Rota.")
    if not any(roster.channels.values()):
        sentence = "Nobody can be called by mail or telephone; warnings show on the desk only."
        return Finding(settings.TRAINING, sentence)
    return Finding(True, "Every line of the rota has somebody who can be called.")
