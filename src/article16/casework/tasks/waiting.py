"""What waits for a person: the shape that every room gives it in, and the tasks themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.common.accounts.access import Viewer
from article16.common.ui.parts import Badge, State, WaitingRow

from . import queries
from .queries import TaskRow

SOON = timedelta(days=7)
FAR = timedelta(days=180)  # from then on the year stands beside the day


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, and the day it is due; None: it is due today, whenever there is time."""

    due: date | None
    make: Callable[[], WaitingRow]  # for those that are shown: hundreds may wait, a page has fifty

    @property
    def row(self) -> WaitingRow:
        return self.make()


def due_badge(due: date | None, *, today: date) -> Badge:
    """How a day stands to today, in words: late by so many days, today, or which day."""
    if due is None or due == today:
        return Badge(State.DUE, _("Today"))
    if due < today:
        days = (today - due).days
        return Badge(State.LATE, ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days})
    return Badge(State.OPEN, date_format(due, "D j M" if due - today < FAR else "j M Y"))


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """This person's tasks up to seven days from now, the most overdue first. One query."""
    today = timezone.localdate(at)
    found = queries.first(viewer, until=today + SOON)
    return [Waiting(one.due, partial(task_row, one, today=today)) for one in found]


def task_row(task: TaskRow, *, today: date) -> WaitingRow:
    """A task as a line with its one button: to the place where it is done, or to its own page."""
    return WaitingRow(
        badge=due_badge(task.due, today=today),
        what=_("%(task)s: %(code)s") % {"task": task.title, "code": task.code},
        second=task.words,
        button=_("Open"),
        url=task.url or reverse("task", args=[task.id]),
    )
