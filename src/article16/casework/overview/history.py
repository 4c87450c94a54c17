"""Everything that happened to one man, in order: one query over the branches of all rooms."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from article16.casework.timeline import TYPES, Row
from article16.common.accounts.models import Staff

from . import rooms

SIZE = 50
# Stands for the man while the branches are put into words, which is done once in the life of a process.
SOMEBODY = UUID("5f0e4c1e-0000-4000-8000-000000000000")
NEWEST_FIRST = 'ORDER BY "on" DESC, "at" DESC, "row" DESC'
ON, AT, ROW, CORRECTS = (list(TYPES).index(name) for name in ("on", "at", "row", "corrects"))


@dataclass(frozen=True, slots=True)
class Mark:
    """Another entry that this one points at."""

    row: UUID
    on: date


@dataclass(frozen=True, slots=True)
class Event:
    """One entry, and its neighbours in a chain of corrections."""

    row: Row
    by: str  # the name of who wrote it; empty: the service itself
    instead_of: Mark | None
    replaced_by: Mark | None


@dataclass(frozen=True, slots=True)
class History:
    """A stretch of it, newest first; `counts` are of the whole."""

    events: tuple[Event, ...]
    counts: dict[str, int]  # kind to entries
    earliest: date | None
    newer: str  # token of the stretch before this one; empty: this is the newest
    older: str
    left: int  # entries older than this stretch
    # Kind and episode to the codes of the rows that no later one replaced, the oldest first.
    standing: dict[tuple[str, UUID], tuple[str, ...]]


def history(
    client_id: UUID,
    episodes: Collection[UUID],
    *,
    kinds: Collection[str] | None = None,
    token: str = "",
    size: int = SIZE,
) -> History:
    """What is written about this man in these episodes; `kinds` limits it, `token` is an entry's id.

    One query, whatever there is. What is not shown is counted and not made into values.
    """
    raw = _fetched(client_id, episodes)
    place = {row[ROW]: n for n, row in enumerate(raw)}
    replaced = {row[CORRECTS]: row for row in raw if row[CORRECTS]}
    counts = Counter(row[0] for row in raw)
    chosen = raw if kinds is None else [row for row in raw if row[0] in kinds]
    start = _start(chosen, place, token)
    shown = chosen[start : start + size]
    events = tuple(_event(row, raw, place, replaced) for row in shown)
    return History(
        events,
        dict(counts),
        _day(chosen[-1][ON]) if chosen else None,
        newer=str(_id(chosen[max(start - size, 0)][ROW])) if start else "",
        older=str(_id(chosen[start + size][ROW])) if len(chosen) > start + size else "",
        left=max(len(chosen) - start - size, 0),
        standing=_standing(raw, replaced),
    )


def _standing(raw: Sequence[Any], replaced: dict[Any, Any]) -> dict[tuple[str, UUID], tuple[str, ...]]:
    found: dict[tuple[str, Any], list[str]] = {}
    for row in reversed(raw):
        if row[ROW] not in replaced:
            found.setdefault((row[0], row[4]), []).append(row[5])
    return {(kind, _id(episode)): tuple(codes) for (kind, episode), codes in found.items()}


def _start(chosen: Sequence[Any], place: dict[Any, int], token: str) -> int:
    """Where the named entry stands, or, when it is filtered out, the first one after it; nonsense is the newest."""
    try:
        here = place[_as_stored(UUID(token))]
    except (KeyError, ValueError):
        return 0
    return next((n for n, row in enumerate(chosen) if place[row[ROW]] >= here), 0)


def _event(row: Sequence[Any], raw: Sequence[Any], place: dict[Any, int], replaced: dict[Any, Any]) -> Event:
    old = place.get(row[CORRECTS])
    new = replaced.get(row[ROW])
    return Event(
        Row(
            row[0], _day(row[ON]), _moment(row[AT]), _id(row[ROW]), _id(row[4]), row[5], row[6], *map(_maybe, row[7:9])
        ),
        row[9] or "",
        Mark(_id(raw[old][ROW]), _day(raw[old][ON])) if old is not None else None,
        Mark(_id(new[ROW]), _day(new[ON])) if new else None,
    )


def _fetched(client_id: UUID, episodes: Collection[UUID]) -> list[Sequence[Any]]:
    if not episodes:
        return []
    sql, params, slots = _statement(connection.vendor)
    man, these = _as_stored(client_id), [_as_stored(one) for one in episodes]
    filled = [man if slot else param for param, slot in zip(params, slots, strict=True)]
    marks = ", ".join(["%s"] * len(these))
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} WHERE episode IN ({marks}) {NEWEST_FIRST}", [*filled, *these])
        return cursor.fetchall()


@cache
def _statement(vendor: str) -> tuple[str, list[Any], list[bool]]:
    """The query over all branches, its parameters, and which of them is the man."""
    parts, params = [], []
    for rows in rooms.branches(SOMEBODY).values():
        sql, given = rows.query.sql_with_params()
        parts.append(sql)
        params += given
    names = ", ".join(f'"{name}"' for name in TYPES)
    union = " UNION ALL ".join(parts)
    slots = [param in (SOMEBODY, SOMEBODY.hex) for param in params]
    told = f'SELECT {names}, s.name FROM everything LEFT JOIN {Staff._meta.db_table} s ON s.id = everything."by"'  # noqa: S608  names of our own columns
    return f"WITH everything ({names}) AS ({union}) {told}", params, slots


def _as_stored(one: UUID) -> Any:
    return one if connection.features.has_native_uuid_field else one.hex


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _maybe(value: Any) -> UUID | None:
    return _id(value) if value else None


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def _moment(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
