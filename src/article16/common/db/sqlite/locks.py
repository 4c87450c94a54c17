"""One writer at a time for each database file in this process, in a queue that sleeps instead of polling."""

import os
import threading
import time
from collections import defaultdict


class WriteLock:
    """Held by one connection from BEGIN to COMMIT or ROLLBACK."""

    def __init__(self) -> None:
        # Not an RLock: a connection shared between threads may begin in one and end in another.
        self._free = threading.Lock()
        self._thread: int | None = None

    def acquire(self, *, seconds: float) -> bool:
        """True when this connection may write now, False when the wait was in vain."""
        if self._thread == threading.get_ident():
            # Another connection of this very thread is writing: waiting for oneself never ends.
            return False
        if not self._free.acquire(timeout=seconds):
            return False
        self._thread = threading.get_ident()
        return True

    def release(self) -> None:
        self._thread = None
        self._free.release()


_locks: defaultdict[str, WriteLock] = defaultdict(WriteLock)
_registry = threading.Lock()


def lock_for(database: str) -> WriteLock:
    """The one lock of this file, whatever the number of connections."""
    with _registry:
        return _locks[database if _in_memory(database) else os.path.realpath(database)]


def _in_memory(database: str) -> bool:
    return database == ":memory:" or "mode=memory" in database


def _forget_locks() -> None:
    _locks.clear()
    _registry.release()


# A forked child has none of the threads that would release the locks; meanwhile nobody may ask for one.
os.register_at_fork(before=_registry.acquire, after_in_parent=_registry.release, after_in_child=_forget_locks)


def patiently(attempt, *, seconds: float, again: type[Exception], is_busy) -> None:
    """Tries until another process lets go of the file or the time is over; the last refusal is raised."""
    end = time.monotonic() + seconds
    while True:
        try:
            attempt()
            return
        except again as refusal:
            if not is_busy(refusal) or time.monotonic() >= end:
                raise
        # SQLite's own waits grow to 100 ms, and a busy neighbour would win every time in between.
        time.sleep(0.001)
