"""The triggers of this room: what was written stands, and a released text or criterion keeps its words."""

from article16.common.db.guards import postgresql, refusal, refuse
from article16.common.db.triggers import Trigger


def facts(*tables: str) -> tuple[Trigger, ...]:
    """Rows of these tables are corrected by new rows. They may be deleted, because a man's file is erased whole."""
    return tuple(refusal(table, "update") for table in tables)


def kept(table: str, when: str, what: str) -> Trigger:
    """No update of a row of which `when` holds."""
    name, message = f"{table}_{what}", f"{table} refuses update"
    return Trigger(
        name=name,
        table=table,
        sql={
            "sqlite": f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            "postgresql": postgresql(
                name, table, when="BEFORE UPDATE", body=f"IF {when} THEN {refuse(message)} END IF; RETURN NEW;"
            ),
        },
    )


# "order" is a word of SQL, so the column is called position.
_judged = ("key", "version", "programme_id", "kind", "words", "position", "active_from")
_changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _judged)

TRIGGERS = (
    *facts("intake_interview", "intake_section", "intake_motivation", "intake_assessment", "intake_judgement"),
    *facts("intake_agreement", "intake_withdrawal"),
    kept("intake_agreementtext", "OLD.released_at IS NOT NULL", "released_is_kept"),
    kept("intake_criterion", f"OLD.until IS NOT NULL OR {_changed}", "only_ends"),
)
