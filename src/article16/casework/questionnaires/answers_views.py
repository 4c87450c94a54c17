"""Pages of questions: for the worker who asks, and for him, by link or on a tablet."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients.policy import WRITERS
from article16.common.accounts.actions import NotPossible, hash_of
from article16.common.questionnaires import answering as engine

from . import filling
from .actions import answering, sittings
from .desks import HisDesk, WorkerDesk
from .looking import asking_or_404
from .models import Entry
from .queries import askings

OVER = {"answered": "questionnaires/done.html", "left": "questionnaires/kept.html"}


@require_http_methods(["GET", "POST"])
def questionnaire_fill(request: HttpRequest, asking_id: UUID, place: int) -> HttpResponse:
    return _worker(request, asking_id, str(Entry.DIRECT), place)


@require_http_methods(["GET", "POST"])
def questionnaire_key(request: HttpRequest, asking_id: UUID, entry: str, place: int) -> HttpResponse:
    if entry not in {Entry.FIRST, Entry.SECOND, Entry.CORRECTION}:
        raise Http404
    return _worker(request, asking_id, entry, place)


def _worker(request: HttpRequest, asking_id: UUID, entry: str, place: int) -> HttpResponse:
    asking = asking_or_404(request, asking_id, WRITERS)

    def page(lock: bool) -> HttpResponse | None:
        draft = askings.draft_of(asking.pk, entry, lock=lock)
        if draft is None:
            return None
        draft.asking = asking
        desk = WorkerDesk(asking, draft, str(request.viewer.id), timezone.now())
        return engine.answer(request, desk, place, service=asking.episode.client.code)

    return _at_once(request, page) or HttpResponseRedirect(reverse("questionnaire", args=[asking_id]))


def _at_once(request: HttpRequest, page: Callable[[bool], HttpResponse | None]) -> HttpResponse | None:
    """What is sent is read and kept in one transaction, with its draft locked."""
    with suppress(NotPossible):
        return answering.at_once(lambda: page(True)) if request.method == "POST" else page(False)
    return None


@require_http_methods(["GET", "POST"])
def answers_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening shows one button only: what looks into links on their way must not use them up."""
    at = timezone.now()
    if request.method == "POST":
        opened = sittings.claim(token=secret, at=at)
        if opened is None:
            return closed(request)
        response = HttpResponseRedirect(reverse("answers", args=[1]))
        filling.set_cookie(response, opened.secret, days=filling.COOKIE_DAYS)
        return response
    sitting = askings.link(hash_of(secret), at)
    if sitting is None:
        return closed(request)
    if sitting.claim_hash:
        held = request.COOKIES.get(filling.cookie_name(), "")
        mine = bool(held) and hash_of(held) == sitting.claim_hash
        return HttpResponseRedirect(reverse("answers", args=[1])) if mine else closed(request)
    return _plain(request, "questionnaires/begin.html", sitting)


@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, place: int) -> HttpResponse:
    at, secret = timezone.now(), request.COOKIES.get(filling.cookie_name(), "")

    def page(lock: bool) -> HttpResponse | None:
        sitting = askings.open_sitting(hash_of(secret), at) if secret else None
        draft = sittings.draft_of(sitting, lock=lock) if sitting else None
        if sitting is None or draft is None:
            over = secret and askings.how_ended(hash_of(secret))[0] in OVER
            return HttpResponseRedirect(reverse("answers-done")) if over else None
        draft.asking = sitting.asking
        desk = HisDesk(sitting, draft, at)
        return engine.answer(request, desk, place, service=sitting.asking.episode.programme.name)

    return _at_once(request, page) or closed(request)


@require_safe
def answers_done(request: HttpRequest) -> HttpResponse:
    """He has ended, or goes on later. Shows no answer, and on a tablet leaves nothing behind."""
    at, secret = timezone.now(), request.COOKIES.get(filling.cookie_name(), "")
    sitting = askings.open_sitting(hash_of(secret), at) if secret else None
    if sitting is not None:
        return _plain(request, "questionnaires/later.html", sitting)
    why, language = askings.how_ended(hash_of(secret)) if secret else ("", "")
    if why not in OVER:
        return closed(request)
    response = _told(request, OVER[why], language, "")
    filling.drop_cookie(response)
    return response


def _plain(request: HttpRequest, template: str, sitting) -> HttpResponse:
    draft = sittings.draft_of(sitting)
    until = timezone.localtime(sitting.expires_at)
    return _told(request, template, draft.language if draft else "en", sitting.asking.episode.programme.name, until)


def _told(request: HttpRequest, template: str, language: str, service: str, until=None) -> HttpResponse:
    with translation.override(language):
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        shell = engine.plain_portal(service, language, direction)
        return render(request, template, {"shell": shell, "page": {"until": until}})


def closed(request: HttpRequest) -> HttpResponse:
    """The one page for every link that opens nothing: used, ended, of somebody else, or never made."""
    shell = engine.plain_portal("", "en", "ltr")
    response = render(request, "questionnaires/closed.html", {"shell": shell}, status=404)
    if request.COOKIES.get(filling.cookie_name()):
        filling.drop_cookie(response)
    return response
