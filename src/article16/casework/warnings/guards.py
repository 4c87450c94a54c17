"""The triggers of this room: what was raised stays raised, and every fact that is written is noted for the rules."""

from article16.casework.clients.erasable import append_only_but_erased
from article16.common.db.guards import postgresql
from article16.common.db.triggers import Trigger

TRIGGERS = append_only_but_erased("warnings_raised")


def noting(table: str) -> tuple[Trigger, Trigger]:
    """Whoever writes into this table, and however: its rows are noted for the rules."""
    return _noting(table, "insert"), _noting(table, "update")


def _noting(table: str, event: str) -> Trigger:
    name = f"{table}_noted_{event}"
    note = f"INSERT INTO warnings_changed (fact_table, row_id) VALUES ('{table}', NEW.id);"  # noqa: S608  a table of ours
    made = f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON "{table}" BEGIN {note} END'
    return Trigger(
        name=name,
        table=table,
        sql={
            "sqlite": made,
            "postgresql": postgresql(name, table, when=f"AFTER {event.upper()}", body=f"{note} RETURN NULL;"),
        },
    )
