"""What was told of him in the last months, as one case sees it: reached from her case."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link
from article16.support.alerts import drawing, pages, women
from article16.support.alerts.policy import KINDS
from article16.support.alerts.queries import desk
from article16.support.keys.opening import Unlocked
from article16.support.keys.session import held
from article16.support.restricting.queries import named as who_may_open
from article16.support.survivors.views import found_case, on_case

from .frame import now

LOOKED_AT = timedelta(days=90)


@require_safe
@on_case
def survivor_warnings(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    """Warnings about him that wait or came in 90 days, and whether somebody has acted for this case."""
    file, at, by = found_case(request, survivor_id), now(), held(request)
    may = who_may_open(survivor_id)
    rows = women.about(file.core.mailbox, by, since=at - LOOKED_AT) if file.core.mailbox else ()
    seen(request, *(row.id for row in rows))
    page = pages.HersPage(
        heading=_("Warnings about him: %(code)s") % {"code": file.core.code},
        second=_("What waits, and what came in 90 days. Open one to act, and to record what she was told."),
        rows=tuple(_line(row, survivor_id, by, at, may) for row in rows),
        back=Link(_("Back to the case"), reverse("survivor", args=[survivor_id])),
    )
    return render(request, "alerts/survivor_warnings.html", {"page": page})


def _line(row: desk.AlertRow, case: UUID, by: Unlocked, at: datetime, may: set[UUID] | None) -> pages.HerLine:
    return pages.HerLine(
        code=row.code,
        title=str(KINDS.get(row.kind, row.kind)),
        second=_("came %(when)s") % {"when": drawing.clock(row.came_at, at)},
        badge=_badge(row, case, by, at, may),
        url=reverse("alert", args=[row.id]),
    )


def _badge(row: desk.AlertRow, case: UUID, by: Unlocked, at: datetime, may: set[UUID] | None) -> Badge:
    """Of two women beside him, what was done for the other is not done for her.

    `may`: who may open a restricted case; whoever may not has acted without knowing of it.
    """
    place = women.named({one.id: one.about for one in row.cases}, by).get(case)
    unnamed = [one for one in row.cases if one.about is None and not (one.by and may and one.by not in may)]
    mine = next((one for one in row.cases if one.id == place), unnamed[0] if unnamed else None)
    if mine is None:
        return Badge(State.LATE, _("Nobody has acted for this case"))
    if mine.acknowledged_at is None:
        return drawing.badge(row, at)
    return Badge(State.DONE, _("Acted on %(when)s") % {"when": drawing.clock(mine.acknowledged_at, at)})
