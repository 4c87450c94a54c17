"""Middleware of both services that knows nothing of people: the strict policy, and errors that need no database."""

import logging
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from article16.common.ui import errors

logger = logging.getLogger("article16")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
# Of a file that others made and that is only to be saved: should a browser open it all the same, nothing in it runs.
SANDBOXED = HEADERS["Content-Security-Policy"] + "; sandbox"


def policy_headers(get_response: Callable) -> Callable:
    """The same strict headers on every response; only static files may be stored by the browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sandboxed = response.get("Content-Security-Policy") == SANDBOXED
        for name, value in HEADERS.items():
            response[name] = value
        if sandboxed:
            response["Content-Security-Policy"] = SANDBOXED
        if not request.path.startswith("/static/") or response.status_code != 200:
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def plain_errors(get_response: Callable) -> Callable:
    """When the database does not answer, the disk is full or a request is malformed: a page that needs neither."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DatabaseError | OSError):
            # The text of a database error can hold the row, so only its kind is written.
            logger.error("request failed: %s", type(exception).__name__)
            return errors.unavailable(request)
        if isinstance(exception, SuspiciousOperation):
            return errors.bad_request(request, exception)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # Django asks for the attribute
    return middleware
