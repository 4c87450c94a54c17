"""What the pages about tasks show."""

from dataclasses import dataclass

from django.forms import Form

from article16.common.ui.parts import Badge, Fact, Paging, Tab, WaitingGroup
from article16.common.ui.shell import Link

from .queries import PostponementRow, TaskRow


@dataclass(frozen=True, slots=True)
class TasksPage:
    groups: tuple[WaitingGroup, ...]
    filters: tuple[Tab, ...]
    paging: Paging
    back: Link


@dataclass(frozen=True, slots=True)
class TaskPage:
    task: TaskRow
    badge: Badge
    facts: tuple[Fact, ...]
    postponements: tuple[PostponementRow, ...]
    form: Form | None  # None: it is done
    man: Link
