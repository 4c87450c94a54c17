"""What waits for the people of intake: referrals nobody has answered, and days that count."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.common.accounts.access import Viewer
from article16.common.ui.parts import WaitingRow

from . import queries
from .kinds import DeadlineKind
from .telling import due_badge, label

ANSWER_WITHIN = timedelta(days=3)  # of receipt; then a referral is late
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits and the day it is due: the same shape as `tasks.waiting.Waiting`, which lies above us."""

    due: date | None
    make: Callable[[], WaitingRow]  # made for those that are shown

    @property
    def row(self) -> WaitingRow:
        return self.make()


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Unanswered referrals, and hearings and other days up to a week from now. Two queries."""
    today = timezone.localdate(at)
    referrals = queries.unanswered_of(viewer)
    days = queries.due_until(viewer, today + SOON)
    waits = [Waiting(one.due + ANSWER_WITHIN, partial(_referral, one, today)) for one in referrals]
    return waits + [Waiting(one.due, partial(_day, one, today)) for one in days]


def _referral(one: queries.WaitingRow, today: date) -> WaitingRow:
    return WaitingRow(
        badge=due_badge(one.due + ANSWER_WITHIN, today=today),
        what=_("Referral not answered: %(code)s") % {"code": one.code},
        second=one.name,
        button=_("Open"),
        url=reverse("referral", args=[one.id]),
    )


def _day(one: queries.WaitingRow, today: date) -> WaitingRow:
    return WaitingRow(
        badge=due_badge(one.due, today=today),
        what=_("%(what)s: %(code)s") % {"what": label(DeadlineKind, one.kind), "code": one.code},
        second=" · ".join(filter(None, [one.name, one.words])),
        button=_("Open"),
        url=reverse("deadline", args=[one.id]),
    )
