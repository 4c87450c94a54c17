"""The slot of the inbox: arrivals go in and nothing comes out. Used by the receiving process, without Django."""

import contextlib
import errno
import os
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

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
    signature BLOB NOT NULL DEFAULT x'',
    PRIMARY KEY (zone, epoch, sequence, sha256)
) WITHOUT ROWID
"""
_WRONG_STORE = "The inbox store is neither sqlite:/… nor postgresql://… Set it again."
# A file of arrivals made before messages were signed.
_SIGNED = "ALTER TABLE inbox_arrival ADD COLUMN signature BLOB NOT NULL DEFAULT x''"
COLUMNS = "INTO inbox_arrival (zone, epoch, sequence, sha256, header, sealed, arrived_at, signature)"
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
    def row(self) -> tuple[str, str, int, str, bytes, bytes, str, bytes]:
        """The columns, in the order of the table. Its digest covers the signature: see `Packet.place`."""
        packet = self.packet
        key = (self.zone, self.epoch, self.sequence, packet.place)
        return (*key, packet.header, packet.sealed, self.arrived_at.isoformat(), packet.signature)


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
                self._connection.executemany(f"INSERT OR IGNORE {COLUMNS} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 - constant
                self._connection.execute("COMMIT")
            except sqlite3.Error as problem:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise SlotFull(type(problem).__name__) from None

    def close(self) -> None:
        self._connection.close()


def slot_at(store: str) -> Slot:
    """The slot of a store: "sqlite:/folder/inbox.sqlite3" or "postgresql://role@host/support"."""
    if store.startswith("sqlite:/"):
        return SqliteSlot(Path(store.removeprefix("sqlite:")))
    if store.startswith("postgresql://"):
        from article16.wall.inbox.postgresql import PostgresSlot  # fifteen megabytes that SQLite does without

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
    if path.is_symlink():  # two users meet in its folder; neither shall lead the other elsewhere
        raise OSError(errno.ELOOP, "a link stands in the place of the file of arrivals")
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o660)
        os.fchmod(handle, 0o660)  # whatever the umask: inbox and support may be two users of one group
        os.close(handle)
    with contextlib.closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(LAYOUT)
        if not any(column[1] == "signature" for column in connection.execute("PRAGMA table_info(inbox_arrival)")):
            with contextlib.suppress(sqlite3.OperationalError):  # another process of this service was first
                connection.execute(_SIGNED)


def connect(path: Path, *, threads: bool = False) -> sqlite3.Connection:
    """A connection that syncs each commit, overwrites what is deleted, and trusts no view or trigger in the file."""
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=not threads)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _insert_only(action: int, first: str | None, *_: str | None) -> int:
    """What SQLite asks before each statement; only an insert into the one table is allowed."""
    allowed = action in _ALLOWED and _ALLOWED[action] in (None, first)
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
