"""The slot of the inbox: arrivals go in and nothing comes out. Used by the receiving process, without Django."""

import contextlib
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import psycopg

from article16.wall.wire import Packet

LAYOUT = """
CREATE TABLE IF NOT EXISTS inbox_arrival (
    zone TEXT NOT NULL,
    epoch TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    header BLOB NOT NULL,
    sealed BLOB NOT NULL,
    arrived_at TEXT NOT NULL,
    PRIMARY KEY (zone, epoch, sequence, sha256)
) WITHOUT ROWID
"""
_WRONG_STORE = "The inbox store is neither sqlite:/… nor postgresql://… Set it again."
_COLUMNS = "INTO inbox_arrival (zone, epoch, sequence, sha256, header, sealed, arrived_at)"
_ALLOWED = {sqlite3.SQLITE_INSERT: "inbox_arrival", sqlite3.SQLITE_TRANSACTION: None}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One packet at the door."""

    zone: str
    epoch: str
    sequence: int
    packet: Packet
    arrived_at: datetime

    @property
    def row(self) -> tuple[str, str, int, str, bytes, bytes, str]:
        """The columns, in the order of the table."""
        key = (self.zone, self.epoch, self.sequence, self.packet.sha256)
        return (*key, self.packet.header, self.packet.sealed, self.arrived_at.isoformat())


class SlotFull(RuntimeError):
    """Nothing was stored: disk full, database away. The sender will try again."""


class Slot(Protocol):
    """Where arrivals are dropped."""

    def insert(self, arrivals: Sequence[Arrival]) -> None:
        """All of them durably, or none (SlotFull). What is there already is left as it is."""

    def close(self) -> None:
        """Let go of the store."""


class SqliteSlot:
    """A file of its own, that only this process fills and only support drains."""

    def __init__(self, path: Path) -> None:
        prepare(path)
        self._lock = threading.Lock()
        self._connection = connect(path, threads=True)
        self._connection.set_authorizer(_insert_only)

    def insert(self, arrivals: Sequence[Arrival]) -> None:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                rows = [arrival.row for arrival in arrivals]
                self._connection.executemany(f"INSERT OR IGNORE {_COLUMNS} VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 - constant
                self._connection.execute("COMMIT")
            except sqlite3.Error as problem:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise SlotFull(type(problem).__name__) from None

    def close(self) -> None:
        self._connection.close()


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
            statement = f"INSERT {_COLUMNS} VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"  # noqa: S608
            cursor.executemany(statement, rows)

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
        self._connection = None


def slot_at(store: str) -> Slot:
    """The slot of a store: "sqlite:/folder/inbox.sqlite3" or "postgresql://role@host/support"."""
    if store.startswith("sqlite:/"):
        return SqliteSlot(Path(store.removeprefix("sqlite:")))
    if store.startswith("postgresql://"):
        return PostgresSlot(store)
    raise ValueError(_WRONG_STORE)


def prepare_store(store: str) -> None:
    """Before workers start: refuse a wrong address, and make the file of arrivals where there is none."""
    if store.startswith("sqlite:/"):
        prepare(Path(store.removeprefix("sqlite:")))
    elif not store.startswith("postgresql://"):
        raise ValueError(_WRONG_STORE)


def prepare(path: Path) -> None:
    """Make the file of arrivals where there is none; readable by its user and group only."""
    path.touch(mode=0o660)
    with contextlib.closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(LAYOUT)


def connect(path: Path, *, threads: bool = False) -> sqlite3.Connection:
    """A connection that syncs each commit to the disk and overwrites what is deleted."""
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=not threads)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    return connection


def _insert_only(action: int, first: str | None, *_: str | None) -> int:
    """What SQLite asks before each statement; only an insert into the one table is allowed."""
    allowed = action in _ALLOWED and _ALLOWED[action] in (None, first)
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
