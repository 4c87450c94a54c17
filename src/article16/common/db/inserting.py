"""New rows without what Django does for each statement anew: that is a large part of a page that saves."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import AutoField, Field, Model

from article16.common.db.prepared import planned_cursor

_known: dict[tuple[str, str, int], str] = {}  # database, table, rows -> statement
MOST_KEPT = 256  # statements: another number of rows is another one


def insert(rows: Sequence[Model]) -> None:
    """As `bulk_create`: rows of one table in one statement. A number that the database draws is not given back."""
    if not rows:
        return
    fields = [one for one in rows[0]._meta.concrete_fields if not isinstance(one, AutoField)]
    cells = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields]
    key = (connection.vendor, rows[0]._meta.db_table, len(rows))
    if key not in _known:
        if len(_known) >= MOST_KEPT:
            _known.clear()
        _known[key] = _words(key[1], fields, len(rows))
    with planned_cursor() as cursor:
        cursor.execute(_known[key], cells)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _words(table: str, fields: Sequence[Field], count: int) -> str:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    return f"INSERT INTO {quoted(table)} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608  our model's names
