"""What stands inside the seal of a release. Pure: no database, no clock, no cryptography."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Danger:
    """Danger to life: what was spoken, to whom, under the written emergency procedure."""

    who: str  # is in danger
    said: str
    told_to: str
    how: str
    why: str  # what makes it danger to life, and what else was weighed
    approver: UUID
    asked: str  # how the approver was asked, and when
    about: Literal["danger"] = "danger"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures that leave under the rule of releases; the file itself is not kept, only its digest."""

    study: str
    on: date
    given_to: str
    sha256: str
    approver: UUID
    about: Literal["statistics"] = "statistics"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the approver says, in her own sign-in."""

    release: UUID
    agreed: bool
    words: str = ""
    about: Literal["agreement"] = "agreement"


Value = Danger | Statistics | Agreement


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    by: UUID
    value: Value


_TOLD = TypeAdapter(Told)


def told(value: Value, *, at: datetime, by: UUID) -> bytes:
    return _TOLD.dump_json(Told(at, by, value))


def read(content: bytes) -> Told:
    """What was written; ValueError when it is none of these."""
    return _TOLD.validate_json(content)
