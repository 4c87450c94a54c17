"""Rules that the database itself keeps, whoever writes to it: made again after each migration, missed at start-up."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

_registry: dict[str, "Trigger"] = {}


@dataclass(frozen=True, slots=True)
class Trigger:
    """One rule on one table; `sql` holds all statements that make it, for each vendor that needs the rule."""

    name: str
    table: str
    sql: Mapping[str, str]


def register(*triggers: Trigger) -> None:
    """Called from an app's `ready`, so that a service keeps the rules of the apps it has, and no others."""
    for trigger in triggers:
        known = _registry.setdefault(trigger.name, trigger)
        if known != trigger:
            raise ValueError(f"Two different triggers are named {trigger.name}.")


def registered(vendor: str) -> tuple[Trigger, ...]:
    """The rules that a database of this vendor must keep, in the order of their registration."""
    return tuple(trigger for trigger in _registry.values() if vendor in trigger.sql)


def install(connection: Any) -> None:
    """Makes every registered trigger anew, in one transaction; a table not made yet is left for the next migration."""
    with _changing(connection) as (cursor, triggers):
        for trigger in triggers:
            _drop(connection, cursor, trigger)
            cursor.execute(trigger.sql[connection.vendor])
            if connection.vendor == "postgresql":
                _remember(cursor, trigger)


def remove(connection: Any) -> None:
    """For tests that empty every table, and for nothing else: both services refuse to start without triggers."""
    with _changing(connection) as (cursor, triggers):
        for trigger in triggers:
            _drop(connection, cursor, trigger)


def missing(connection: Any) -> list[str]:
    """Names of the triggers that are not there, switched off, or not as the code has them."""
    with connection.cursor() as cursor:
        intact = _intact_on_sqlite if connection.vendor == "sqlite" else _intact_on_postgresql
        return [trigger.name for trigger in registered(connection.vendor) if not intact(cursor, trigger)]


@contextmanager
def _changing(connection: Any) -> Iterator[tuple[Any, list[Trigger]]]:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        yield cursor, [trigger for trigger in registered(connection.vendor) if trigger.table in tables]


def _drop(connection: Any, cursor: Any, trigger: Trigger) -> None:
    name = connection.ops.quote_name(trigger.name)
    table = f" ON {connection.ops.quote_name(trigger.table)}" if connection.vendor == "postgresql" else ""
    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


def _intact_on_sqlite(cursor: Any, trigger: Trigger) -> bool:
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s AND tbl_name = %s",
        [trigger.name, trigger.table],
    )
    row = cursor.fetchone()
    return row is not None and _words(row[0]) == _words(trigger.sql["sqlite"])


def _intact_on_postgresql(cursor: Any, trigger: Trigger) -> bool:
    found = _read_back(cursor, trigger)
    if found is None:
        return False
    enabled, definition, body, comment = found
    # The server keeps a function's body word for word, so it must stand in our own text.
    return enabled == "O" and body in trigger.sql["postgresql"] and comment == _fingerprint(trigger, definition)


def _read_back(cursor: Any, trigger: Trigger) -> tuple[str, str, str, str | None] | None:
    cursor.execute(
        "SELECT t.tgenabled, pg_get_triggerdef(t.oid), p.prosrc, obj_description(t.oid, 'pg_trigger') "
        "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgname = %s AND t.tgrelid = to_regclass(%s) AND NOT t.tgisinternal",
        [trigger.name, f'"{trigger.table}"'],
    )
    row = cursor.fetchone()
    return None if row is None else (_text(row[0]), row[1], row[2], row[3])


def _remember(cursor: Any, trigger: Trigger) -> None:
    """PostgreSQL rewords a definition: what it answers now is noted beside it, to be compared later."""
    found = _read_back(cursor, trigger)
    if found is None:
        raise ValueError(f"The SQL of trigger {trigger.name} does not make a trigger of that name on {trigger.table}.")
    cursor.execute(f'COMMENT ON TRIGGER "{trigger.name}" ON "{trigger.table}" IS \'{_fingerprint(trigger, found[1])}\'')


def _fingerprint(trigger: Trigger, definition: str) -> str:
    return hashlib.sha256(f"{trigger.sql['postgresql']}\0{definition}".encode()).hexdigest()


def _words(sql: str) -> str:
    return " ".join(sql.split()).rstrip("; ")


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
