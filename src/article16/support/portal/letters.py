"""What women saved by their links and nobody has acted on yet: one list, the first due first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link
from article16.support.alerts.pointing import Waits, waiting
from article16.support.keys.session import held, needs_unlocked
from article16.support.survivors import clock, queries
from article16.support.survivors.writings import Core

from .policy import ANSWER, ARRIVED, MESSAGE

MOST = 200  # on one page; the others stand on the duty desk
WHAT = {
    ANSWER: gettext_lazy("An answer that needs somebody at once"),
    MESSAGE: gettext_lazy("A message"),
    ARRIVED: gettext_lazy("Answers, not read yet"),
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    case: Link | None  # None: others may open it, and they are named
    name: str
    what: str
    badge: Badge
    item: Link


@dataclass(frozen=True, slots=True)
class LettersPage:
    rows: tuple[LetterRow, ...]
    full: bool  # there may be more on the duty desk


@require_safe
@needs_unlocked
def letters(request: HttpRequest) -> HttpResponse:
    """Eight queries, one more for each restricted case."""
    by, at = held(request), clock.now()
    found = waiting(by, most=MOST)
    cases = {one.pointed.case for one in found if one.pointed and one.pointed.case}
    mine = dict(queries.cores(request.viewer, by, among=cases))
    seen(request, *mine)
    rows = tuple(_row(one, mine, at) for one in found if _hers_to_see(one, mine))
    page = LettersPage(rows, full=len(found) == MOST)
    return render(request, "portal/letters.html", {"page": page})


def _hers_to_see(one: Waits, mine: dict[UUID, Core]) -> bool:
    """A case that is closed to her is not named to her; its item stands on the duty desk as every other."""
    return one.pointed is None or one.pointed.case is None or one.pointed.case in mine


def _row(one: Waits, mine: dict[UUID, Core], at: datetime) -> LetterRow:
    day = date_format(timezone.localtime(one.due), "D j M, H:i")
    late = one.due < at
    badge = (
        Badge(State.LATE, _("was due %(when)s") % {"when": day})
        if late
        else Badge(State.DUE, _("by %(when)s") % {"when": day})
    )
    item = Link(one.code, reverse("alert", args=[one.alert]))
    if one.pointed is None:
        return LetterRow(None, "", _("It does not open. Tell the lead."), badge, item)
    what = str(WHAT.get(one.pointed.about, one.pointed.about))
    if one.pointed.case is None:
        return LetterRow(
            None, _("May open the case: %(names)s") % {"names": ", ".join(one.pointed.named)}, what, badge, item
        )
    core = mine[one.pointed.case]
    return LetterRow(
        Link(core.code, reverse("survivor", args=[one.pointed.case])), core.called or core.name, what, badge, item
    )
