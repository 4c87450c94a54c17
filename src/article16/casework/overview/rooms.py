"""What each room gives to Today and to the man's page. A room that gives nothing of a kind is not named there."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from article16.casework.tasks.waiting import Waiting
from article16.casework.timeline import Row, Told
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

ROOMS = ("clients", "tasks", "warnings", "intake", "records", "family", "groups", "endings", "questionnaires")


@cache
def _modules(name: str) -> dict[str, Any]:
    """The module of this name in each room that has one."""
    here = __package__.rpartition(".")[0]
    names = {room: f"{here}.{room}.{name}" for room in ROOMS if find_spec(f"{here}.{room}")}
    return {room: import_module(path) for room, path in names.items() if find_spec(path)}


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """What waits for this person in every room, unordered. One query for each room."""
    return [one for room in _modules("waiting").values() for one in room.waiting(viewer, at)]


def branches(client_id: UUID) -> dict[str, QuerySet]:
    """Kind to its rows of one man, over all rooms. No query of its own."""
    return {kind: rows for room in _modules("timeline").values() for kind, rows in room.branches(client_id).items()}


@cache
def room_of_kind() -> dict[str, str]:
    """Which room a kind of entry is from. Built once."""
    nobody = UUID(int=0)
    return {kind: room for room, module in _modules("timeline").items() for kind in module.branches(nobody)}


def entry(row: Row) -> Told:
    """The words for one entry, from the room that wrote it."""
    teller: Callable[[Row], Told] = _modules("timeline")[room_of_kind()[row.kind]].entry
    return teller(row)


def summaries(viewer: Viewer, client_id: UUID) -> list[Fact]:
    """The facts of each room about this man. At most one query for each."""
    return [fact for room in _modules("summary").values() for fact in room.summary(viewer, client_id)]


def links(**about: Any) -> list[Link]:
    """Where each room goes on from the man's page; it takes what it needs of viewer, client_id and episode_id."""
    return [link for teller, names in _link_tellers() for link in teller(**{name: about[name] for name in names})]


@cache
def _link_tellers() -> list[tuple[Callable[..., tuple[Link, ...]], tuple[str, ...]]]:
    tellers = [room.links for room in _modules("summary").values() if hasattr(room, "links")]
    return [(teller, tuple(signature(teller).parameters)) for teller in tellers]
