"""How an entry becomes bytes and a hash, the same on SQLite and PostgreSQL; `docs/reference/audit.md` spells it out."""

import hashlib
import struct
from collections.abc import Iterator, Sequence
from typing import Any

GENESIS = bytes(32)  # stands before the first row
_ABSENT = 0xFFFF_FFFF
_WHOLE_SECOND = len("2026-01-01 00:00:00")

# Read as bytes, so that text which is no text any more is found and does not stop the reader.
_ON_SQLITE = (
    "CAST(e.id AS BLOB), CAST(e.at AS BLOB), CAST(e.actor AS BLOB), CAST(e.verb AS BLOB), CAST(e.thing AS BLOB), "
    "CAST(e.what AS BLOB), CAST(e.reason AS BLOB), CAST(e.sealed AS BLOB), CAST(e.ids AS BLOB)"
)
_ON_POSTGRESQL = (
    "replace(e.id::text, '-', ''), to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.actor, e.verb, "
    "e.thing, e.what, e.reason, e.sealed, e.ids::text"
)


_lengths = struct.Struct(">9I").pack  # one for each column
_place = struct.Struct(">Q").pack


def columns(vendor: str) -> str:
    """The columns of `audit_entry e` in the order of the encoding, for a SELECT."""
    return _ON_SQLITE if vendor == "sqlite" else _ON_POSTGRESQL


def encoded(row: Sequence[Any]) -> bytes:
    """An entry as bytes: the lengths of its fields, then the fields, so that no two entries give the same."""
    fields = [value if type(value) is bytes else _bytes(value) for value in row]
    at = fields[1]
    if at is not None and len(at) == _WHOLE_SECOND:
        fields[1] = at + b".000000"  # SQLite leaves six zeros away
    lengths = [_ABSENT if field is None else len(field) for field in fields]
    return _lengths(*lengths) + b"".join(field for field in fields if field is not None)


def linked(previous: bytes, seq: int, row: Sequence[Any]) -> bytes:
    """The hash of row `seq`, which rests on the hash of the row before it."""
    return hashlib.sha256(previous + _place(seq) + encoded(row)).digest()


def batches(connection: Any, sql: str, *, start: int, size: int) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of a SELECT over `seq > %s … LIMIT %s`, some at a time: no long transaction, constant memory."""
    last: Any = start
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [last, size])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _bytes(value: Any) -> bytes | None:
    if value is None:
        return None
    return value.encode() if type(value) is str else bytes(value)
