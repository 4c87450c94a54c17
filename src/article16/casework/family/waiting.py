"""What waits in this room: answers about official records that have not come."""

from datetime import date, datetime
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.tasks.waiting import SOON, Waiting, due_badge
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import WaitingRow

from . import queries
from .words import Said


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Questions whose answer is expected up to seven days from now and has not come. One query."""
    today = timezone.localdate(at)
    found = queries.unanswered(viewer, until=today + SOON)
    return [Waiting(one.expected_by, partial(_row, one, today)) for one in found]


def _row(one: queries.OpenCheck, today: date) -> WaitingRow:
    return WaitingRow(
        badge=due_badge(one.expected_by, today=today),
        what=_("Official records: %(source)s. %(code)s, %(name)s")
        % {"source": str(Said(one.source).label), "code": one.code, "name": one.name},
        second=_("Asked on %(day)s. No answer yet.") % {"day": date_format(one.asked_on, "j F Y")},
        button=_("Write the answer"),
        url=reverse("records-check-answer", args=[one.client, one.id]),
    )
