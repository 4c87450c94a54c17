"""What waits in this room: sessions of today and tomorrow, and registers that were not taken."""

from datetime import date, datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.tasks.waiting import Waiting, due_badge
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import WaitingRow

from . import words
from .policy import LEADERS
from .queries import groups as queries
from .queries.groups import GroupRow, SessionRow

SOON = timedelta(days=7)


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Registers not taken, and the sessions of the next seven days, for those who lead groups. One query."""
    today = timezone.localdate(at)
    rows = queries.to_take(viewer.programmes(LEADERS), at=at, until=at + SOON)
    days = [(group.local(session.starts_at).date(), group, session) for group, session in rows]
    return [Waiting(day, partial(_row, day, group, session, today)) for day, group, session in days]


def _row(day: date, group: GroupRow, session: SessionRow, today: date) -> WaitingRow:
    what = _("Register of the %(group)s") if day < today else _("Session of the %(group)s")
    return WaitingRow(
        badge=due_badge(day, today=today),
        what=what % {"group": group.name},
        second=f"{words.day(group.local(session.starts_at))}, {words.span(group, session)}",
        button=_("Take the register") if day <= today else _("Open"),
        url=reverse("session-register", args=[session.id]) if day <= today else reverse("group", args=[group.id]),
    )
