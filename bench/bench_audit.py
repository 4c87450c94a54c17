"""What the audit log costs: one act with and without its row, and the check of a long chain."""

import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
VERIFY_LIMIT = 30.0  # seconds for 1,000,000 rows
PAGE_LIMIT = 10.0  # ms of CPU for a page of 50 rows with its audit row


@contextmanager
def audit_log(address: str) -> Any:
    """A new audit log at this address in the place of Django's default database."""
    from article16.common.db import triggers
    from tests.common.databases import as_default, make_tables

    with as_default(address) as connection:
        make_tables(connection)
        triggers.install(connection)
        yield connection


def timed(act: Callable[[int], None], *, times: int) -> dict[str, float]:
    """Wall clock and CPU of single acts in milliseconds."""
    walls, cpus = [], []
    for turn in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        act(turn)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    walls.sort()
    return {"median": statistics.median(walls), "p95": walls[int(0.95 * times)], "cpu": statistics.mean(cpus)}


def bench_recording(address: str, *, times: int = 500) -> None:
    """An act of one INSERT alone, with an audit row of one id, and with one of a list of fifty."""
    from django.db import transaction

    from article16.common.audit.actions import Verb, record

    with audit_log(address) as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE fact (one text)")

        def act(ids: int | None) -> Callable[[int], None]:
            def once(turn: int) -> None:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("INSERT INTO fact VALUES (%s)", ["x" * 100])
                    if ids is not None:
                        names = [f"{turn:08x}-7c1e-4f6a-9b1d-{n:012x}" for n in range(ids)]
                        record(verb=Verb.READ, thing="client", ids=names, by="ana", what="client-list", at=NOW)

            return once

        plain, one, fifty = (timed(act(ids), times=times) for ids in (None, 1, 50))
        _print(connection.vendor, "act without audit", plain, plain)
        _print(connection.vendor, "act with audit of one id", one, plain)
        _print(connection.vendor, f"act with audit of fifty ids (page limit {PAGE_LIMIT:g} ms CPU)", fifty, plain)


def bench_verifying(address: str, *, rows: int = 1_000_000) -> None:
    """The check of a chain of so many rows, two thirds with one id, one third of them with none."""
    from article16.common.audit.sealer import seal_once
    from article16.common.audit.verifying import verify

    with audit_log(address) as connection, tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        start = time.perf_counter()
        _fill(rows)
        filled = time.perf_counter()
        seal_once(at=NOW, folder=folder)
        sealed = time.perf_counter()
        tracemalloc.start()
        verify(connection=connection, folder=folder, at=NOW, stop=_after(10))
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        checked = time.perf_counter()
        verdict = verify(connection=connection, folder=folder, at=NOW)
        took = time.perf_counter() - checked
        assert verdict.good, verdict.problems
        assert verdict.rows == rows
        limit = VERIFY_LIMIT * rows / 1_000_000
        print(
            f"{connection.vendor:10} fill {filled - start:6.1f} s, seal {sealed - filled:6.1f} s, verify {rows:,} rows "
            f"{took:6.1f} s = {took / limit:.2f} of its limit, memory {peak:.1f} MB"
        )


def _fill(rows: int) -> None:
    from uuid import UUID, uuid4

    from article16.common.audit.models import Entry

    def entry(turn: int) -> Entry:
        ids = [str(UUID(int=turn % 20_000))] if turn % 3 else []
        return Entry(
            id=uuid4(), at=NOW, actor=f"ana-{turn % 50}", verb="read", thing="client", ids=ids, what="client-file"
        )

    for first in range(0, rows, 20_000):
        Entry.objects.bulk_create([entry(turn) for turn in range(first, min(first + 20_000, rows))])


def _after(batches: int) -> Callable[[], bool]:
    turns = iter(range(batches))
    return lambda: next(turns, None) is None


def _print(vendor: str, name: str, found: dict[str, float], plain: dict[str, float]) -> None:
    print(
        f"{vendor:10} {name:60} median {found['median']:6.2f} ms, p95 {found['p95']:6.2f} ms, "
        f"CPU {found['cpu']:5.2f} ms, ratio {found['median'] / plain['median']:.2f}"
    )


def main(*, rows: int = 1_000_000) -> None:
    """Everything, on a SQLite file and on PostgreSQL when one answers."""
    from tests.common.databases import postgresql_answers, postgresql_database

    for bench in (bench_recording, lambda address: bench_verifying(address, rows=rows)):
        with tempfile.TemporaryDirectory() as made:
            bench(str(Path(made) / "bench.sqlite3"))
        if postgresql_answers():
            with postgresql_database() as address:
                bench(address)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.common.settings")
    django.setup()
    main(rows=int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
