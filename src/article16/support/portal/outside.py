"""The host of her pages: it has those and nothing else, and what goes wrong there says nothing in four languages."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from article16.common.telling import telling
from article16.common.ui import errors

from . import browser
from .policy import HERS, LANGUAGES


def telling_name() -> list[str]:
    """Why the service must not start with this host for her pages; empty: it may."""
    if not settings.PAGES_ORIGIN:
        return []
    host = (urlsplit(settings.PAGES_ORIGIN).hostname or "").lower()
    if host == (urlsplit(settings.ORIGIN).hostname or "").lower():
        return ["Her pages need a host of their own: ARTICLE16_SUPPORT_PAGES_ORIGIN names that of the service."]
    if found := telling(host):
        return [
            f"ARTICLE16_SUPPORT_PAGES_ORIGIN has “{found}” in it, and would stand so in the history of her telephone. "
            "Choose a host whose name says nothing."
        ]
    return []


def gone() -> HttpResponse:
    """The one page for whatever is not open, whatever the reason."""
    return _page("gone", 404)


@dataclass(frozen=True, slots=True)
class Spoken:
    code: str
    direction: str
    level: int  # of its heading


SPOKEN = tuple(
    Spoken(code, "rtl" if code == "ar" else "ltr", 2 if number else 1) for number, code in enumerate(LANGUAGES)
)


def _page(what: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string("portal/plain.html", {"what": what, "languages": SPOKEN}), status=status)


def is_hers(request: HttpRequest) -> bool:
    """Whether this was asked of the host of her pages. Any port: a proxy may stand before it."""
    host = urlsplit(settings.PAGES_ORIGIN).hostname
    return bool(host) and urlsplit(f"//{request.META.get('HTTP_HOST', '')}").hostname == host


def her_host(get_response: Callable) -> Callable:
    """Middleware: neither host has the pages of the other; hers sets one cookie and keeps nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_hers(request):
            return errors.not_found(request) if _hers(request.path_info) else get_response(request)
        static = request.path_info.startswith(settings.STATIC_URL)
        if not static and not _hers(request.path_info):
            return gone()
        _own_cookies(request)
        response = get_response(request)
        return _nothing_kept(response if static and response.status_code == 200 else _plain(response))

    return middleware


def _hers(path: str) -> bool:
    try:
        return resolve(path).url_name in HERS
    except Resolver404:
        return False


def _own_cookies(request: HttpRequest) -> None:
    """Only her cookie is read. From it, or from the address, follows what forged forms cannot know."""
    held = browser.secret_of(request)
    seed = hashlib.sha256(f"{settings.SECRET_KEY} form {held or request.path_info}".encode()).hexdigest()
    request.COOKIES = {browser.name(): held} if held else {}
    request.COOKIES[settings.CSRF_COOKIE_NAME] = seed[:32]


def _plain(response: HttpResponse) -> HttpResponse:
    """An error of any kind as a page that names nothing."""
    if response.status_code < 400 or (response.status_code == 404 and b"data-plain" in response.content):
        return response
    if response.status_code == 405:
        return gone()
    return gone() if response.status_code == 404 else _page("failed", response.status_code)


def _nothing_kept(response: HttpResponse) -> HttpResponse:
    for name in [one for one in response.cookies if one != browser.name()]:
        del response.cookies[name]
    response["Cache-Control"] = "no-store"
    for name in ("ETag", "Last-Modified", "Content-Language", "Vary"):
        del response[name]
    return response
