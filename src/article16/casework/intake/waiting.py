"""What of intake waits for a person: a first interview, a decision, another look, a signature."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.clients.policy import THING
from article16.casework.tasks.waiting import SOON, Waiting, due_badge
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.ui.parts import WaitingRow

from .kinds import Outcome
from .models import Agreement, Assessment, Interview, Withdrawal, standing
from .policy import DECISION_WITHIN, FIRST_INTERVIEW_WITHIN, LEAST_INTERVIEWS, SIGNATURE_WITHIN, WRITERS

MOST = 50


def waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    """Of men who are referred and not yet taken in, what is due within seven days. One query."""
    today = timezone.localdate(at)
    rows = _open_episodes(viewer, today + SOON)
    found = [(_what(one), one) for one in rows.order_by("opened_on", "id")[:MOST]]
    return [_row(one, what, today) for what, one in sorted(found, key=lambda pair: pair[0][0])]


def _open_episodes(viewer: Viewer, until: date):
    """Episodes for which one of the four waits; how many there are follows the referrals waiting, not all men."""
    mine = Episode.objects.filter(programme__in=viewer.programmes(WRITERS), state=EpisodeState.REFERRED)
    open_to = mine.exclude(client__in=accounts.closed_objects(viewer.id, THING))
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
    first = Q(met_on=None, outcome=None, opened_on__lte=until - timedelta(days=FIRST_INTERVIEW_WITHIN))
    decide = Q(enough=True, outcome=None, met_on__lte=until - timedelta(days=DECISION_WITHIN))
    again = Q(outcome=Outcome.NOT_YET, again_on__lte=until)
    sign = Q(outcome=Outcome.SUITABLE, signed=False, decided_on__lte=until - timedelta(days=SIGNATURE_WITHIN))
    return rows.filter(first | decide | again | sign).select_related("client")


def _row(one, said: tuple[date, str, str, str, str], today: date) -> Waiting:
    due, what, second, button, name = said
    row = WaitingRow(
        badge=due_badge(due, today=today),
        what=_("%(what)s: %(code)s") % {"what": what, "code": one.client.code},
        second=second,
        button=button,
        url=reverse(name, args=[one.pk]),
    )
    return Waiting(due, row)


def _what(one) -> tuple[date, str, str, str, str]:
    if one.outcome == Outcome.NOT_YET:
        return one.again_on, _("Look at suitability again"), _("It was “not yet”."), _("Decide"), "suitability-add"
    if one.outcome == Outcome.SUITABLE:
        due = one.decided_on + timedelta(days=SIGNATURE_WITHIN)
        return due, _("Agreement"), _("Suitable, not signed yet."), _("Open"), "agreement"
    if one.met_on:
        due = one.met_on + timedelta(days=DECISION_WITHIN)
        return due, _("Decide on suitability"), _("The interviews are held."), _("Decide"), "suitability-add"
    due = one.opened_on + timedelta(days=FIRST_INTERVIEW_WITHIN)
    return due, _("First interview"), _("Not written down yet."), _("Open"), "intake"
