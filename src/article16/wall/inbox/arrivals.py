"""What lies in the slot, seen from inside: support reads it, takes it over, and empties the slot."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from article16.wall.inbox import slots
from article16.wall.wire import Packet

_COLUMNS = "zone, epoch, sequence, sha256, header, sealed, arrived_at, signature"
_SELECT = f"SELECT {_COLUMNS} FROM inbox_arrival ORDER BY zone, epoch, sequence LIMIT "  # noqa: S608 - constant
_DELETE = "DELETE FROM inbox_arrival WHERE zone = {0} AND epoch = {0} AND sequence = {0} AND sha256 = {0}"
_OLDEST = "SELECT min(arrived_at) FROM inbox_arrival"
_COUNT = "SELECT count(*) FROM inbox_arrival"


Key = tuple[str, str, int, str]  # zone, epoch, sequence, digest, as whoever filled the slot wrote them


@dataclass(frozen=True, slots=True)
class Found:
    """One packet that lay in the slot. Only the packet itself is believed; the key is for emptying the slot."""

    key: Key
    packet: Packet
    arrived_at: datetime


def read(limit: int) -> list[Found]:
    """The next arrivals, in the order of their numbers. One query."""
    with _cursor() as cursor:
        cursor.execute(_SELECT + str(int(limit)))
        return [_found(row) for row in cursor.fetchall()]


def forget(found: Iterable[Found]) -> None:
    """Empty the slot of these, which support has stored."""
    keys = [each.key for each in found]
    with _cursor() as cursor:
        cursor.executemany(_DELETE.format("?" if _path() else "%s"), keys)


def count() -> int:
    """How many lie in the slot. One query."""
    with _cursor() as cursor:
        cursor.execute(_COUNT)
        return cursor.fetchone()[0]


def bring_back(path: Path) -> None:
    """After a restore: what a backup found in the slot comes into the slot of today, and the copy goes."""
    if path == _path() or not path.exists():
        return
    slots.prepare(path)  # a copy of an earlier version gets the columns of today
    with contextlib.closing(slots.connect(path)) as copy:
        rows = copy.execute(f"SELECT {_COLUMNS} FROM inbox_arrival").fetchall()  # noqa: S608 - constant
    signs = ["?" if _path() else "%s"] * len(_COLUMNS.split(","))
    with _cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO inbox_arrival ({_COLUMNS}) VALUES ({', '.join(signs)}) ON CONFLICT DO NOTHING",  # noqa: S608 - constant
            rows,
        )
    for name in ("", "-wal", "-shm"):
        path.with_name(path.name + name).unlink(missing_ok=True)


def oldest(at: datetime) -> datetime:
    """When the one came that has lain in the slot for longest; `at` when it is empty. One query."""
    with _cursor() as cursor:
        cursor.execute(_OLDEST)
        found = cursor.fetchone()[0]
    if found is None:
        return at
    return datetime.fromisoformat(found) if isinstance(found, str) else found


def grant_insert_only(role: str) -> None:
    """On PostgreSQL: let this role put arrivals into the slot, and do nothing else in the database."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT INSERT ON inbox_arrival TO {name}")


def _path() -> Path | None:
    """The file of arrivals; none on PostgreSQL, where they are a table of support's database."""
    return settings.WALL_ARRIVALS


@contextlib.contextmanager
def _cursor() -> Iterator[Any]:
    path = _path()
    if path is None:
        with connection.cursor() as cursor:
            yield cursor
        return
    slots.prepare(path)
    with contextlib.closing(slots.connect(path)) as own:
        own.execute("BEGIN IMMEDIATE")
        yield own.cursor()
        own.execute("COMMIT")


def _found(row: tuple[Any, ...]) -> Found:
    *key, header, sealed, arrived_at, signature = row
    moment = datetime.fromisoformat(arrived_at) if isinstance(arrived_at, str) else arrived_at
    return Found((key[0], key[1], key[2], key[3]), Packet(bytes(header), bytes(sealed), bytes(signature)), moment)
