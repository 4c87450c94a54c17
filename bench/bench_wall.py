"""How fast the wall is: from commit to receipt, drained in a second, and what sealing costs.

The databases are made and removed here.
"""

import contextlib
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import django

from bench.figures import Figure, at_least, at_most, figure, timed
from bench.suites import SQLITE, Extent

RECEIPT_LIMIT = 1_000.0  # ms at p99, from commit to receipt
DRAINED_LIMIT = 500.0  # messages in a second
KINDS = {SQLITE: "sqlite", "PostgreSQL": "postgresql"}


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """Sealing alone, then the way of a message on this database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.wall.settings"
    django.setup()
    if database == SQLITE:  # no database takes part, so once is enough
        yield from sealing(extent.times(2000))
    yield posting(database, extent.times(300))
    yield commit_to_receipt(database, extent.times(200))
    yield from drained(database, extent.times(2000, least=100))


def sealing(rounds: int) -> list[Figure]:
    """Sealing and opening one message, without any database."""
    from article16.wall.box.opening import open_sealed
    from article16.wall.header import seal_context
    from tests.wall import made_up

    keys, figures = made_up.keys(), []
    for name, message in (("Course", made_up.attendance()), ("PartnerDetails", made_up.partner_details("x" * 900, 3))):
        sealed = timed(lambda message=message: made_up.packet(message, to=keys, epoch="0f" * 16), rounds)
        packet = made_up.packet(message, to=keys)
        context = seal_context(packet.header)
        opened = timed(
            lambda packet=packet, context=context: open_sealed(packet.sealed, keys=keys, context=context), rounds
        )
        figures.append(figure(f"seal {name}, header and padding included", "", sealed, "ms"))
        figures.append(figure(f"open {name}", "", opened, "ms"))
    return figures


def posting(database: str, rounds: int) -> Figure:
    """One message in a transaction of its own, beside the same transaction with an unsealed row of the same size."""
    from django.db import transaction

    from article16.wall.outbox import actions
    from article16.wall.outbox.models import OutgoingMessage
    from tests.wall import made_up

    def sealed() -> None:
        with transaction.atomic():
            actions.post(zone="support", message=made_up.attendance(), at=made_up.NOW)

    numbers = iter(range(1, 10**9))

    def unsealed() -> None:
        with transaction.atomic():
            row = {"zone": "x", "epoch": "x", "sequence": next(numbers), "type": "Course", "written_at": made_up.NOW}
            OutgoingMessage.objects.create(header=b"x" * 110, sealed=b"x" * 561, **row)

    with place(database):
        plain, whole = timed(unsealed, rounds), timed(sealed, rounds)
    ratio = statistics.median(whole) / statistics.median(plain)
    return figure(
        "post one message, commit included", database, whole, "ms", ratio=ratio, to="a row of that size, unsealed"
    )


def commit_to_receipt(database: str, rounds: int) -> Figure:
    """From the commit of a fact to the mark that its message was received, real processes on a Unix socket."""
    from django.db import transaction

    from article16.wall.outbox import actions, queries
    from tests.wall import made_up
    from tests.wall.running import receiving, until

    delays = []
    with place(database) as here, receiving(here), sending():
        for _ in range(rounds):
            with transaction.atomic():
                actions.post(zone="support", message=made_up.alert(), at=made_up.NOW)
            begun = time.perf_counter()
            until(lambda: not queries.state("support").unsent, "the receipt")
            delays.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.013)  # so that commits fall anywhere between two looks of the sender
    limits = (at_most(RECEIPT_LIMIT, of="p99"),) if rounds >= 100 else ()
    return figure("message from commit to receipt", database, delays, "ms", limits=limits)


def drained(database: str, count: int) -> list[Figure]:
    """How many messages a second go from the outbox through the inbox, and from the slot into support's records."""
    from article16.wall.inbox import draining
    from tests.wall.running import receiving, until

    with place(database) as here, receiving(here):
        fill(count)
        begun = time.perf_counter()
        with sending():
            from article16.wall.outbox import queries

            until(lambda: not queries.state("support").unsent, "the sender", seconds=120)
        sent = count / (time.perf_counter() - begun)
        checked = rate(count, lambda: draining.drain(at=datetime.now(UTC), keys=here.keys))
    with place(database) as here, receiving(here):
        fill(count)
        with sending():
            until(lambda: not queries.state("support").unsent, "the sender", seconds=120)
        unchecked = rate(count, lambda: draining.drain(at=datetime.now(UTC)))
    limits, unit = (at_least(DRAINED_LIMIT),), "a second"
    ratio = checked / unchecked
    return [
        Figure("messages handed over from a full outbox", database, sent, unit, limits=limits),
        Figure("messages taken over", database, unchecked, unit, limits=limits),
        Figure("messages taken over and opened", database, checked, unit, ratio=ratio, to="unopened", limits=limits),
    ]


def fill(count: int) -> None:
    """That many messages, written at once."""
    from django.db import transaction

    from article16.wall.outbox import actions
    from tests.wall import made_up

    with transaction.atomic():
        for number in range(count):
            message = made_up.partner_details() if number % 10 == 0 else made_up.attendance()
            actions.post(zone="support", message=message, at=made_up.NOW)


def rate(count: int, work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)


@contextlib.contextmanager
def sending() -> Iterator[None]:
    """The sender's own loop, in a thread of this process with a connection of its own."""
    from django.db import connection

    from article16.wall import sender

    stop = threading.Event()

    def run() -> None:
        sender.run(zone="support", stop=stop)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextlib.contextmanager
def place(database: str) -> Iterator["object"]:
    """Both ends of the wall on a fresh database of this kind."""
    from django.conf import settings

    from article16.wall.outbox import actions
    from tests.wall import databases
    from tests.wall.made_up import NOW

    kind = KINDS[database]
    # In /tmp: the path of a Unix socket must be short.
    with tempfile.TemporaryDirectory() as name:
        templates = databases.make_templates(Path(name), kinds=(kind,))
        here = databases.make_place(templates[kind], Path(name) / "place")
        settings.WALL_PINS, settings.WALL_ARRIVALS = {"support": here.pin}, here.arrivals
        settings.SIGNING_KEY_FILE = here.signing_key
        databases.use(here.database)
        actions.ensure_epoch(zone="support", at=NOW)
        try:
            yield here
        finally:
            databases.leave()
            databases.drop(here.database)
            databases.drop(templates[kind])
