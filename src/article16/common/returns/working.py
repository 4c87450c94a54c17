"""Counting over very many records, beside the requests of this process. What was counted stays in its memory for some
minutes, and is written nowhere.
"""

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import Any

from django.db import connections

PATIENCE = 1.0  # seconds that a page waits before it shows how far it is
KEPT = timedelta(minutes=5)
LOOK_EVERY = 2.0  # seconds between two looks whether it may still be kept
logger = logging.getLogger("article16.returns")
Progress = Callable[[int, int], None]  # done, of how many; raises to stop
Work = Callable[[Progress], Any]


class Stopped(Exception):
    """Somebody stopped it, or may not see it any more."""


@dataclass
class Counting:
    """One counting: how far it is, and what it found."""

    at: datetime
    done: int = 0
    of: int = 0
    found: Any = None
    failed: bool = False
    ready: Event = field(default_factory=Event)
    stop: Event = field(default_factory=Event)


_COUNTINGS: dict[Hashable, Counting] = {}
_LOCK = Lock()


def counting(name: Hashable, work: Work, *, at: datetime, alive: Callable[[], bool] = lambda: True) -> Counting:
    """The counting of this name, begun now if there is none. Waits a moment: most are done by then.

    `alive` is asked again and again, while it counts and after: once it says no, nothing of it is kept.
    """
    with _LOCK:
        one = _COUNTINGS.get(name)
        if one is None or one.failed:
            one = _COUNTINGS[name] = Counting(at)
            Thread(target=_count, args=(name, one, work, alive), name="returns", daemon=True).start()
    one.ready.wait(PATIENCE)
    return one


def forget(name: Hashable) -> None:
    """Stop it, or count anew the next time."""
    with _LOCK:
        one = _COUNTINGS.pop(name, None)
    if one is not None:
        one.stop.set()


def _count(name: Hashable, one: Counting, work: Work, alive: Callable[[], bool]) -> None:
    def progress(done: int, of: int) -> None:
        one.done, one.of = done, of
        if one.stop.is_set() or not alive():
            raise Stopped

    try:
        one.found = work(progress)
        connections.close_all()
        one.ready.set()
        _keep(one, alive)
    except Stopped:
        pass
    except Exception as error:  # whatever it meets: the page says so, and the log has no word of anybody
        logger.error("figures were not counted: %s", type(error).__name__)
        one.failed = True
    finally:
        one.ready.set()
        with _LOCK:
            if _COUNTINGS.get(name) is one and not one.failed:
                del _COUNTINGS[name]
        connections.close_all()


def _keep(one: Counting, alive: Callable[[], bool]) -> None:
    """Until it is old, asked for anew, or may not be seen any more."""
    for _look in range(int(KEPT.total_seconds() / LOOK_EVERY)):
        if one.stop.wait(LOOK_EVERY) or not alive():
            return
