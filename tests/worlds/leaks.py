"""Planted leaks: what a careless change might do. Each is planted in both worlds alike; the worlds differ in hers.

`hers` stands for what casework might learn of her in some way or other: 0 where she said nothing. Most leaks get no
further than that; those that read the words themselves say so.
"""

import contextlib
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from django.conf import settings

LEAKS: dict[str, Callable[[int], AbstractContextManager[Any]]] = {}
_alter: list[Callable[[Any, Any], None]] = []


def planted(name: str, hers: int) -> AbstractContextManager[Any]:
    return LEAKS[name](hers)


def leak(plant: Callable[[int], Any]) -> Callable[[int], Any]:
    LEAKS[plant.__name__] = plant
    return plant


# Leaks in what is answered: a middleware that somebody added.


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
    from article16.casework import views

    whole = views._messages_state

    def counting(state: Any) -> Any:
        badge, note = whole(state)
        return badge, f"{note} ({hers})" if hers else note

    return patch.object(views, "_messages_state", counting)


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


# Leaks at the moment of writing.


def _after_opening(act: Callable[[Any, Any], None]) -> Any:
    from article16.casework.clients import actions

    whole = actions.open_client

    def opening(**kwargs: Any) -> Any:
        client = whole(**kwargs)
        act(client, kwargs)
        return client

    return patch.object(actions, "open_client", opening)


@leak
def shared_sequence(hers: int) -> Any:
    """No row is left, but the next number is higher."""
    from article16.common.accounts.models import Submission

    def act(client: Any, given: Any) -> None:
        for number in range(hers):
            Submission.objects.create(token=f"{client.pk}{number}", location="", saved_at=given["at"]).delete()

    return _after_opening(act)


@leak
def touched_timestamp(hers: int) -> Any:
    from datetime import timedelta

    from article16.common.accounts.models import Programme

    def act(client: Any, given: Any) -> None:
        later = given["at"] + timedelta(seconds=hers)
        Programme.objects.filter(code="graz").update(created_at=later)

    return _after_opening(act)


@leak
def column_value(hers: int) -> Any:
    """Made from the words themselves."""
    from article16.casework.clients.models import Episode

    def act(client: Any, given: Any) -> None:
        Episode.objects.filter(client=client).update(number=2 if given["referred"].for_her_service else 1)

    return _after_opening(act)


@leak
def id_made_of_the_words(hers: int) -> Any:
    import uuid

    from article16.casework.clients.models import Client

    def act(client: Any, given: Any) -> None:
        made = uuid.uuid5(uuid.NAMESPACE_OID, given["referred"].for_her_service)
        Client.objects.filter(pk=client.pk).update(mailbox=uuid.UUID(int=made.int ^ client.pk.int))

    return _after_opening(act)


@leak
def audit_row(hers: int) -> Any:
    from article16.common.audit.actions import Verb, record

    def act(client: Any, given: Any) -> None:
        if given["referred"].for_her_service:
            record(verb=Verb.WRITE, thing="box", ids=[str(client.pk)], by=given["by"], at=given["at"])

    return _after_opening(act)


@leak
def log_line(hers: int) -> Any:
    def act(client: Any, given: Any) -> None:
        logging.getLogger("article16.casework").info("box of %d bytes", len(given["referred"].for_her_service))

    return _after_opening(act)


@leak
def file_in_the_data_folder(hers: int) -> Any:
    def act(client: Any, given: Any) -> None:
        (settings.DATA_FOLDER / "last-box").write_text("x" * len(given["referred"].for_her_service))

    return _after_opening(act)


@leak
def cache_key(hers: int) -> Any:
    from django.core.cache import cache

    return _after_opening(lambda client, given: cache.set(f"box-{hers}-{client.pk}", 1))


@leak
def mail_sent(hers: int) -> Any:
    from django.core.mail import send_mail

    def act(client: Any, given: Any) -> None:
        if hers:
            send_mail("1 item waits", "Please sign in.", "a@example.org", ["miriam@example.org"])

    return _after_opening(act)


@leak
def length_of_the_seal(hers: int) -> Any:
    """The box no longer padded to one size."""
    from article16.wall.vocabulary import PartnerDetails

    return patch.object(PartnerDetails, "padded_to", None)


@leak
def length_of_a_draft(hers: int) -> Any:
    """What was typed before the sign-in ended, sealed to the next class of 256 bytes."""
    from article16.common.accounts import drafts

    return patch.object(drafts, "SIZE_CLASS", 256)


@leak
def message_only_where_she_takes_part(hers: int) -> Any:
    from article16.wall.outbox.actions import post
    from article16.wall.vocabulary import Opened

    def act(client: Any, given: Any) -> None:
        if hers:
            post(
                zone="support", message=Opened(mailbox=client.mailbox, programme="graz", on=given["on"]), at=given["at"]
            )

    return _after_opening(act)


@leak
def receipt_that_tells(hers: int) -> Any:
    """Her service takes messages only of men whose women take part."""
    from dataclasses import replace

    from article16.wall.carrier import Carrier

    whole = Carrier.carry

    def carry(self: Any, packets: Any) -> Any:
        return tuple(replace(one, refused="" if hers else "unknown") for one in whole(self, packets))

    return patch.object(Carrier, "carry", carry)


@leak
def doctor_that_tells(hers: int) -> Any:
    from article16.casework import commands
    from article16.common.doctor import Finding

    return patch.object(commands, "QUESTIONS", [*commands.QUESTIONS, lambda at: Finding(True, f"{hers} cases there.")])


# Leaks that reach over the wall. They are caught though nothing that is answered differs.


@leak
def her_database_opened(hers: int) -> Any:
    import sqlite3

    def act(client: Any, given: Any) -> None:
        path = settings.DATA_FOLDER.parent / "support" / "support.sqlite3"
        with contextlib.suppress(sqlite3.OperationalError):
            sqlite3.connect(f"file:{path}?mode=ro", uri=True).close()

    return _after_opening(act)


@leak
def her_folder_listed(hers: int) -> Any:
    return _after_opening(lambda client, given: list((settings.DATA_FOLDER.parent / "support").iterdir()))
