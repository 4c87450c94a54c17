"""What of intake waits for a person: a first interview, a decision, another look, a signature."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.clients.policy import THING
from article16.casework.tasks.waiting import SOON, Waiting, due_badge
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.common.ui.parts import WaitingRow

from .kinds import Outcome
from .models import Agreement, Assessment, Interview, Withdrawal, standing
from .policy import DECISION_WITHIN, FIRST_INTERVIEW_WITHIN, LEAST_INTERVIEWS, SIGNATURE_WITHIN, WRITERS

MOST = 31  # one more than Today shows


@dataclass(frozen=True, slots=True)
class Open:
    """An episode for which something of intake waits."""

    opened_on: date
    id: UUID
    code: str  # of the man
    met_on: date | None  # his last interview
    outcome: str | None  # an Outcome
    decided_on: date | None
    again_on: date | None


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Of men who are referred and not yet taken in, what is due within seven days. One query."""
    today = timezone.localdate(at)
    asked = _asked(viewer, today + SOON)
    found = [Open(*row) for row in OPEN.rows(**asked)] if asked["programmes"] else []
    said = [(_what(one), one) for one in found]
    return [
        Waiting(what[0], partial(_row, one, what, today))
        for what, one in sorted(said, key=lambda pair: (pair[0][0], pair[1].id))
    ]


def _asked(viewer: Viewer, until: date) -> dict[str, Any]:
    return {
        "programmes": viewer.programmes(WRITERS),
        "staff": viewer.id,
        "referred_by": until - timedelta(days=FIRST_INTERVIEW_WITHIN),
        "met_by": until - timedelta(days=DECISION_WITHIN),
        "decided_by": until - timedelta(days=SIGNATURE_WITHIN),
        "again_by": until,
    }


def _open(
    programmes: Collection[UUID], staff: UUID, referred_by: date, met_by: date, decided_by: date, again_by: date
) -> QuerySet:
    """Episodes for which one of the four waits, the longest open first."""
    # Each programme for itself, so that the index gives its rows in order and the first fifty end it.
    first, *rest = (_of(one, staff, referred_by, met_by, decided_by, again_by) for one in programmes)
    return (first.union(*rest, all=True) if rest else first).order_by("opened_on", "id")[:MOST]


def _of(programme: UUID, staff: UUID, referred_by: date, met_by: date, decided_by: date, again_by: date) -> QuerySet:
    mine = Episode.objects.filter(programme=programme, state=EpisodeState.REFERRED, intake_done_at=None)
    open_to = mine.exclude(client__in=accounts.closed_objects(staff, THING))
    interviews = standing(Interview).filter(episode=OuterRef("pk")).order_by("-on")
    decided = Assessment.objects.filter(episode=OuterRef("pk")).order_by("-on", "-written_at", "-id")
    withdrawn = Exists(Withdrawal.objects.filter(agreement=OuterRef("pk")))
    rows = open_to.annotate(
        met_on=Subquery(interviews.values("on")[:1]),
        enough=Exists(interviews[LEAST_INTERVIEWS - 1 : LEAST_INTERVIEWS]),
        outcome=Subquery(decided.values("outcome")[:1]),
        decided_on=Subquery(decided.values("on")[:1]),
        again_on=Subquery(decided.values("look_again_on")[:1]),
        signed=Exists(Agreement.objects.filter(~withdrawn, episode=OuterRef("pk"))),
    )
    first = Q(opened_on__lte=referred_by, met_on=None, outcome=None)
    decide = Q(met_on__lte=met_by, outcome=None, enough=True)
    again = Q(again_on__lte=again_by, outcome=Outcome.NOT_YET)
    sign = Q(decided_on__lte=decided_by, outcome=Outcome.SUITABLE, signed=False)
    columns = ("opened_on", "id", "client__code", "met_on", "outcome", "decided_on", "again_on")
    return rows.filter(first | decide | again | sign).values_list(*columns)


OPEN = Prepared(_open)


def _row(one: Open, said: tuple[date, str, str, str, str], today: date) -> WaitingRow:
    due, what, second, button, name = said
    return WaitingRow(
        badge=due_badge(due, today=today),
        what=_("%(what)s: %(code)s") % {"what": what, "code": one.code},
        second=second,
        button=button,
        url=reverse(name, args=[one.id]),
    )


def _what(one: Open) -> tuple[date, str, str, str, str]:
    if one.outcome == Outcome.NOT_YET and one.again_on:
        return one.again_on, _("Look at suitability again"), _("It was “not yet”."), _("Decide"), "suitability-add"
    if one.outcome == Outcome.SUITABLE and one.decided_on:
        due = one.decided_on + timedelta(days=SIGNATURE_WITHIN)
        return due, _("Agreement"), _("Suitable, not signed yet."), _("Open"), "agreement"
    if one.met_on:
        due = one.met_on + timedelta(days=DECISION_WITHIN)
        return due, _("Decide on suitability"), _("The interviews are held."), _("Decide"), "suitability-add"
    due = one.opened_on + timedelta(days=FIRST_INTERVIEW_WITHIN)
    return due, _("First interview"), _("Not written down yet."), _("Open"), "intake"
