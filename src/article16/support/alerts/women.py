"""Whose cases a warning is about, for whoever is unlocked: his numbers stand inside the seals, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from article16.common.accounts.access import Viewer
from article16.support.keys.opening import Unlocked
from article16.support.survivors.queries import cores
from article16.support.survivors.referred import numbers_of
from article16.wall.box.errors import Broken

from .actions.acting import about_context
from .pointing import waiting
from .queries import desk

MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class Linked:
    """A woman's case beside this man."""

    case: UUID
    title: str  # its code, and how she is called


def man(alert: UUID, by: Unlocked) -> UUID | None:
    """The number under which casework names the man; None when the warning does not open. One query."""
    sealed = desk.message(alert)
    try:
        return by.open_message(*sealed).mailbox if sealed else None
    except Broken:
        return None


def linked(alert: UUID, viewer: Viewer, by: Unlocked) -> tuple[Linked, ...]:
    """The cases beside him that this worker may open, under whichever of his numbers. 40 µs for each case there is."""
    number = man(alert, by)
    if number is None:
        return ()
    his, found = numbers_of(number, by), cores(viewer, by)
    return tuple(Linked(case, f"{core.code} {core.called or core.name}") for case, core in found if core.mailbox in his)


def named(rows: Mapping[UUID, bytes | None], by: Unlocked) -> dict[UUID, UUID]:
    """Case to the row of a warning that was acted on for it; rows without a name, or that do not open, are left out."""
    found = {}
    for row, sealed in rows.items():
        if sealed is None:
            continue
        try:
            found[UUID(bytes=by.open_sealed(sealed, context=about_context(row)))] = row
        except Broken:
            continue
    return found


def waits_for(case: UUID, mailbox: UUID | None, by: Unlocked) -> bool:
    """Whether a warning about him, or an item of this case, waits for somebody."""
    if mailbox and _about(mailbox, by, since=None):
        return True
    return any(one.pointed and one.pointed.case == case for one in waiting(by, most=MOST_ITEMS))


def about(mailbox: UUID, by: Unlocked, *, since: datetime) -> tuple[desk.AlertRow, ...]:
    """Warnings about this man that wait, or that came since, the latest first. 40 µs for each of the service's."""
    return desk.alerts(_about(mailbox, by, since=since))


def _about(mailbox: UUID, by: Unlocked, *, since: datetime | None) -> list[UUID]:
    his, found = numbers_of(mailbox, by), []
    for row in desk.from_casework(since=since):
        try:
            if by.open_message(row.header, row.sealed).mailbox in his:
                found.append(row.alert)
        except Broken:  # the desk says so on the page of that warning
            continue
    return found
