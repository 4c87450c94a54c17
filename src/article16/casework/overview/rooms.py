"""What each room gives to Today and to the man's page. A room that gives nothing of a kind is not named there."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from inspect import signature
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from article16.casework.access import summary as access_summary
from article16.casework.clients import summary as clients_summary
from article16.casework.clients import timeline as clients_timeline
from article16.casework.clients import waiting as clients_waiting
from article16.casework.endings import summary as endings_summary
from article16.casework.endings import timeline as endings_timeline
from article16.casework.family import summary as family_summary
from article16.casework.family import timeline as family_timeline
from article16.casework.family import waiting as family_waiting
from article16.casework.groups import summary as groups_summary
from article16.casework.groups import timeline as groups_timeline
from article16.casework.groups import waiting as groups_waiting
from article16.casework.intake import summary as intake_summary
from article16.casework.intake import timeline as intake_timeline
from article16.casework.intake import waiting as intake_waiting
from article16.casework.questionnaires import summary as questionnaires_summary
from article16.casework.questionnaires import timeline as questionnaires_timeline
from article16.casework.questionnaires import waiting as questionnaires_waiting
from article16.casework.records import summary as records_summary
from article16.casework.records import timeline as records_timeline
from article16.casework.records import waiting as records_waiting
from article16.casework.retention import summary as retention_summary
from article16.casework.tasks import timeline as tasks_timeline
from article16.casework.tasks import waiting as tasks_waiting
from article16.casework.tasks.waiting import Waiting
from article16.casework.timeline import Row, Told
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

# Each room's module of that kind; a room without one has nothing of it to give.
WAITING = (
    clients_waiting,
    intake_waiting,
    groups_waiting,
    records_waiting,
    family_waiting,
    questionnaires_waiting,
    tasks_waiting,
)
TIMELINES = {
    "clients": clients_timeline,
    "intake": intake_timeline,
    "groups": groups_timeline,
    "records": records_timeline,
    "family": family_timeline,
    "endings": endings_timeline,
    "questionnaires": questionnaires_timeline,
    "tasks": tasks_timeline,
}
# In two cards, because one never shows more than eight facts: who he is here, and how he goes on his way.
PERSON = (clients_summary, family_summary, groups_summary, endings_summary)
WAY = (intake_summary, records_summary, questionnaires_summary)
LINKS = (
    clients_summary,
    intake_summary,
    groups_summary,
    records_summary,
    family_summary,
    endings_summary,
    questionnaires_summary,
    access_summary,
    retention_summary,
)


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """What waits for this person in every room, unordered. One query for each room."""
    return [one for room in WAITING for one in room.waiting(viewer, at)]


def branches(client_id: UUID) -> dict[str, QuerySet]:
    """Kind to its rows of one man, over all rooms. No query of its own."""
    return {kind: rows for room in TIMELINES.values() for kind, rows in room.branches(client_id).items()}


@cache
def room_of_kind() -> dict[str, str]:
    """Which room a kind of entry is from. Built once."""
    nobody = UUID(int=0)
    return {kind: room for room, module in TIMELINES.items() for kind in module.branches(nobody)}


def entry(row: Row) -> Told:
    """The words for one entry, from the room that wrote it."""
    teller: Callable[[Row], Told] = TIMELINES[room_of_kind()[row.kind]].entry
    return teller(row)


def summaries(rooms: Sequence[Any], viewer: Viewer, client_id: UUID) -> tuple[Fact, ...]:
    """The facts of these rooms about this man. At most one query for each."""
    return tuple(fact for room in rooms for fact in room.summary(viewer, client_id))


def links(**about: Any) -> list[Link]:
    """Where each room goes on from the man's page; it takes what it needs of viewer, client_id and episode_id."""
    return [link for teller, names in _link_tellers() for link in teller(**{name: about[name] for name in names})]


@cache
def _link_tellers() -> list[tuple[Callable[..., tuple[Link, ...]], tuple[str, ...]]]:
    return [(room.links, tuple(signature(room.links).parameters)) for room in LINKS]
