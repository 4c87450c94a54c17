"""The board: answers by time, over all women whose cases are open to this person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from article16.common.accounts.middleware import seen
from article16.support.keys.session import held as unlocked_of
from article16.support.keys.session import needs_unlocked
from article16.support.survivors import clock

from .. import asking, pages, words
from ..actions import measuring
from ..counting import NEVER, NOT_AGREED, TimeRow, board
from ..course import his
from ..queries import everybody, his_dates, instruments, limits, planned
from ..schedule import End
from . import frame


@require_http_methods(["GET", "POST"])
@needs_unlocked
def her_answers_board(request: HttpRequest) -> HttpResponse:
    me, on = unlocked_of(request), frame.today()
    files = everybody.files(request.viewer, me)
    seen(request, *(one.id for one in files))
    if request.method == "POST":
        number = measuring.measure(files=files, by=me, at=clock.now())
        said = ngettext("%(number)d limit measured.", "%(number)d limits measured.", number) % {"number": number}
        messages.success(request, said)
        return HttpResponseRedirect(reverse("her-answers-board"))
    steps = his_dates.steps(me)
    cases = [(one, asking.times(one, his(one.core.mailbox, steps.steps))) for one in files]
    rows = board(cases, planned.planned(), on)
    measured = limits.measured(me)
    page = pages.BoardPage(
        lines=tuple(_line(row) for row in rows),
        women=len(files),
        agreed=sum(1 for one in files if one.agreed("questions", on)),
        measured=words.day_words(measured.on) if measured else "",
    )
    return render(request, "her_questionnaires/board.html", {"page": page})


def _line(row: TimeRow) -> pages.BoardLine:
    return pages.BoardLine(
        wave=row.wave,
        when=words.wave_words(row.wave),
        title=instruments.named(row.instrument),
        women=row.women,
        answered=row.answered,
        share="" if row.share is None else _("%(share)d %%") % {"share": row.share},
        open=row.open,
        unexplained=row.unexplained,
        reasons="; ".join(f"{_reason(why)}: {women}" for why, women in row.reasons),
    )


def _reason(why: str) -> str:
    own = {NEVER: _("She wishes no contact"), NOT_AGREED: _("Has not agreed to be asked")}
    if why in own:
        return own[why]
    return words.end_words(End(why)) if why in {one.value for one in End} else words.reason_words(why)
