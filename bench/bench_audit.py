"""What the audit log costs: one act with and without its row, and the check of a long chain."""

import os
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import django

from bench.figures import Figure, at_most, figure, timed
from bench.home import disk_folder, postgresql_database
from bench.suites import SQLITE, Extent

NOW = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
ROWS = 1_000_000
VERIFY_LIMIT = 30.0  # seconds for so many rows


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """Recording beside the act alone, then the check of a long chain, each on a database of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.common.settings"
    django.setup()
    with new_address(database) as address:
        yield from recording(database, address, extent.times(500))
    with new_address(database) as address:
        yield from verifying(database, address, extent.times(ROWS, least=20_000))


@contextmanager
def new_address(database: str) -> Iterator[str]:
    """A SQLite file, or a PostgreSQL database, that is not there before and not after."""
    if database != SQLITE:
        with postgresql_database() as address:
            yield address
        return
    with disk_folder() as folder:
        yield str(folder / "bench.sqlite3")


@contextmanager
def audit_log(address: str) -> Any:
    """A new audit log at this address in the place of Django's default database."""
    from article16.common.db import triggers
    from tests.common.databases import as_default, make_tables

    with as_default(address) as connection:
        make_tables(connection)
        triggers.install(connection)
        yield connection


def recording(database: str, address: str, times: int) -> Iterator[Figure]:
    """An act of one INSERT alone, with an audit row of one id, and with one of a list of fifty."""
    from django.db import transaction

    from article16.common.audit.actions import Verb, record

    with audit_log(address) as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE fact (one text)")

        def act(ids: int | None) -> Callable[[], None]:
            turns = iter(range(times))

            def once() -> None:
                turn = next(turns)
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("INSERT INTO fact VALUES (%s)", ["x" * 100])
                    if ids is not None:
                        names = [f"{turn:08x}-7c1e-4f6a-9b1d-{n:012x}" for n in range(ids)]
                        record(verb=Verb.READ, thing="client", ids=names, by="ana", what="client-list", at=NOW)

            return once

        plain, one, fifty = (timed(act(ids), times) for ids in (None, 1, 50))
    yield figure("act without audit", database, plain, "ms")
    for name, found in (("act with audit of one id", one), ("act with audit of fifty ids", fifty)):
        ratio = median(found) / median(plain)
        yield figure(name, database, found, "ms", ratio=ratio, to="the act without audit")


def verifying(database: str, address: str, rows: int) -> Iterator[Figure]:
    """The check of a chain of so many rows, two thirds with one id, one third of them with none."""
    from article16.common.audit.sealer import seal_once
    from article16.common.audit.verifying import verify

    with audit_log(address) as connection, tempfile.TemporaryDirectory() as made:
        folder = Path(made)
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
    limits = (at_most(VERIFY_LIMIT * rows / ROWS),)
    yield Figure(f"seal {rows:,} rows of the record", database, sealed - filled, "s")
    yield Figure(f"verify {rows:,} rows of the record", database, took, "s", limits=limits)
    yield Figure("memory that the check asks for", database, peak, "MB")


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
