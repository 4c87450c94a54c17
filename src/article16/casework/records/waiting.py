"""What of records waits for a person: reviews that are due, and sessions of which nobody wrote what became of them."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import EpisodeState
from article16.casework.clients.policy import THING, WRITERS
from article16.casework.tasks.waiting import SOON, Waiting, due_badge
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.common.ui.parts import WaitingRow

from .models import IndividualSession, Review

MOST = 50


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Reviews up to seven days from now, and sessions up to today, the most overdue first. One query."""
    today = timezone.localdate(at)
    asked = {"programmes": viewer.programmes(WRITERS), "staff": viewer.id, "today": today, "soon": today + SOON}
    return [_row(row, today) for row in OPEN.rows(**asked)]


def _open(programmes: Collection[UUID], staff: UUID, today: date, soon: date) -> QuerySet:
    reviews = _of(Review, "review", programmes, staff).filter(due_on__lte=soon)
    sessions = _of(IndividualSession, "individual", programmes, staff).filter(due_on__lte=today)
    return reviews.union(sessions, all=True).order_by("due", "pk_")[:MOST]


def _of(model, kind: str, programmes: Collection[UUID], staff: UUID) -> QuerySet:
    mine = Q(settled_at=None, programme__in=programmes) & ~Q(episode__state=EpisodeState.ENDED)
    rows = model.objects.filter(mine).exclude(episode__client__in=accounts.closed_objects(staff, THING))
    columns = {"due": F("due_on"), "pk_": F("pk"), "of": F("episode_id"), "code": F("episode__client__code")}
    return rows.annotate(**columns, what=Value(kind, output_field=CharField())).values_list(*columns, "what")


OPEN = Prepared(_open)


def _row(found: tuple, today: date) -> Waiting:
    due, pk, episode, code, kind = found
    if kind == "review":
        what, second = _("Review: %(code)s"), _("With the box for her service, as for every man.")
        button, url = _("Hold the review"), reverse("review-hold", args=[episode])
    else:
        what, second = _("Individual session: %(code)s"), _("Planned; what became of it is not written down.")
        button, url = _("Write it down"), reverse("individual-record", args=[pk])
    row = WaitingRow(due_badge(due, today=today), what % {"code": code}, second, button, url)
    return Waiting(due, row)
