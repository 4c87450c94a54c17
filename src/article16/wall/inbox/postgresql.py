"""The slot of the inbox on PostgreSQL. Loaded only where support's database is one."""

import contextlib
import threading
from collections.abc import Sequence

import psycopg

from article16.wall.inbox.slots import COLUMNS, Arrival, SlotFull


class PostgresSlot:
    """The table in support's database, reached by a role that may only insert."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None

    def insert(self, arrivals: Sequence[Arrival]) -> None:
        with self._lock:
            try:
                self._insert([arrival.row for arrival in arrivals])
            except psycopg.Error as problem:
                self.close()
                raise SlotFull(type(problem).__name__) from None

    def _insert(self, rows: Sequence[tuple]) -> None:
        if self._connection is None:
            self._connection = psycopg.connect(self._address, connect_timeout=5)
        with self._connection.transaction(), self._connection.cursor() as cursor:
            # Without a named target this needs no right to read.
            statement = f"INSERT {COLUMNS} VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"  # noqa: S608 - constant
            cursor.executemany(statement, rows)

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
        self._connection = None
