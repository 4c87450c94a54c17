"""Tables whose rows lie in the order of their random keys, so that a stolen file does not say which came first."""

import re
from collections.abc import Callable, Sequence
from typing import Any

_TABLE = re.compile(r"^[a-z_]+$")


def in_key_order(*tables: str) -> Callable[[Any, Any], None]:
    """For `migrations.RunPython`: on SQLite each of these tables is made anew WITHOUT ROWID. Elsewhere nothing.

    A later migration that makes Django rebuild such a table ends with this again; the suites look.
    """

    def make(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for table in tables:
                _remake(schema_editor, table)

    return make


def without_rowid(connection: Any, tables: Sequence[str]) -> dict[str, bool]:
    """Which of these tables of a SQLite database keep no row number."""
    with connection.cursor() as cursor:
        return {table: "WITHOUT ROWID" in _made(cursor, table, "table")[0].upper() for table in tables}


def _remake(schema_editor: Any, table: str) -> None:
    # Constraint checks are off while a schema editor of SQLite is open, and rows of other tables keep pointing here.
    if not _TABLE.fullmatch(table):
        raise ValueError(table)
    with schema_editor.connection.cursor() as cursor:
        (sql,) = _made(cursor, table, "table")
        indexes = _made(cursor, table, "index")
        if "WITHOUT ROWID" in sql.upper():
            return
        fresh = sql.replace(f'"{table}"', f'"{table}__new"', 1).rstrip() + " WITHOUT ROWID"
        cursor.execute(fresh)
        cursor.execute(f'INSERT INTO "{table}__new" SELECT * FROM "{table}"')  # noqa: S608  a name of ours, matched above
        cursor.execute(f'DROP TABLE "{table}"')
        cursor.execute(f'ALTER TABLE "{table}__new" RENAME TO "{table}"')
        for index in indexes:
            cursor.execute(index)


def _made(cursor: Any, table: str, kind: str) -> list[str]:
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type = %s AND sql IS NOT NULL", [table, kind])
    return [row[0] for row in cursor.fetchall()]
