"""The zone's key pair. Until the set-up ceremony exists, its secret half is a file that only this user can read."""

from django.conf import settings

from article16.wall.box.opening import KeyPair, ensure_key_pair, load_key_pair
from article16.wall.box.sealing import Pin


def ensure() -> KeyPair:
    """Make the pair at the first start, and publish the public half as the pin for casework."""
    inbox = settings.WALL_LISTEN if settings.WALL_LISTEN.startswith("unix:") else settings.WALL_INBOX_ADDRESS
    return ensure_key_pair(settings.DATA_FOLDER, zone=settings.WALL_ZONE, inbox=inbox, pin=settings.PIN_FILE)


def keys() -> KeyPair:
    return load_key_pair(settings.DATA_FOLDER)


def pin() -> Pin:
    """The public half, for what support itself seals."""
    return keys().pin("")
