"""Her children: each with a record of its own under her case. Pure: what stands inside the seals, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from .writings import Opened


@dataclass(frozen=True, slots=True)
class ChildRecord:
    """Who a child is and how it lives, as it was known on one day. The latest holds."""

    child: UUID
    name: str
    born: date | None = None
    lives_with: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class ChildStatus:
    """Where child protection stands since a day. A wrong one stays, and the one that corrects it says so."""

    child: UUID
    status: str
    since: date
    words: str = ""
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """What is done for a child, and when it is looked at again. The latest holds."""

    child: UUID
    words: str
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChildNote:
    child: UUID
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Child:
    """Everything of one child, the latest first."""

    id: UUID
    entries: tuple[Opened, ...]

    @property
    def record(self) -> ChildRecord:
        return self._of(ChildRecord)[0].value

    @property
    def plan(self) -> ChildPlan | None:
        found = self._of(ChildPlan)
        return found[0].value if found else None

    @property
    def notes(self) -> list[Opened]:
        return self._of(ChildNote)

    @property
    def statuses(self) -> list[Opened]:
        """The history, the latest day first; also what was corrected."""
        return sorted(self._of(ChildStatus), key=lambda one: (one.value.since, one.at), reverse=True)

    @property
    def corrected(self) -> frozenset[UUID]:
        return frozenset(one.value.corrects for one in self._of(ChildStatus) if one.value.corrects)

    @property
    def status(self) -> ChildStatus | None:
        """What holds now."""
        return next((one.value for one in self.statuses if one.id not in self.corrected), None)

    def _of(self, shape: type[Any]) -> list[Opened]:
        return [one for one in self.entries if isinstance(one.value, shape)]


def children(entries: Sequence[Opened]) -> tuple[Child, ...]:
    """Each child that has a record, by its name. `entries`: the latest first."""
    grouped: dict[UUID, list[Opened]] = {}
    for one in entries:
        if isinstance(one.value, ChildRecord | ChildStatus | ChildPlan | ChildNote):
            grouped.setdefault(one.value.child, []).append(one)
    found = [Child(child, tuple(its)) for child, its in grouped.items()]
    named = [one for one in found if any(isinstance(each.value, ChildRecord) for each in one.entries)]
    return tuple(sorted(named, key=lambda one: (one.record.name.casefold(), str(one.id))))
