"""Ready-made triggers: a table that only grows, and the two statements that a trigger needs on PostgreSQL."""

from article16.common.db.triggers import Trigger


def append_only(table: str) -> tuple[Trigger, ...]:
    """Rows of this table can be added and read; the database refuses to change or delete them, whoever asks."""
    return (refusal(table, "update"), refusal(table, "delete"), no_truncate(table))


def refusal(table: str, event: str) -> Trigger:
    """Every `event` ("update" or "delete") on the table fails as an integrity error that quotes no row."""
    name, message = f"{table}_no_{event}", f"{table} refuses {event}"
    return Trigger(
        name=name,
        table=table,
        sql={
            "sqlite": f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            "postgresql": postgresql(name, table, when=f"BEFORE {event.upper()}", body=refuse(message)),
        },
    )


def refusal_unless(table: str, event: str, *, unless: str) -> Trigger:
    """As `refusal`, but not while `unless`, a condition in the SQL of both databases, holds."""
    name, message = f"{table}_no_{event}", f"{table} refuses {event}"
    body = f"IF NOT ({unless}) THEN {refuse(message)} END IF; RETURN {'OLD' if event == 'delete' else 'NEW'};"
    return Trigger(
        name=name,
        table=table,
        sql={
            "sqlite": f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" WHEN NOT ({unless}) '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            "postgresql": postgresql(name, table, when=f"BEFORE {event.upper()}", body=body),
        },
    )


def no_truncate(table: str) -> Trigger:
    """PostgreSQL empties a table without firing its delete triggers; SQLite knows no such statement."""
    name = f"{table}_no_truncate"
    body = refuse(f"{table} refuses truncate")
    return Trigger(
        name=name,
        table=table,
        sql={"postgresql": postgresql(name, table, when="BEFORE TRUNCATE", body=body, level="STATEMENT")},
    )


def postgresql(name: str, table: str, *, when: str, body: str, level: str = "ROW") -> str:
    """A function and its trigger of the same name; `body` is PL/pgSQL between BEGIN and END."""
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$; '
        f'CREATE TRIGGER "{name}" {when} ON "{table}" FOR EACH {level} EXECUTE FUNCTION "{name}"()'
    )


def refuse(message: str) -> str:
    """PL/pgSQL that stops the statement; Django sees an IntegrityError, as on SQLite."""
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
