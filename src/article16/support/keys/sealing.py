"""Sealing to the own service without unlocking: what is written so, only who holds a key reads again."""

from article16.support.keys import zone
from article16.support.keys.rings import Ring
from article16.wall.box.sealing import seal


class NoKeyYet(RuntimeError):
    """Nothing can be sealed to a ring before the set-up has made its key."""


def seal_for_zone(content: bytes, *, context: bytes) -> bytes:
    """Sealed to whoever is unlocked; opens by `Unlocked.open_sealed` with the same context. One query."""
    return seal(content, to=zone.pin(), context=context)


def seal_for_study(content: bytes, *, context: bytes) -> bytes:
    """Sealed to the evaluators, and to nobody who works with women. One query."""
    pin = zone.ring_pin(Ring.STUDY)
    if pin is None:
        raise NoKeyYet("The study key is made in the set-up of the keys.")
    return seal(content, to=pin, context=context)
