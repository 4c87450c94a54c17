"""How an entry becomes bytes and a hash, the same on SQLite and PostgreSQL; `docs/reference/audit.md` spells it out."""

import hashlib
import json
import struct
from collections.abc import Iterator, Sequence
from typing import Any

GENESIS = bytes(32)  # stands before the first row
_ABSENT = struct.pack(">I", 0xFFFF_FFFF)
_length = struct.Struct(">I").pack
_place = struct.Struct(">Q").pack

# Read as bytes, so that text which is no text any more is found and does not stop the reader.
_ON_SQLITE = (
    "CAST(e.id AS BLOB), CAST(e.at AS BLOB), CAST(e.actor AS BLOB), CAST(e.verb AS BLOB), CAST(e.thing AS BLOB), "
    "CAST(e.what AS BLOB), CAST(e.reason AS BLOB), CAST(e.sealed AS BLOB), CAST(e.ids AS BLOB)"
)
_ON_POSTGRESQL = (
    "replace(e.id::text, '-', ''), to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.actor, e.verb, "
    "e.thing, e.what, e.reason, e.sealed, e.ids::text"
)


def columns(vendor: str) -> str:
    """The columns of `audit_entry e` in the order of the encoding, for a SELECT."""
    return _ON_SQLITE if vendor == "sqlite" else _ON_POSTGRESQL


def encoded(row: Sequence[Any]) -> bytes:
    """An entry as bytes: every field with its length before it, so that no two entries give the same."""
    fields = [_bytes(value) for value in row]
    fields[1] = _with_microseconds(fields[1])
    parts = [_ABSENT if field is None else _length(len(field)) + field for field in fields[:-1]]
    return b"".join(parts) + _encoded_ids(fields[-1])


def linked(previous: bytes, seq: int, row: Sequence[Any]) -> bytes:
    """The hash of row `seq`, which rests on the hash of the row before it."""
    return hashlib.sha256(previous + _place(seq) + encoded(row)).digest()


def _ids(text: bytes | None) -> list[str] | None:
    """None when somebody has put there what is no list of texts."""
    if text == b"[]":
        return []
    try:
        ids = json.loads(text or b"")
    except (TypeError, ValueError):
        return None
    return ids if isinstance(ids, list) and all(isinstance(one, str) for one in ids) else None


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


def _encoded_ids(text: bytes | None) -> bytes:
    ids = _ids(text)
    if ids is None:
        return _ABSENT + (text or b"")
    named = [one.encode("utf-8", "surrogatepass") for one in ids]
    return _length(len(named)) + b"".join(_length(len(one)) + one for one in named)


def _with_microseconds(at: bytes | None) -> bytes | None:
    # SQLite leaves six zeros away.
    return at + b".000000" if at is not None and len(at) == len("2026-01-01 00:00:00") else at


def _bytes(value: Any) -> bytes | None:
    if value is None or type(value) is bytes:
        return value
    return value.encode() if type(value) is str else bytes(value)
