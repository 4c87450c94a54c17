"""The zone: whose key it is now, and the pin that tells casework.

Before the set-up, a service that is tried out has a key whose secret half is a file; the ceremony takes it over and
removes the file. An installed service has that file for its own record alone, and publishes no pin before the ceremony.
"""

from dataclasses import replace
from functools import cache

from django.conf import settings
from django.db import DatabaseError
from django.db.models import QuerySet

from article16.common.db.prepared import Prepared
from article16.wall.box.errors import KeyFileRefused, PinRefused
from article16.wall.box.keyfiles import destroy_private
from article16.wall.box.opening import KEY_FILE, KeyPair, ensure_key_pair, load_key_pair, publish_pin
from article16.wall.box.sealing import Pin, fingerprint, load_pin

from .models import Ceremony, Generation, Grant
from .rings import Ring


def ensure() -> None:
    """At every start, after the migrations: the key of the trial before the set-up, and the pin for casework."""
    if not Generation.objects.filter(ring=Ring.ZONE).exists():
        folder, training = settings.DATA_FOLDER, settings.TRAINING
        ensure_key_pair(folder, zone=settings.WALL_ZONE, inbox=_inbox(), pin=settings.PIN_FILE, publish=training)
        return
    if Grant.objects.filter(generation__ring=Ring.ZONE).exists():
        remove_file()  # a crash may have left it after the key was given
    publish()


def publish() -> None:
    """Write the pin of the current generation. Refused when the pin that stands was never this service's own.

    An installed service has none before the set-up is done: nobody is to seal real words to a key without sheets.
    """
    if not (settings.TRAINING or Ceremony.objects.filter(done_at__isnull=False).exists()):
        return
    _check_standing()
    current = replace(pin(), inbox=_inbox())
    publish_pin(current, settings.PIN_FILE, instead_of=_own_fingerprints())


def problems() -> list[str]:
    """Why the service must not start: no key to seal to, or a pin that names a key which was never ours."""
    try:
        begun = Generation.objects.filter(ring=Ring.ZONE).exists()
    except DatabaseError:
        return []  # said by the check of the database
    try:
        if not begun:
            keys()
        else:
            _check_standing()
    except (KeyFileRefused, PinRefused) as no:
        return [str(no)]
    return []


def _check_standing() -> None:
    if settings.PIN_FILE.exists():
        _check_pin()


def _check_pin() -> None:
    standing, present = load_pin(settings.PIN_FILE, zone=settings.WALL_ZONE), pin()
    if standing.fingerprint in _own_fingerprints():
        return
    if standing.generation > present.generation:
        sentence = (
            f"The pin {settings.PIN_FILE} names generation {standing.generation} of the key, and this database knows "
            f"{present.generation}: it was restored from before the key was made anew. Restore a later backup; what "
            "was sealed to the newer key opens with no other. See docs/how-to/pin-refused.md."
        )
        raise PinRefused("restored", sentence)
    if standing.fingerprint != present.fingerprint:
        sentence = f"The pin {settings.PIN_FILE} names a key that was never this service's. Find out who changed it."
        raise PinRefused("foreign", sentence)


def _own_fingerprints() -> set[str]:
    rows = Generation.objects.filter(ring=Ring.ZONE).values_list("public_key", flat=True)
    return {fingerprint(bytes(key)) for key in rows}


def keys() -> KeyPair:
    """The pair in the file, while there is one."""
    return load_key_pair(settings.DATA_FOLDER)


def in_file() -> bool:
    """Whether the secret half still lies in a file, as before the set-up."""
    return (settings.DATA_FOLDER / KEY_FILE).exists()


def remove_file() -> None:
    """Called once the secret is sealed to a worker: overwritten first, for what that is worth on today's disks."""
    destroy_private(settings.DATA_FOLDER / KEY_FILE)
    _file_pin.cache_clear()


def pin() -> Pin:
    """The public half of the current generation, for what support itself seals. One query."""
    return ring_pin(Ring.ZONE) or _file_pin()


def ring_pin(ring: Ring) -> Pin | None:
    """The public half of a ring's current generation; None while the ring has none. One query."""
    current = CURRENT.first(ring=str(ring))
    return _pin(str(ring), current[0], bytes(current[1])) if current else None


def _current(ring: str) -> QuerySet:
    return Generation.objects.filter(ring=ring, ended_at=None).values_list("number", "public_key")


CURRENT = Prepared(_current)


def ring_name(ring: str) -> str:
    """The zone goes by the name that casework knows."""
    return settings.WALL_ZONE if ring == Ring.ZONE else ring


@cache
def _pin(ring: str, number: int, public_key: bytes) -> Pin:
    return Pin(ring_name(ring), number, public_key, "")


@cache
def _file_pin() -> Pin:
    return keys().pin("")


def forget_pins() -> None:
    """For whoever has just put another database or key file in the place of the former."""
    _pin.cache_clear()
    _file_pin.cache_clear()


def _inbox() -> str:
    return settings.WALL_LISTEN if settings.WALL_LISTEN.startswith("unix:") else settings.WALL_INBOX_ADDRESS
