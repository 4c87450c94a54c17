"""Rows of many models gathered and written in bulk, in the order in which they point at each other."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Model


class Rows:
    """Rows by model, in the order in which the models first came: what is pointed at is added first."""

    def __init__(self) -> None:
        self.by_model: dict[type[Model], list[Model]] = {}
        self.written = 0

    def add(self, row: Model) -> None:
        self.by_model.setdefault(type(row), []).append(row)

    def take(self, model: type[Model]) -> list[Model]:
        """The rows of one model, which are written in another way."""
        return self.by_model.pop(model, [])

    def write(self) -> int:
        """Everything gathered so far; how many rows it was."""
        count = 0
        for model, rows in self.by_model.items():
            _insert(model, _in_order(rows))
            count += len(rows)
        self.by_model.clear()
        self.written += count
        return count


def _in_order(rows: list[Model]) -> list[Model]:
    """A table that is kept in the order of its key is written in that order, which is much faster."""
    key = rows[0]._meta.pk
    plain = isinstance(key, models.CompositePrimaryKey | models.AutoField)
    return rows if plain else sorted(rows, key=lambda row: str(row.pk))


def _insert(model: type[Model], rows: list[Model]) -> None:
    """As the database takes rows fastest: millions of them are made up, and no other program writes so many."""
    fields = [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]
    names = ", ".join(f'"{one.column}"' for one in fields)
    table = f'"{model._meta.db_table}"'
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for values in _values(fields, rows, _for_postgresql):
                copy.write_row(values)
        return
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  names of tables and columns alone
        cursor.executemany(insert, _values(fields, rows, _for_sqlite))


def _values(fields: list[Any], rows: list[Model], adapted: Any) -> Iterator[tuple[Any, ...]]:
    """The values of each row, in the order of the fields. A field of JSON is text on both databases."""
    names = [(one.attname, isinstance(one, models.JSONField)) for one in fields]
    for row in rows:
        yield tuple(
            adapted(_json(value) if is_json else value)
            for value, is_json in ((getattr(row, name), is_json) for name, is_json in names)
        )


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def _for_postgresql(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value  # an enum of texts as its text


def _for_sqlite(value: Any) -> Any:
    """As Django writes it: ids without hyphens, moments in UTC without a zone."""
    match value:
        case UUID():
            return value.hex
        case datetime():
            return str(value.astimezone(UTC).replace(tzinfo=None))
        case date() | time():
            return str(value)
        case str() | int() | float() | bytes() | None:
            return str(value) if isinstance(value, str) else value
        case _:
            return str(value)  # a decimal
