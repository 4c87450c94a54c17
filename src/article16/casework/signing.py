"""The key by which the women's service knows that a message is casework's: made at the first start, renewed by hand."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from article16.casework.clients.queries import DEFAULT_ZONE
from article16.common.audit.actions import Verb, record
from article16.common.doctor import Finding
from article16.common.service import Refused
from article16.wall.box.errors import KeyFileRefused, PinRefused
from article16.wall.box.signing import Signer, ensure_signing_key, publish_signer, renew_signing_key, spoken
from article16.wall.outbox import signing
from article16.wall.outbox.queries import pin_in_use


def ensure() -> None:
    """At every start: the key, and in training its public half where support looks for it."""
    _publish(ensure_signing_key(settings.SIGNING_KEY_FILE).signer)


def problems() -> list[str]:
    """Why the service must not start: a key that others could read, or that is gone."""
    try:
        signing.key()
    except KeyFileRefused as no:
        return [str(no)]
    return []


def signed(at: datetime) -> Finding:
    """For the doctor: whose signature messages bear, to be compared with what support says."""
    try:
        name = spoken(signing.key().signer.fingerprint)
    except KeyFileRefused as no:
        return Finding(False, str(no))
    return Finding(True, f"Messages are signed with the key {name[:19]} …; support has to know the same.")


def pairing(argv: Sequence[str]) -> int:
    """What two people read to each other by telephone, so that each service knows the other's key."""
    signer = signing.key().signer
    if list(argv) == ["--file"]:
        print(signer.as_json(), end="")  # noqa: T201  because the command line asked
        return 0
    try:
        theirs = spoken(pin_in_use(DEFAULT_ZONE).fingerprint)
    except PinRefused as no:
        theirs = f"cannot be trusted: {no}"
    for line in (
        "Casework signs with this key. Read it out to the women's service; they accept it only when it is the same:",
        f"  {spoken(signer.fingerprint)}",
        "Casework seals to this key of the women's service. Let them read out theirs; it must be the same:",
        f"  {theirs}",
        "The file for them: python -m article16.casework pairing --file > casework.json",
    ):
        print(line)  # noqa: T201  because the command line asked
    return 0


def new_key(argv: Sequence[str]) -> int:
    """Sign with another key from now on. Until support has accepted it, what arrives there is kept and marked."""
    signer = renew_signing_key(settings.SIGNING_KEY_FILE).signer
    record(verb=Verb.SETTING, thing="key", by="", what="new_signing_key", at=timezone.now())
    try:
        _publish(signer)
    except OSError as no:
        raise Refused(f"The key is new, but its public half cannot be written: {no}. See casework pairing.") from None
    return pairing([])


def _publish(signer: Signer) -> None:
    """Outside training another user than this service puts it where support reads it: see docs/how-to/pair.md."""
    if settings.TRAINING:
        publish_signer(signer, settings.SENDER_FILE)
