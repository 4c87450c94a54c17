"""Planted leaks in what is answered. See planting.py."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.conf import settings

from tests.worlds.planting import leak

_alter: list[Callable[[Any, Any], None]] = []


# A middleware that somebody added.


def altering(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def middleware(request: Any) -> Any:
        response = get_response(request)
        for change in _alter:
            change(request, response)
        return response

    return middleware


@contextmanager
def _altered(change: Callable[[Any, Any], None]) -> Iterator[None]:
    _alter.append(change)
    try:
        with patch.object(settings, "MIDDLEWARE", [*settings.MIDDLEWARE, f"{__name__}.altering"]):
            yield
    finally:
        _alter.remove(change)


def _page(response: Any) -> bool:
    return response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")


def _append(response: Any, text: str) -> None:
    response.content += text.encode()
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


@leak
def header(hers: int) -> Any:
    return _altered(lambda request, response: response.__setitem__("X-Served-In", f"{10 + hers} ms"))


@leak
def etag(hers: int) -> Any:
    def change(request: Any, response: Any) -> None:
        response["ETag"] = hashlib.sha256(f"{request.path} {hers}".encode()).hexdigest()[:8]

    return _altered(change)


@leak
def comment_on_one_page_for_one_role(hers: int) -> Any:
    """No step opens this page as this person; only the sweep does."""

    def change(request: Any, response: Any) -> None:
        asked = request.resolver_match.url_name if request.resolver_match else ""
        if asked == "client-close" and request.viewer.name == "Miriam Vogel" and _page(response):
            _append(response, f"<!-- {hers} -->")

    return _altered(change)


@leak
def size(hers: int) -> Any:
    """Not one word more, only room."""
    return _altered(lambda request, response: _append(response, " " * hers) if _page(response) else None)


@leak
def cookie_attribute(hers: int) -> Any:
    def change(request: Any, response: Any) -> None:
        response.set_cookie("casework-view", "1", max_age=3600 + hers, samesite="Lax")

    return _altered(change)


@leak
def redirect_target(hers: int) -> Any:
    def change(request: Any, response: Any) -> None:
        if hers and request.path == "/clients/add/" and response.status_code == 302:
            response["Location"] += "?saved"

    return _altered(change)


@leak
def status_of_what_does_not_exist(hers: int) -> Any:
    def change(request: Any, response: Any) -> None:
        if hers and response.status_code == 404:
            response.status_code = 410

    return _altered(change)


@leak
def session_value(hers: int) -> Any:
    def change(request: Any, response: Any) -> None:
        if request.user.is_authenticated:
            request.session["waiting"] = hers

    return _altered(change)


# Leaks in what the pages are made of.


@leak
def count_badge(hers: int) -> Any:
    from article16.casework.overview import views

    whole = views._messages

    def counting(state: Any) -> Any:
        badge, note = whole(state)
        return badge, f"{note} ({hers})" if hers else note

    return patch.object(views, "_messages", counting)


@leak
def order(hers: int) -> Any:
    """Those whose service waits for something come first."""
    from dataclasses import replace

    from article16.casework.clients import queries

    whole = queries.clients

    def reordered(*args: Any, **kwargs: Any) -> Any:
        part = whole(*args, **kwargs)
        return replace(part, rows=part.rows[::-1] if hers else part.rows)

    return patch.object(queries, "clients", reordered)


@leak
def search_hit(hers: int) -> Any:
    """A man is found a place further up, or not at all, because of what his service holds."""
    from dataclasses import replace

    from article16.casework.overview import search_views

    whole = search_views.search

    def found(*args: Any, **kwargs: Any) -> Any:
        answer = whole(*args, **kwargs)
        return replace(answer, rows=answer.rows[1:] if hers else answer.rows)

    return patch.object(search_views, "search", found)


# Leaks beside a declared release: more than its one value.


@leak
def panel_count_badge(hers: int) -> Any:
    """The list of meetings says for how many men a code was set."""
    from dataclasses import replace

    from article16.casework.panel import queries

    whole = queries.sheets

    def counted(*args: Any, **kwargs: Any) -> Any:
        part = whole(*args, **kwargs)
        return replace(part, rows=tuple(replace(one, programme=f"{one.programme} ({hers})") for one in part.rows))

    return patch.object(queries, "sheets", counted)


@leak
def panel_order(hers: int) -> Any:
    """Those for whom something was set stand first."""
    from dataclasses import replace

    from article16.casework.panel import queries

    whole = queries.notes

    def reordered(*args: Any, **kwargs: Any) -> Any:
        part = whole(*args, **kwargs)
        return replace(part, rows=tuple(reversed(part.rows)) if hers else part.rows)

    return patch.object(queries, "notes", reordered)
