"""The triggers that keep the audit log whole, whoever writes to the database."""

from article16.common.db.guards import append_only, no_truncate, postgresql, refusal, refuse
from article16.common.db.triggers import Trigger

# Each id once, so that a careless caller cannot break the index.
_take_in = (
    "INSERT INTO audit_unchained (entry_id) VALUES (NEW.id); "
    "INSERT INTO audit_subject (thing, object_id, at, entry_id) SELECT DISTINCT NEW.thing, value, NEW.at, NEW.id"
)

_taken_in = Trigger(
    name="audit_entry_taken_in",
    table="audit_entry",
    sql={
        "sqlite": 'CREATE TRIGGER "audit_entry_taken_in" AFTER INSERT ON "audit_entry" BEGIN '
        f"{_take_in} FROM json_each(NEW.ids); END",
        "postgresql": postgresql(
            "audit_entry_taken_in",
            "audit_entry",
            when="AFTER INSERT",
            body=f"{_take_in} FROM jsonb_array_elements_text(NEW.ids); RETURN NULL;",
        ),
    },
)

_in_no_link = "NOT EXISTS (SELECT 1 FROM audit_link WHERE entry_id = OLD.entry_id)"
_only_once_chained = Trigger(
    name="audit_unchained_only_once_chained",
    table="audit_unchained",
    sql={
        "sqlite": 'CREATE TRIGGER "audit_unchained_only_once_chained" BEFORE DELETE ON "audit_unchained" '
        f"WHEN {_in_no_link} "
        "BEGIN SELECT RAISE(ABORT, 'audit_unchained refuses delete'); END",
        "postgresql": postgresql(
            "audit_unchained_only_once_chained",
            "audit_unchained",
            when="BEFORE DELETE",
            body=f"IF {_in_no_link} THEN {refuse('audit_unchained refuses delete')} END IF; RETURN OLD;",
        ),
    },
)

TRIGGERS = (
    *append_only("audit_entry"),
    *append_only("audit_subject"),
    *append_only("audit_link"),
    refusal("audit_unchained", "update"),
    no_truncate("audit_unchained"),
    _only_once_chained,
    _taken_in,
)
