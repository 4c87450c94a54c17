"""The pins that casework was given, one for each zone (setting WALL_PINS: zone to path)."""

from functools import cache
from pathlib import Path

from django.conf import settings

from article16.wall.box.errors import PinRefused
from article16.wall.box.sealing import Pin, check_recorded, former_path, load_pin


def pin_of(zone: str) -> Pin:
    """The pin of this zone, read once in the life of a process."""
    path = settings.WALL_PINS.get(zone)
    if path is None:
        raise PinRefused("zone", f"No pin is set for the zone “{zone}”. Add it to WALL_PINS.")
    return _read(Path(path), zone, not settings.TRAINING)


def accepted_pin(zone: str, recorded: str) -> Pin:
    """The pin of the key that messages go to: the one that stands, or, until a new one is accepted, the former."""
    for _try in range(2):
        for pin in (pin_of(zone), _former_of(zone)):
            if pin is not None and pin.fingerprint == recorded:
                return pin
        forget_pins()  # another process may have accepted a new one since this one began
    check_recorded(pin_of(zone), recorded)
    raise AssertionError("unreachable")


def waiting_pin(zone: str, recorded: str) -> Pin | None:
    """A new pin that nobody has accepted yet, while the former one still serves."""
    standing = pin_of(zone)
    return None if standing.fingerprint == recorded else standing


def _former_of(zone: str) -> Pin | None:
    path = former_path(Path(settings.WALL_PINS[zone]))
    return _read(path, zone, not settings.TRAINING) if path.exists() else None


@cache
def _read(path: Path, zone: str, must_be_read_only: bool) -> Pin:
    return load_pin(path, zone=zone, must_be_read_only=must_be_read_only)


forget_pins = _read.cache_clear  # for whoever has just been given another pin
