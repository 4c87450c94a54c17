"""The pins that casework was given, one for each zone (setting WALL_PINS: zone to path)."""

from functools import cache
from pathlib import Path

from django.conf import settings

from article16.wall.box.errors import PinRefused
from article16.wall.box.sealing import Pin, load_pin


def pin_of(zone: str) -> Pin:
    """The pin of this zone, read once in the life of a process."""
    path = settings.WALL_PINS.get(zone)
    if path is None:
        raise PinRefused("zone", f"No pin is set for the zone “{zone}”. Add it to WALL_PINS.")
    return _read(Path(path), zone, not settings.TRAINING)


@cache
def _read(path: Path, zone: str, must_be_read_only: bool) -> Pin:
    return load_pin(path, zone=zone, must_be_read_only=must_be_read_only)


forget_pins = _read.cache_clear  # for whoever has just been given another pin
