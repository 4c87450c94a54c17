"""Whose tasks a person sees: their own, and those of a role they hold in that programme; a manager sees all of it."""

from functools import reduce
from operator import or_

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


def tasks_of(viewer: Viewer) -> QuerySet[Task]:
    """Every task that this person may open: of men they see, for themselves or for a role of theirs."""
    all_of_it = viewer.programmes(frozenset({"manager", "auditor"}))
    mine = Q(person=viewer.id) | Q(programme__in=all_of_it)
    held = [Q(role=role, person=None, programme__in=ids) for role, ids in viewer.grants.items() if role in WRITERS]
    seen = Task.objects.filter(reduce(or_, held, mine), programme__in=viewer.programmes(READERS))
    return seen.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))


def waiting_for(viewer: Viewer) -> QuerySet[Task]:
    """What is open for this very person: a manager's list is not full of what others have to do."""
    held = [Q(role=role, person=None, programme__in=ids) for role, ids in viewer.grants.items() if role in WRITERS]
    mine = reduce(or_, held, Q(person=viewer.id))
    open_ones = Task.objects.filter(mine, programme__in=viewer.programmes(WRITERS), done_at=None)
    return open_ones.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))
