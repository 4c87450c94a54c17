"""Planted leaks at the moment of writing, in what leaves, and over the wall. See planting.py."""

import contextlib
import logging
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from django.conf import settings

from tests.worlds.planting import leak


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


# These reach over the wall. They are caught though nothing that is answered differs.


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
