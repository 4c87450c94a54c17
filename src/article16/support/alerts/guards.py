"""The triggers of this room: each warning that is stored is noted for taking in, and what was done stays noted."""

from article16.common.db.guards import append_only, postgresql
from article16.common.db.triggers import Trigger

_NOTE = "INSERT INTO alerts_arrived (message_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;"
_NAME, _TABLE = "alerts_message_noted", "inbox_receivedmessage"

NOTED = Trigger(
    name=_NAME,
    table=_TABLE,
    sql={
        "sqlite": f'CREATE TRIGGER "{_NAME}" AFTER INSERT ON "{_TABLE}" WHEN NEW.severity <> \'\' BEGIN {_NOTE} END',
        "postgresql": postgresql(
            _NAME, _TABLE, when="AFTER INSERT", body=f"IF NEW.severity <> '' THEN {_NOTE} END IF; RETURN NULL;"
        ),
    },
)
TRIGGERS = (NOTED, *append_only("alerts_step"), *append_only("alerts_telling"))
