"""What of records waits for a person: reviews that are due, and sessions of which nobody wrote what became of them."""

from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.clients.policy import WRITERS, one_of
from article16.casework.tasks.waiting import SOON, Waiting, due_badge
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.common.ui.parts import WaitingRow

from .models import IndividualSession, Review

MOST = 31  # one more than Today shows


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Reviews up to seven days from now, and sessions up to today, the most overdue first. One query."""
    today, programmes = timezone.localdate(at), viewer.programmes(WRITERS)
    if not programmes:
        return []
    asked = {"programmes": programmes, "staff": viewer.id, "today": today, "soon": today + SOON}
    return [Waiting(row[0], partial(_row, row, today)) for row in OPEN.rows(**asked)]


def _open(programmes: Collection[UUID], staff: UUID, today: date, soon: date) -> QuerySet:
    # Each programme for itself, so that each index gives its rows in order and the first ones end it.
    parts = [_of(Review, "review", one, staff).filter(due_on__lte=soon) for one in programmes]
    parts += [_of(IndividualSession, "individual", one, staff).filter(due_on__lte=today) for one in programmes]
    first, *rest = parts
    return first.union(*rest, all=True).order_by("due", "pk_")[:MOST]


def _of(model, kind: str, programme: UUID, staff: UUID) -> QuerySet:
    going_on = Episode.objects.filter(pk=OuterRef("episode")).exclude(state=EpisodeState.ENDED)
    rows = model.objects.filter(one_of(going_on, staff), settled_at=None, programme=programme)
    # As a value, too: PostgreSQL joins all episodes to what waits before it takes the first ones.
    code = Subquery(Episode.objects.filter(pk=OuterRef("episode")).values("client__code")[:1])
    columns = {"due": F("due_on"), "pk_": F("pk"), "of": F("episode_id"), "code": code}
    return rows.annotate(**columns, what=Value(kind, output_field=CharField())).values_list(*columns, "what")


OPEN = Prepared(_open)


def _row(found: tuple, today: date) -> WaitingRow:
    due, pk, episode, code, kind = found
    if kind == "review":
        what, second = _("Review: %(code)s"), _("With the box for her service, as for every man.")
        button, url = _("Hold the review"), reverse("review-hold", args=[episode])
    else:
        what, second = _("Individual session: %(code)s"), _("Planned; what became of it is not written down.")
        button, url = _("Write it down"), reverse("individual-record", args=[pk])
    return WaitingRow(due_badge(due, today=today), what % {"code": code}, second, button, url)
