"""How fast the wall is: from commit to receipt, drained in a second, and what sealing costs.

Each function prints one line for each figure and returns the figures; run all with
`python -m bench.bench_wall`. The databases are made and removed here.
"""

import contextlib
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.wall.settings")

LIMIT_RECEIPT_P99 = 1.0  # seconds, from commit to receipt
LIMIT_DRAINED = 500  # messages in a second


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure beside its limit."""

    name: str
    median: float
    p95: float
    p99: float
    unit: str
    ratio: float | None = None  # to the same work without sealing, in the same run
    limit: str = ""

    def __str__(self) -> str:
        told = f"{self.name:<52} {self.median:>10.3f} {self.p95:>10.3f} {self.p99:>10.3f} {self.unit}"
        told += f"  ×{self.ratio:.2f}" if self.ratio is not None else ""
        return told + (f"  ({self.limit})" if self.limit else "")


def sealing(rounds: int = 2000) -> list[Figure]:
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
        figures.append(figure(f"seal {name}, header and padding included", sealed, "ms"))
        figures.append(figure(f"open {name}", opened, "ms"))
    return figures


def posting(kind: str, rounds: int = 300) -> list[Figure]:
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

    with place(kind):
        plain, whole = timed(unsealed, rounds), timed(sealed, rounds)
    ratio = statistics.median(whole) / statistics.median(plain)
    return [figure(f"post one message, commit included ({kind})", whole, "ms", ratio=ratio)]


def commit_to_receipt(kind: str, rounds: int = 200) -> list[Figure]:
    """From the commit of a fact to the mark that its message was received, real processes on a Unix socket."""
    from django.db import transaction

    from article16.wall.outbox import actions, queries
    from tests.wall import made_up
    from tests.wall.running import receiving, until

    delays = []
    with place(kind) as here, receiving(here), sending():
        for _ in range(rounds):
            with transaction.atomic():
                actions.post(zone="support", message=made_up.alert(), at=made_up.NOW)
            begun = time.perf_counter()
            until(lambda: not queries.state("support").unsent, "the receipt")
            delays.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.013)  # so that commits fall anywhere between two looks of the sender
    return [figure(f"commit to receipt ({kind})", delays, "ms", limit=f"p99 ≤ {LIMIT_RECEIPT_P99 * 1000:.0f} ms")]


def drained(kind: str, count: int = 2000) -> list[Figure]:
    """How many messages a second go from the outbox through the inbox, and from the slot into support's records."""
    from article16.wall.inbox import draining
    from tests.wall.running import receiving, until

    with place(kind) as here, receiving(here):
        fill(count)
        begun = time.perf_counter()
        with sending():
            from article16.wall.outbox import queries

            until(lambda: not queries.state("support").unsent, "the sender", seconds=120)
        sent = count / (time.perf_counter() - begun)
        checked = rate(count, lambda: draining.drain(at=datetime.now(UTC), keys=here.keys))
    with place(kind) as here, receiving(here):
        fill(count)
        with sending():
            until(lambda: not queries.state("support").unsent, "the sender", seconds=120)
        unchecked = rate(count, lambda: draining.drain(at=datetime.now(UTC)))
    limit = f"≥ {LIMIT_DRAINED} a second"
    return [
        Figure(f"handed over from a full outbox ({kind})", sent, sent, sent, "a second", limit=limit),
        Figure(f"taken over and opened ({kind})", checked, checked, checked, "a second", unchecked / checked, limit),
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


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return times


def figure(name: str, times: list[float], unit: str, *, ratio: float | None = None, limit: str = "") -> Figure:
    cuts = statistics.quantiles(times, n=100)
    return Figure(name, statistics.median(times), cuts[94], cuts[98], unit, ratio, limit)


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
def place(kind: str) -> Iterator["object"]:
    """Both ends of the wall on a fresh database of this kind."""
    from django.conf import settings

    from article16.wall.outbox import actions
    from tests.wall import databases
    from tests.wall.made_up import NOW

    with tempfile.TemporaryDirectory() as name:
        templates = databases.make_templates(Path(name), kinds=(kind,))
        here = databases.make_place(templates[kind], Path(name) / "place")
        settings.WALL_PINS, settings.WALL_ARRIVALS = {"support": here.pin}, here.arrivals
        databases.use(here.database)
        actions.ensure_epoch(zone="support", at=NOW)
        try:
            yield here
        finally:
            databases.leave()
            databases.drop(here.database)
            databases.drop(templates[kind])


def main() -> None:
    """All figures on SQLite and, when it answers, on PostgreSQL."""
    django.setup()
    from tests.wall.databases import server_answers

    print(f"{'':<52} {'median':>10} {'p95':>10} {'p99':>10}")
    kinds = ["sqlite", *(["postgresql"] if server_answers() else [])]
    print(*sealing(), sep="\n", flush=True)
    for kind in kinds:
        for work in (posting, commit_to_receipt, drained):
            print(*work(kind), sep="\n", flush=True)


if __name__ == "__main__":
    main()
