"""What stands inside the seal of a meeting. Pure: no database, no clock, no cryptography."""

import base64
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from pydantic import TypeAdapter

from article16.wall.sheet import PanelCode


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting: a code for every man of the programme, discussed and not discussed alike."""

    programme: str
    on: date
    by: UUID  # who began it
    at: datetime
    codes: dict[UUID, PanelCode]
    closed_by: UUID | None = None
    sheet: str = field(default="", repr=False)  # the file in base64, once it is made

    @property
    def file(self) -> bytes:
        return base64.b64decode(self.sheet)


_HELD = TypeAdapter(Held)


def told(held: Held) -> bytes:
    return _HELD.dump_json(held)


def read(content: bytes) -> Held:
    """The meeting again; ValueError when it is not one."""
    return _HELD.validate_json(content)
