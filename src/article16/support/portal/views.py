"""Her pages. No account, no name, nothing kept in the browser but one cookie, and one page for all that is not open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from article16.common.questionnaires import answering as engine
from article16.common.questionnaires import leaving
from article16.common.ui.shell import Shell

from . import browser, queries
from .actions import sitting as actions
from .desk import HerDesk
from .forms import MessageForm
from .outside import gone
from .policy import LANGUAGES
from .queries import Sitting
from .questions import instrument_of


@dataclass(frozen=True, slots=True)
class HerPage:
    """A page of hers without questions."""

    back: str = ""  # to the questions
    form: Any = None
    number: str = ""  # to call in danger
    kept: bool = False


def shell(language: str) -> Shell:
    with translation.override(language):
        direction = "rtl" if translation.get_language_bidi() else "ltr"
    return engine.plain_portal("", language, direction, way_out=reverse("page-leave"))


def _show(request: HttpRequest, name: str, language: str, page: HerPage) -> HttpResponse:
    with translation.override(language):
        return render(request, f"portal/{name}.html", {"page": page, "shell": shell(language)})


def in_sitting(view: Callable[[HttpRequest, Sitting], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page within an open link, in one transaction: it is saved whole, and two tabs wait for each other."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            found = actions.held(secret=browser.secret_of(request), at=timezone.now())
            if found is not None:
                return view(request, found)
        return closed(request)

    return guarded


def closed(request: HttpRequest) -> HttpResponse:
    """What is dead, used, of another woman, of another telephone, or never was: the same bytes."""
    return browser.without_cookie(gone()) if browser.secret_of(request) else gone()


@require_http_methods(["GET", "POST"])
def page_link(request: HttpRequest, token: str) -> HttpResponse:
    """One button only: what looks into links on their way must not use them up."""
    at = timezone.now()
    held = queries.by_browser(browser.secret_of(request))
    if held is not None and queries.is_address_of(held.row, token):
        return HttpResponseRedirect(_first(held))
    if request.method == "POST":
        secret = actions.claim(token=token, at=at)
        if secret is None:
            return closed(request)
        opened = queries.by_browser(secret)
        return browser.with_cookie(HttpResponseRedirect(_first(opened) if opened else reverse("page")), secret)
    found = queries.by_address(token)
    if found is None or found.state.over(at=at, pause=settings.PAGES_PAUSE):
        return closed(request)
    return _show(request, "begin", found.state.language, HerPage())


def _first(sitting: Sitting) -> str:
    return reverse("page") if sitting.state.instrument else reverse("page-write")


@require_http_methods(["GET", "POST"])
@in_sitting
def page(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The first part that she has not saved, whatever the address says."""
    instrument = instrument_of(sitting.state)
    if instrument is None:
        return HttpResponseRedirect(reverse("page-write"))
    autosaved = engine.AUTOSAVE in request.headers
    desk = HerDesk(sitting, instrument, timezone.now(), shows=request.method == "GET", autosaved=autosaved)
    answer = engine.answer(request, desk, desk.place())
    if answer is None:
        return closed(request)
    return browser.changed(answer) if desk.over else answer


@require_safe
@in_sitting
def page_about(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    number = settings.PAGES_EMERGENCY
    return _show(request, "about", sitting.state.language, HerPage(back=_back(sitting), number=number))


@require_http_methods(["GET", "POST"])
@in_sitting
def page_write(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Her words leave the page when they are sent, and nothing shows them again."""
    language, kept = sitting.state.language, False
    with translation.override(language):
        form = MessageForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            kept = actions.write(sitting, form.cleaned_data["words"], at=timezone.now()) is not None
            if kept:
                form = MessageForm()
            else:
                form.add_error("words", form.too_many())
        return _show(request, "write", language, HerPage(_back(sitting), form, settings.PAGES_EMERGENCY, kept))


def _back(sitting: Sitting) -> str:
    return reverse("page") if sitting.state.instrument else ""


@require_safe
def page_over(request: HttpRequest, how: str, language: str) -> HttpResponse:
    """She has ended, or goes on another day. Says nothing of what it was, and is the same for everybody."""
    if how not in {"done", "later"} or language not in LANGUAGES:
        return gone()
    return browser.without_cookie(_show(request, how, language, HerPage()))


@csrf_exempt  # leaving must never be refused; all that somebody else could do is to end a link, which is renewed
@require_http_methods(["GET", "POST"])
def page_leave(request: HttpRequest) -> HttpResponse:
    def end() -> None:
        actions.leave(secret=browser.secret_of(request), at=timezone.now())

    return leaving.leave(request, cookie=browser.name(), end=end, elsewhere=settings.PAGES_ELSEWHERE)
