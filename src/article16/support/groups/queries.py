"""Groups, and who takes part in one as far as this worker may open the cases."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from article16.common.accounts.access import Viewer
from article16.support.keys.opening import Unlocked
from article16.support.survivors import queries as cases
from article16.support.survivors.writings import CaseFile, Core, Kind
from article16.wall.box.framing import bind

from .models import Group
from .writings import About, about_from


@dataclass(frozen=True, slots=True)
class GroupRow:
    id: UUID
    version: int
    about: About


def groups(by: Unlocked) -> list[GroupRow]:
    """By name, those that ended last. One query."""
    rows = Group.objects.values_list("id", "version", "sealed")
    found = [_opened(row, version, sealed, by) for row, version, sealed in rows]
    return sorted(found, key=lambda one: (one.about.ended_on is not None, one.about.name.casefold(), str(one.id)))


def group(pk: UUID, by: Unlocked) -> GroupRow | None:
    """One query."""
    row = Group.objects.filter(pk=pk).values_list("id", "version", "sealed").first()
    return _opened(row[0], row[1], row[2], by) if row else None


def exists(pk: UUID) -> bool:
    """One query."""
    return Group.objects.filter(pk=pk).exists()


def _opened(row: UUID, version: int, sealed: bytes, by: Unlocked) -> GroupRow:
    return GroupRow(row, version, about_from(by.open_sealed(sealed, context=context(row, version))))


def context(row: UUID, version: int) -> bytes:
    return bind("group for women", row.bytes, str(version).encode())


def members(viewer: Viewer, by: Unlocked, pk: UUID) -> list[tuple[UUID, Core]]:
    """Who takes part now, by the name by which she wants to be called. Four queries, over the account of each case."""
    found = [(case, core) for case, core, standing in cases.standings(viewer, by) if pk in standing.groups]
    return sorted(found, key=lambda one: ((one[1].called or one[1].name).casefold(), str(one[0])))


def evenings(files: list[CaseFile], pk: UUID) -> dict[date, dict[UUID, bool]]:
    """Who was there, day by day, the latest first; what was written last for a day holds."""
    found: dict[date, dict[UUID, bool]] = {}
    for file in files:
        for one in reversed(file.of(Kind.AT_GROUP)):
            if one.value.group == pk:
                found.setdefault(one.value.on, {})[file.id] = one.value.there
    return dict(sorted(found.items(), reverse=True))
