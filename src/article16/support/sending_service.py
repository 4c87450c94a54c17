"""Whose messages support takes for true: the key of the sending service, accepted once a person has compared it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

from article16.common.audit.actions import Verb, record
from article16.common.doctor import Finding
from article16.common.service import Refused
from article16.support.alerts.actions.taking_in import mend
from article16.support.keys import zone
from article16.wall.box.errors import PinRefused
from article16.wall.box.signing import load_signer, spoken
from article16.wall.inbox.actions import check_signatures
from article16.wall.pairing import actions, queries

PURPOSE = queries.MESSAGES


def look() -> None:
    """Part of the tick, before arrivals are taken over: at the first start the key that lies there is accepted.

    Outside training only when it lies where this service could not have put it itself.
    """
    if queries.paired(PURPOSE) is not None:
        return
    at = timezone.now()
    try:
        if actions.accept_first(purpose=PURPOSE, path=settings.SENDER_FILE, training=settings.TRAINING, at=at):
            _believe(at)
    except PinRefused:
        return  # said by the doctor


def accept(argv: Sequence[str]) -> int:
    """Take messages signed with this key for casework's. The fingerprint is what they read out by telephone."""
    if not argv:
        raise Refused("Give the fingerprint that casework read out: accept-sender FINGERPRINT.")
    at = timezone.now()
    try:
        signer = load_signer(settings.SENDER_FILE, must_be_read_only=not settings.TRAINING)
        actions.accept(purpose=PURPOSE, signer=signer, read_out="".join(argv), by="", at=at)
    except PinRefused as no:
        raise Refused(str(no)) from None
    number = _believe(at)
    print(f"support: accepted. {number} messages that had waited for this are taken in.")  # noqa: T201  because the command line asked
    return 0


@transaction.atomic
def _believe(at: datetime) -> int:
    record(verb=Verb.SETTING, thing="key", by="", what="accept_sender", at=at)
    number = 0
    while believed := check_signatures():
        number += believed
    mend()
    return number


def pairing(argv: Sequence[str]) -> int:
    """What two people read to each other by telephone, so that each service knows the other's key."""
    known = queries.paired(PURPOSE)
    for line in (
        "Casework seals to this key of ours. Read it out to them; it must be the same there:",
        f"  {spoken(zone.pin().fingerprint)}",
        "We take messages signed with this key for casework's. Let them read out theirs; it must be the same:",
        f"  {spoken(known.fingerprint) if known else 'none yet'}",
    ):
        print(line)  # noqa: T201  because the command line asked
    return 0


def paired(at: datetime) -> Finding:
    """For the doctor: whether the sending service is known, and whether another key waits to be compared."""
    known = queries.paired(PURPOSE)
    if known is None:
        sentence = (
            f"No key of the sending service is known: put it at {settings.SENDER_FILE}. Until then every message is "
            "kept and set aside. See docs/how-to/pair.md."
        )
        return Finding(settings.TRAINING, sentence)
    try:
        other = actions.waiting(purpose=PURPOSE, path=settings.SENDER_FILE)
    except (PinRefused, DatabaseError) as no:
        return Finding(False, str(no))
    if other is not None:
        sentence = (
            f"Casework has another key to sign with, {spoken(other.fingerprint)[:19]} …, which nobody here has "
            "accepted. Ring them, compare the whole fingerprint, then: accept-sender FINGERPRINT."
        )
        return Finding(False, sentence)
    name = spoken(known.fingerprint)[:19]
    return Finding(True, f"Messages bear the signature of casework, key {name} …, since {known.accepted_at:%d %B %Y}.")
