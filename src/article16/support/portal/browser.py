"""The one cookie of her pages: a name that says nothing, gone with the browser or with the way out."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def name() -> str:
    return "__Host-page" if _secure() else "page"


def secret_of(request: HttpRequest) -> str:
    return request.COOKIES.get(name(), "")


def with_cookie(response: HttpResponse, secret: str) -> HttpResponse:
    """Without an age: it ends with the browser. Lax, so that the link in her message leads back to where she was."""
    response.set_cookie(name(), secret, secure=_secure(), httponly=True, samesite="Lax")
    return response


def changed(response: HttpResponse) -> HttpResponse:
    """A cookie that changes makes browsers throw away the pages they kept for Back; one that is dropped may not."""
    response.set_cookie(name(), secrets.token_urlsafe(8), secure=_secure(), httponly=True, samesite="Lax", max_age=1)
    return response


def without_cookie(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(name(), samesite="Lax")
    return response


def _secure() -> bool:
    return bool(settings.PAGES_ORIGIN.startswith("https"))
