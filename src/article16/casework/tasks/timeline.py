"""Tasks in the man's own order of things: done, and put off."""

from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from article16.casework.timeline import Row, Told, branch

from .models import Postponement, Task
from .queries import title_of


def branches(client_id: UUID) -> dict[str, QuerySet]:
    done = Task.objects.filter(episode__client=client_id, done_at__isnull=False)
    later = Postponement.objects.filter(task__episode__client=client_id)
    day = TruncDate("written_at")
    return {
        "task": branch(
            done,
            kind="task",
            on=TruncDate("done_at"),
            at="done_at",
            code="kind",
            words="done_words",
            by="done_by_id",
        ),
        "task-later": branch(
            later,
            kind="task-later",
            on=day,
            at="written_at",
            episode="task__episode_id",
            code="task__kind",
            words="reason",
        ),
    }


def entry(row: Row) -> Told:
    title = title_of(row.code)
    if row.kind == "task":
        return Told("tick", _("Task done: %(task)s") % {"task": title}, row.words)
    return Told("clock", _("Task put off: %(task)s") % {"task": title}, row.words)
