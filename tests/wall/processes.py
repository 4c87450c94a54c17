"""The processes of the wall as tests start them: python -m tests.wall.processes NAME …

The ones that die are the real ones, with a kill -9 of themselves put at a named point.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any


def receive(store: str, listen: str, *secured: str) -> None:
    from pathlib import Path

    from article16.wall.inbox import receiving

    certificate, key = [Path(path) for path in secured] or (None, None)
    receiving.serve(zone="support", store=store, listen=listen, certificate=certificate, key=key)


def send(point: str = "", after: str = "0") -> None:
    """The sender; dies at the point, at the so-many-th time it comes there."""
    import django

    django.setup()
    from article16.wall import sender
    from article16.wall.carrier import Carrier

    if point == "before-post":
        Carrier.carry = dying(Carrier.carry, before=True, after=int(after))
    if point == "after-post":
        Carrier.carry = dying(Carrier.carry, before=False, after=int(after))
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    sender.run(zone="support", stop=stop, poll=0.02)


def drain(point: str = "", after: str = "0") -> None:
    """One drain; dies at the point."""
    import django

    django.setup()
    from datetime import UTC, datetime

    from article16.wall.inbox import arrivals, draining

    if point == "before-taking-over":
        draining.take_over = dying(draining.take_over, before=True, after=int(after))
    if point == "taken-over":
        arrivals.forget = dying(arrivals.forget, before=True, after=int(after))
    if point == "slot-emptied":
        arrivals.forget = dying(arrivals.forget, before=False, after=int(after))
    draining.drain(at=datetime.now(UTC))


def post(count: str) -> None:
    """Post so many messages, each in a transaction of its own, and say the number after each commit."""
    import django

    django.setup()
    from django.db import transaction

    from article16.wall.outbox import actions
    from tests.wall import made_up

    for number in range(1, int(count) + 1):
        with transaction.atomic():
            actions.post(zone="support", message=made_up.attendance(), at=made_up.NOW)
        print(number, flush=True)


def dying(function: Callable[..., Any], *, before: bool, after: int) -> Callable[..., Any]:
    """The same function, until it has been called so often."""
    calls = 0

    def until_then(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if before and calls > after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **kwargs)
        if calls > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return until_then


if __name__ == "__main__":
    {each.__name__: each for each in (receive, send, drain, post)}[sys.argv[1]](*sys.argv[2:])
