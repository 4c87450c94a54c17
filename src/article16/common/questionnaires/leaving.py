"""The quick exit: ends the sitting, changes and drops its cookie, and goes to a page that says nothing."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

ELSEWHERE = "https://www.wikipedia.org/"  # what most people could have been reading


def leave(request: HttpRequest, *, cookie: str, end: Callable[[], None], elsewhere: str = ELSEWHERE) -> HttpResponse:
    """The view behind "Leave this page". A room calls it with the name of its cookie and what ends its sitting.

    POST ends and leads here again with GET, which is a blank page that goes elsewhere at once and takes its own place
    in the history. The page's script does the same without waiting, and replaces the page it stands on.
    """
    if request.method != "POST":
        return render(request, "questionnaires/left.html", {"elsewhere": elsewhere})
    if request.COOKIES.get(cookie):
        end()
    response = HttpResponseRedirect(request.path)
    # A cookie that changes makes browsers throw away the pages they kept for Back; one that is only dropped may not.
    response.set_cookie(
        cookie, secrets.token_urlsafe(8), max_age=1, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response
