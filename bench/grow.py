"""Doubles a filled casework inside its database, so many times over: `python -m bench.grow DOUBLINGS`.

Making a hundred thousand whole men up one by one takes half an hour; copying their rows takes minutes. Each copy is a
man with a file, ids and a code of his own, in a group of his own copy; programmes, staff and offices are the same.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import people

CODES = 500_000  # between the codes of a man and his first copy
DIGITS = "0123456789abcdef"
OTHERS = DIGITS[8:] + DIGITS[:8]  # no digit stays what it was
# Each row points at a copy that is made in the same step: nothing is gained by looking each of them up. What breaks off
# in the middle is made anew, so nothing has to be kept for a way back.
HASTE = {
    "sqlite": (
        "PRAGMA foreign_keys = OFF",
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA cache_size = -1000000",
    ),
    "postgresql": ("SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'"),
}
# Indexes beside those of keys, and triggers: the kind of each, its name, and the statement that makes it.
ADDITIONS = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL "
    "AND tbl_name IN ({marks})",
    "postgresql": "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
    "AND indexname NOT IN (SELECT conname FROM pg_constraint) AND tablename IN ({marks})",
}


def main(doublings: int) -> None:
    people.begin(os.environ, "casework")
    from django.db import connection, transaction

    tables, vendor = _tables(), connection.vendor
    with connection.cursor() as cursor:
        for words in HASTE[vendor]:
            cursor.execute(words)
        with _bare(cursor, [model._meta.db_table for model in tables], vendor):
            for step in range(doublings):
                with transaction.atomic():
                    for model in tables:
                        cursor.execute(_statement(model, tables, step, vendor))
                print(f"{step + 1} of {doublings}", file=sys.stderr, flush=True)
        if vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode = WAL")


@contextmanager
def _bare(cursor: Any, tables: list[str], vendor: str) -> Iterator[None]:
    """Without indexes and triggers, which are made again at the end: sorted once, they take a fraction of the time."""
    marks = ", ".join(["%s"] * len(tables))
    cursor.execute(ADDITIONS[vendor].format(marks=marks), tables)
    found = cursor.fetchall()
    for kind, name, _made in found:
        cursor.execute(f'DROP {kind} "{name}"')
    yield
    for _kind, _name, made in found:
        cursor.execute(made)


def _tables() -> list[Any]:
    """Every table about a man, and groups with what belongs to them."""
    from article16.casework.groups.models import Debrief, Facilitator, Group, Session
    from article16.casework.transfer.reach import of_men

    return [*(one.model for one in of_men()), Group, Facilitator, Session, Debrief]


def _statement(model: Any, tables: list[Any], step: int, vendor: str) -> str:
    fields = [one for one in model._meta.concrete_fields if "AutoField" not in type(one).__name__]
    values = ", ".join(_value(one, model, tables, step, vendor) for one in fields)
    names, table = ", ".join(f'"{one.column}"' for one in fields), model._meta.db_table
    return f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}"'


def _value(field: Any, model: Any, tables: list[Any], step: int, vendor: str) -> str:
    column, name = f'"{field.column}"', f"{model.__name__}.{field.name}"
    if name == "Client.code":
        return f"'C-' || (CAST(substr({column}, 3) AS integer) + {CODES << step})"
    if name == "Group.name":
        return f"{column} || ' {step}'"
    own = field.related_model in tables if field.is_relation else type(field).__name__ == "UUIDField"
    return _other(column, step + 1, vendor) if own else column


def _other(column: str, place: int, vendor: str) -> str:
    """Another id in place of this one, the same wherever it stands: one digit of it is another."""
    text = f"{column}::text" if vendor == "postgresql" else column
    digit = f"substr({text}, {place}, 1)"
    if vendor == "postgresql":
        other = f"translate({digit}, '{DIGITS}', '{OTHERS}')"
        return f"(substr({text}, 1, {place - 1}) || {other} || substr({text}, {place + 1}))::uuid"
    other = f"substr('{OTHERS}', instr('{DIGITS}', {digit}), 1)"
    return f"substr({text}, 1, {place - 1}) || {other} || substr({text}, {place + 1})"


if __name__ == "__main__":
    main(int(sys.argv[1]))
