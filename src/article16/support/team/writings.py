"""What stands inside the seals of the team, and what follows from it. Pure: no database, no clock, no cryptography."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Holds:
    """From now on this case is this worker's; without a worker it is nobody's."""

    case: UUID
    worker: UUID | None
    about: Literal["holds"] = "holds"


@dataclass(frozen=True, slots=True)
class Agreed:
    """How many cases this worker has agreed to hold at most."""

    worker: UUID
    most: int
    about: Literal["agreed"] = "agreed"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often each kind of session is planned for everybody, in days; a kind that is not there is not planned."""

    days: dict[str, int]
    on: date
    about: Literal["rhythm"] = "rhythm"


@dataclass(frozen=True, slots=True)
class Held:
    """A session that took place: who, when, of which kind. What was said there is written nowhere."""

    kind: str
    on: date
    people: tuple[UUID, ...]
    about: Literal["held"] = "held"


@dataclass(frozen=True, slots=True)
class Owed:
    """After something hard on this day a debrief is owed to her. Why stands nowhere."""

    worker: UUID
    on: date
    about: Literal["owed"] = "owed"


@dataclass(frozen=True, slots=True)
class Cared:
    """She was debriefed on this day, or did not want it; for everything hard up to then."""

    worker: UUID
    on: date
    wanted: bool
    about: Literal["cared"] = "cared"


Value = Holds | Agreed | Rhythm | Held | Owed | Cared


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


@dataclass(frozen=True)
class Papers:
    """Everything written about the team, and what holds now."""

    told: tuple[Told, ...] = ()  # the earliest first
    broken: int = 0
    holders: Mapping[UUID, UUID] = field(default_factory=dict)  # case to worker
    agreed: Mapping[UUID, int] = field(default_factory=dict)
    rhythm: Rhythm | None = None

    def sessions(self) -> list[tuple[Told, Held]]:
        """The latest first, by the day on which they were held."""
        found = [(one, one.value) for one in self.told if isinstance(one.value, Held)]
        return sorted(found, key=lambda row: (row[1].on, row[0].at), reverse=True)


def papers(rows: Iterable[Told], broken: int = 0) -> Papers:
    """What holds now: of each thing the one that was written last."""
    ordered = tuple(sorted(rows, key=lambda one: one.at))
    holders: dict[UUID, UUID] = {}
    agreed: dict[UUID, int] = {}
    rhythm = None
    for value in (one.value for one in ordered):
        if isinstance(value, Holds) and value.worker is None:
            holders.pop(value.case, None)
        elif isinstance(value, Holds) and value.worker is not None:
            holders[value.case] = value.worker
        elif isinstance(value, Agreed):
            agreed[value.worker] = value.most
        elif isinstance(value, Rhythm):
            rhythm = value
    return Papers(ordered, broken, holders, agreed, rhythm)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one kind of session stands for one person against what is planned."""

    kind: str
    planned: int  # in twelve months
    held: int  # in the last twelve months
    last: date | None
    next: date  # by when the next one is planned

    def late(self, on: date) -> bool:
        return self.next < on


def standing(found: Papers, person: UUID, on: date) -> list[Standing]:
    """One for each kind that is planned. Who was in no session yet is counted from the day of the plan."""
    if found.rhythm is None:
        return []
    rows = []
    held = [one for _told, one in found.sessions() if person in one.people]
    for kind, days in found.rhythm.days.items():
        of_kind = [one.on for one in held if one.kind == kind and one.on <= on]
        last = of_kind[0] if of_kind else None
        number = sum(1 for day in of_kind if day > on - YEAR)
        due = (last or found.rhythm.on) + timedelta(days=days)
        rows.append(Standing(kind, YEAR.days // days, number, last, due))
    return rows


def owed(found: Papers, person: UUID, hard: Iterable[date]) -> list[date]:
    """Days after which she still is owed a debrief. `hard`: days known from elsewhere, as an emergency call."""
    said = [one.value.on for one in found.told if isinstance(one.value, Owed) and one.value.worker == person]
    cared = [one.value.on for one in found.told if isinstance(one.value, Cared) and one.value.worker == person]
    last = max(cared, default=None)
    return sorted({day for day in (*said, *hard) if last is None or day > last})
