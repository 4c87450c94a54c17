"""Opening what support sealed to its own zone. With the ceremony, only an unlocked worker will."""

import json
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from article16.common.audit.actions import seal_context
from article16.common.audit.queries import EntryRow
from article16.wall.box.errors import Broken
from article16.wall.box.opening import open_sealed

from . import zone


def open_entry(row: EntryRow) -> EntryRow:
    """A sealed row of the record with its content; one that does not open stays sealed."""
    try:
        content = json.loads(open_sealed(row.sealed or b"", keys=zone.keys(), context=seal_context(UUID(row.id))))
    except (Broken, ValueError):
        return row
    return replace(
        row,
        at=datetime.fromisoformat(content["at"]),
        thing=content["thing"],
        ids=tuple(content["ids"]),
        what=content["what"],
        reason=content["reason"],
        sealed=None,
    )
