"""The trigger of this room: each message that the study needs is noted until a worker has opened it."""

from article16.common.db.guards import postgresql
from article16.common.db.triggers import Trigger

TYPES = ("Opened", "Course", "StudyRecord", "RiskAssessed")
_NOTE = "INSERT INTO outcomes_unsorted (message_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;"
_NAME, _TABLE = "outcomes_message_noted", "inbox_receivedmessage"
_IN = ", ".join(f"'{one}'" for one in TYPES)

TRIGGERS = (
    Trigger(
        name=_NAME,
        table=_TABLE,
        sql={
            "sqlite": f'CREATE TRIGGER "{_NAME}" AFTER INSERT ON "{_TABLE}" WHEN NEW.type IN ({_IN}) BEGIN {_NOTE} END',
            "postgresql": postgresql(
                _NAME, _TABLE, when="AFTER INSERT", body=f"IF NEW.type IN ({_IN}) THEN {_NOTE} END IF; RETURN NULL;"
            ),
        },
    ),
)
