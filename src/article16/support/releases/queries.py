"""Reads of what left. Everything is opened for this request only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from article16.common.accounts import queries as accounts
from article16.support.keys.opening import Unlocked
from article16.wall.box.framing import bind

from . import writings
from .models import Release
from .policy import EACH_YEAR
from .writings import Agreement, Danger, Statistics, Told


@dataclass(frozen=True, slots=True)
class Made:
    """One release, and what its approver said; None: she has not said anything yet."""

    id: UUID
    told: Told
    value: Danger | Statistics
    agreement: Agreement | None


def context(release: UUID) -> bytes:
    return bind("release", release.bytes)


def exists(release: UUID) -> bool:
    """Also while locked. One query."""
    return Release.objects.filter(pk=release).exists()


def made(by: Unlocked) -> tuple[list[Made], int]:
    """Everything that left, the latest first, and how many rows do not open. One query."""
    found: dict[UUID, Told] = {}
    broken = 0
    for pk, sealed in Release.objects.values_list("pk", "sealed"):
        try:
            found[pk] = writings.read(by.open_sealed(sealed, context=context(pk)))
        except ValueError:  # Broken is one too
            broken += 1
    agreed = {one.value.release: one.value for one in found.values() if isinstance(one.value, Agreement)}
    rows = [
        Made(pk, one, one.value, agreed.get(pk)) for pk, one in found.items() if not isinstance(one.value, Agreement)
    ]
    return sorted(rows, key=lambda one: one.told.at, reverse=True), broken


def next_release(study: str, by: Unlocked) -> datetime | None:
    """When this study may be released again; None: now. One query."""
    rows, _broken = made(by)
    name = study.strip().casefold()
    last = [one.told.at for one in rows if isinstance(one.value, Statistics) and one.value.study.casefold() == name]
    return max(last) + timedelta(days=EACH_YEAR) if last else None


def approvers(me: UUID, *, at: datetime) -> list[tuple[str, str]]:
    """Every other lead in use. Two queries."""
    leads = (one for one in accounts.people(at=at) if one.is_active and any(held.role == "lead" for held in one.grants))
    return [(str(one.id), one.name) for one in leads if one.id != me]
