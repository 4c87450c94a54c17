"""Pages over all cases of a large service: counted beside the request, with how far it is and a way to stop it."""

from collections.abc import Callable, Collection
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from article16.common.accounts.middleware import seen
from article16.common.returns import working
from article16.common.returns.forms import PeriodForm
from article16.common.returns.pages import CountingPage
from article16.common.returns.periods import Period
from article16.common.returns.working import Counting
from article16.support.keys.session import name_of, needs_unlocked, still_open, unlocked
from article16.support.survivors import clock

from . import queries
from .taking import Taken, take

AT_ONCE = 300  # cases that a page counts while it is asked for: about a quarter of a second


class StillCounting(Exception):
    """So many cases are counted that the page says how far it is."""

    def __init__(self, one: Counting, period: Period) -> None:
        super().__init__()
        self.one, self.period = one, period


def taken_for(request: HttpRequest, period: Period, codes: Collection[str]) -> Taken:
    """Counted now; over many cases beside this request, and kept for some minutes."""
    by = unlocked(request)
    browser = name_of(request)
    at = clock.now()
    if by is None or browser is None or queries.cases(until=period.last) <= AT_ONCE:
        return take(period, by, at=at, codes=codes)
    one = working.counting(
        _name(browser, period),
        lambda progress: take(period, by, at=at, progress=progress),
        at=at,
        alive=lambda: still_open(browser),
    )
    if one.found is None:
        raise StillCounting(one, period)
    taken: Taken = one.found
    return taken.only(codes)


def _name(browser: UUID, period: Period) -> tuple[str, UUID, Period]:
    return "support", browser, period


def may_take_long(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page over all cases: while they are counted, how far that is."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except StillCounting as still:
            return _how_far(request, still)

    return guarded


def _how_far(request: HttpRequest, still: StillCounting) -> HttpResponse:
    one = still.one
    said = _("%(done)d of %(of)d entries opened. It goes on while you are unlocked; you may leave this page.")
    page = CountingPage(
        about=days(still.period),
        words=said % {"done": one.done, "of": one.of},
        done=one.done,
        of=max(one.of, 1),
        failed=one.failed,
        again=request.get_full_path(),
        period=still.period,
        stop=reverse("return-stop"),
    )
    return render(request, "returns/counting.html", {"page": page})


@require_POST
@needs_unlocked
def return_stop(request: HttpRequest) -> HttpResponse:
    """Stop counting; nothing of it is kept."""
    form, browser = PeriodForm(request.POST), name_of(request)
    if form.is_valid() and browser is not None:
        working.forget(_name(browser, Period(form.cleaned_data["first"], form.cleaned_data["last"])))
        messages.success(request, _("It stops. Nothing of it is kept."))
    seen(request)
    return redirect("today")


def days(period: Period) -> str:
    """From its first day to its last."""
    return f"{date_format(period.first, 'j M Y')} – {date_format(period.last, 'j M Y')}"
