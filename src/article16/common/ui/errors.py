"""The pages for what went wrong: neutral, because her phone may show them. No database, no manifest, nothing echoed."""

import sys
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    400: (
        _("This page could not be read"),
        _("Something in the address or in what was sent is damaged. Go back, reload the page, and send it again."),
    ),
    403: (
        _("This page was open too long"),
        _("Nothing was saved. Go back, copy what you typed, reload the page, and send it again."),
    ),
    404: (
        _("There is no page here"),
        _("The address may be mistyped, or the page may not be open to you. Start again from the first page."),
    ),
    429: (
        _("Too many tries in a short time"),
        _("Wait five minutes, then try again. A passkey works at once."),
    ),
    500: (
        _("Something failed on our side"),
        _("What was saved before is kept. Wait a minute, then try again. If it stays, report it with the time."),
    ),
    503: (
        _("Closed for a moment"),
        _("The service is being looked after. Wait a minute, then try again."),
    ),
}


def error_page(status: int) -> HttpResponse:
    """The same bytes for every cause of the same status in one language."""
    title, sentence = SENTENCES[status]
    values = {
        "title": title,
        "sentence": sentence,
        "language": get_language() or "en",
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return HttpResponse(render_to_string("ui/error.html", values), status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return error_page(400)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Out of reach and not there look the same: that something exists is itself a secret."""
    return error_page(404)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """The same page with the same status as what is not there."""
    return error_page(404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(403)


def too_many(request: HttpRequest, exception: Any = None) -> HttpResponse:
    response = error_page(429)
    response["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Where disk or database failed outside a view, as when a reading cannot be recorded: closed for a moment."""
    return unavailable(request) if isinstance(sys.exc_info()[1], DatabaseError | OSError) else error_page(500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = error_page(503)
    response["Retry-After"] = "60"
    return response
