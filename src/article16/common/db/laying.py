"""What was written lies on the disk as it came; here it is laid anew, in the order of its random keys.

PostgreSQL lays rows one after another and numbers the transactions that wrote them. After it a table lies in the order
of its keys, every row and every part of a long value under the number of one transaction. SQLite lays rows by their
keys (`key_order`), but what does not fit beside them onto pages of their own, one after another. After it the whole
file lies in the order of its tables and keys. So a stolen copy no longer says what came before what. Snapshots that are
open, a backup's too, see every row.
"""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction

LONGEST_WAIT = 200  # ms for the lock; whoever wants to write waits behind it as long, then the next round tries again
LONGEST = 10_000  # ms for each of three statements; a table that takes longer is locked for too long and stays as it is
BUDGET = 30.0  # seconds after which no further table is begun: deadlines are kept by the same process
SMALL = 16 * 2**20  # bytes; a table or file of this size is locked for some tenths of a second
LARGE_FILE = 256 * 2**20  # bytes; a larger file of SQLite would be locked for longer than its writers wait
ROOM = 3  # times its size must be free: the new file, and the log that brings it over

_KEY = "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = %s::regclass AND indisprimary"
_LONG = (
    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND atttypid = 'bytea'::regtype "
    "AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
)
_FIRST = (
    "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
    "WHERE i.indrelid = %s::regclass AND i.indisprimary"
)

# Laid anew, and nothing written since: every row bears one number, and no later one that locked it; the rows lie in the
# order of their keys, without a gap, where a row would lie that only a reader of an earlier state can still see.
_WRITTEN_SINCE = """SELECT
    EXISTS (SELECT FROM {name} WHERE xmin <> (SELECT xmin FROM {name} LIMIT 1) OR xmax <> '0'::xid)
    OR EXISTS (SELECT FROM (SELECT {key} < lag({key}) OVER (ORDER BY ctid) AS back FROM {name}) AS laid WHERE back)
    OR EXISTS (SELECT FROM {name} GROUP BY (ctid::text::point)[0] HAVING max((ctid::text::point)[1]) > count(*))
"""


def lay(connection: Any, tables: Sequence[str], *, at_most: int | None = None) -> list[str]:
    """Lay these tables anew where something was written since; gives those that were. On SQLite all, with their file.

    `at_most`: bytes; what is larger waits for the night. What somebody else is using now waits for the next time.
    """
    if connection.vendor == "sqlite":
        return list(tables) if _file_laid(connection, at_most or LARGE_FILE) else []
    end = time.monotonic() + BUDGET
    return [
        table
        for table in tables
        if time.monotonic() < end and _due(connection, table, at_most) and _laid(connection, table)
    ]


def file_size(connection: Any) -> int:
    """Bytes of the file of SQLite; 0 where there is none, as on PostgreSQL."""
    path = Path(connection.settings_dict["NAME"])
    return path.stat().st_size if connection.vendor == "sqlite" and path.is_file() else 0


def _file_laid(connection: Any, at_most: int) -> bool:
    size = file_size(connection)
    if not 0 < size <= at_most:
        return False
    if shutil.disk_usage(Path(connection.settings_dict["NAME"]).parent).free < ROOM * size:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT}")  # a long reader must not hold up writers through us
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log still holds what was, as it came
    except DatabaseError:
        return False  # somebody else writes
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(connection.wait_seconds * 1000)}")
    return True


def _due(connection: Any, table: str, at_most: int | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
        if at_most is not None and cursor.fetchone()[0] > at_most:
            return False
        name = connection.ops.quote_name(table)
        cursor.execute(_FIRST, [table])
        key = connection.ops.quote_name(cursor.fetchone()[0])
        cursor.execute(_WRITTEN_SINCE.format(name=name, key=key))
        return cursor.fetchone()[0]


def _laid(connection: Any, table: str) -> bool:
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            _write_again(connection, cursor, table)
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            _in_order(connection, cursor, table)  # leaves behind what the first has replaced
    except DatabaseError:
        return False  # somebody else uses it, or it took too long
    return True


def _write_again(connection: Any, cursor: Any, table: str) -> None:
    """In the order of its keys every row once more, by one transaction; long values get new numbers in this order."""
    name = connection.ops.quote_name(table)
    _in_order(connection, cursor, table)
    cursor.execute(_LONG, [table])
    columns = [connection.ops.quote_name(row[0]) for row in cursor.fetchall()]
    cursor.execute(_FIRST, [table])
    key = connection.ops.quote_name(cursor.fetchone()[0])
    set_to = ", ".join(f"{one} = {one} || ''::bytea" for one in columns) or f"{key} = {key}"
    cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")  # nothing changes that a trigger would have to see
    cursor.execute(f"UPDATE {name} SET {set_to}")  # noqa: S608  names from the catalogue, quoted
    cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _in_order(connection: Any, cursor: Any, table: str) -> None:
    cursor.execute(f"SET LOCAL lock_timeout = {LONGEST_WAIT}")
    cursor.execute(f"SET LOCAL statement_timeout = {LONGEST}")
    cursor.execute(_KEY, [table])
    cursor.execute(f"CLUSTER {connection.ops.quote_name(table)} USING {cursor.fetchone()[0]}")
