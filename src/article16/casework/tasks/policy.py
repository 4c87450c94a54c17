"""Whose tasks a person sees: their own, and those of a role they hold in that programme; a manager sees all of it."""

from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import READERS, THING, WRITERS
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Access, Viewer, staff

from .models import Task

ACCESS: dict[str, Access] = {
    "tasks": staff(*READERS, thing=THING),
    "task": staff(*WRITERS, thing=THING),
}

TITLES = {
    "tasks": _("list of tasks"),
    "task": _("a task"),
    "add_task": _("a task arose"),
    "finish_task": _("a task done"),
    "postpone_task": _("a task put off"),
}


def own_grants(viewer: Viewer) -> dict[str, Any]:
    """Who the person is and where they hold which role, as values that a prepared query can take."""
    return {"staff": viewer.id, **{f"as_{role}": ids for role, ids in viewer.grants.items() if role in WRITERS}}


def places(viewer: Viewer) -> dict[str, Any]:
    """The same, programme by programme: `place_1` is an id and `roles_1` what the person is there."""
    mine = sorted({place for role, ids in viewer.grants.items() if role in WRITERS for place in ids}, key=str)
    found: dict[str, Any] = {"staff": viewer.id}
    for number, place in enumerate(mine, 1):
        roles = [role for role, ids in sorted(viewer.grants.items()) if role in WRITERS and place in ids]
        found |= {f"place_{number}": place, f"roles_{number}": roles}
    return found


def grants(viewer: Viewer) -> dict[str, Any]:
    """The same, with what lets a person see tasks of others."""
    whole = viewer.programmes(frozenset({"manager", "auditor"}))
    return {"seen": viewer.programmes(READERS), "whole": whole, **own_grants(viewer)}


def seen_by(staff: UUID, seen: Collection[UUID], whole: Collection[UUID], **held: Collection[UUID]) -> QuerySet[Task]:
    rows = Task.objects.filter(_theirs(staff, held) | Q(programme__in=whole), programme__in=seen)
    return rows.exclude(episode__client__in=accounts.closed_objects(staff, THING))


def waiting_by(staff: UUID, **held: Collection[UUID]) -> QuerySet[Task]:
    """What is open for this very person: a manager's list is not full of what others have to do."""
    places = frozenset().union(*held.values())
    rows = Task.objects.filter(_theirs(staff, held), programme__in=places, done_at=None)
    return rows.exclude(episode__client__in=accounts.closed_objects(staff, THING))


def waiting_there(staff: UUID, place: UUID, roles: Collection[str]) -> QuerySet[Task]:
    """What is open for this person in one programme, in which they hold these roles."""
    theirs = Q(person=staff) | Q(role__in=roles, person=None)
    rows = Task.objects.filter(theirs, programme=place, done_at=None)
    return rows.exclude(episode__client__in=accounts.closed_objects(staff, THING))


def _theirs(staff: UUID, held: dict[str, Collection[UUID]]) -> Q:
    own = [Q(role=name.removeprefix("as_"), person=None, programme__in=ids) for name, ids in held.items()]
    return reduce(or_, own, Q(person=staff))


def tasks_of(viewer: Viewer) -> QuerySet[Task]:
    """Every task that this person may open: of men they see, for themselves or for a role of theirs."""
    return seen_by(**grants(viewer))


def waiting_for(viewer: Viewer) -> QuerySet[Task]:
    return waiting_by(**own_grants(viewer))
