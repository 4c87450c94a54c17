"""Reads about tasks. Each says what it costs."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from article16.common.accounts.access import Viewer
from article16.common.db import paging
from article16.common.db.prepared import Prepared

from .models import Postponement, Task
from .policy import places, tasks_of, waiting_for, waiting_there

MOST = 31  # rows at once: one more than Today shows
TITLES = "article16.casework.policy.TASKS"  # what each room calls its tasks, put together above all rooms
COLUMNS = ["id", "kind", "episode_id", "episode__client_id", "episode__client__code", "due", "role", "person__name"]
COLUMNS += ["words", "url", "done_at", "done_by__name", "done_words"]


@dataclass(frozen=True, slots=True)
class TaskRow:
    id: UUID
    kind: str
    episode: UUID
    client: UUID
    code: str  # of the man
    due: date
    role: str  # who has to do it, when it is nobody in particular
    person: str | None
    words: str
    url: str  # the place where it is done; empty: the task's own page
    done_at: datetime | None
    done_by: str | None
    done_words: str

    @property
    def title(self) -> str:
        return title_of(self.kind)


def title_of(kind: str) -> str:
    """What the room that made it calls this kind of task."""
    return str(_titles().get(kind, kind))


@cache
def _titles() -> dict[str, str]:
    return import_string(TITLES)


def role_label(role: str) -> str:
    """What this service calls a role."""
    return str(import_string(settings.ROLES)[role].label)


@dataclass(frozen=True, slots=True)
class TaskPart:
    rows: tuple[TaskRow, ...]
    earlier: str
    later: str


def tasks(viewer: Viewer, *, mine: bool = True, token: str = "", size: int = 50) -> TaskPart:
    """Open tasks, the most overdue first, one page: those for this person, or all they may see. Two queries."""
    rows = waiting_for(viewer) if mine else tasks_of(viewer).filter(done_at=None)
    part = paging.page(rows.only("id", "due"), order=["due", "id"], token=token, size=size)
    found = {row[0]: TaskRow(*row) for row in _values(Task.objects.filter(pk__in=[one.pk for one in part.rows]))}
    return TaskPart(tuple(found[one.pk] for one in part.rows), part.earlier, part.later)


def first(viewer: Viewer, *, until: date, size: int = MOST) -> list[TaskRow]:
    """What waits for this person up to a day, the most overdue first. One query."""
    asked = places(viewer)
    return [TaskRow(*row) for row in FIRST.rows(until=until, **asked)[:size]] if "place_1" in asked else []


def task(viewer: Viewer, task_id: UUID) -> Task | None:
    """The task, or None alike when it does not exist or is not theirs. One query."""
    return tasks_of(viewer).filter(pk=task_id).select_related("episode").first()


def row(viewer: Viewer, task_id: UUID) -> TaskRow | None:
    """One task as its page shows it. One query."""
    found = _values(tasks_of(viewer).filter(pk=task_id)).first()
    return TaskRow(*found) if found else None


@dataclass(frozen=True, slots=True)
class PostponementRow:
    before: date
    after: date
    reason: str
    at: datetime
    by: str


def postponements(task_id: UUID) -> tuple[PostponementRow, ...]:
    """How often this task was put off and why, the latest first. One query."""
    rows = Postponement.objects.filter(task=task_id).order_by("-written_at", "-id")
    columns = ["before", "after", "reason", "written_at", "written_by__name"]
    return tuple(PostponementRow(*row) for row in rows.values_list(*columns))


def _values(rows):
    return rows.values_list(*COLUMNS)


def _first(until: date, staff: UUID, **of: Any):
    # Each programme for itself, so that the index gives its tasks in order and the first fifty end it.
    numbers = [name.removeprefix("place_") for name in of if name.startswith("place_")]
    parts = [waiting_there(staff, of[f"place_{number}"], of[f"roles_{number}"]) for number in numbers]
    first, *rest = (_values(one.filter(due__lte=until)) for one in parts)
    return (first.union(*rest, all=True) if rest else first).order_by("due", "id")[:MOST]


FIRST = Prepared(_first)
