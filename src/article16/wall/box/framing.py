"""Padding and binding: what stands around the plain text before it is sealed."""

from functools import cache

from article16.wall.box.errors import Broken

PAD_CLASS = 256  # bytes; the length of a ciphertext says no more than its class
_LENGTH_BYTES = 4


def padded_size(length: int) -> int:
    """The size in bytes that a plain text of this length takes once padded to its class."""
    whole = length + _LENGTH_BYTES
    return -(-whole // PAD_CLASS) * PAD_CLASS


def pad(plaintext: bytes, *, size: int | None = None) -> bytes:
    """The plain text with its length before it, filled with zeros to `size` or to its class."""
    size = padded_size(len(plaintext)) if size is None else size
    framed = len(plaintext).to_bytes(_LENGTH_BYTES, "big") + plaintext
    if len(framed) > size:
        raise Broken("too-large")
    return framed.ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """The plain text again. Anything but zeros behind it is refused."""
    end = _LENGTH_BYTES + int.from_bytes(padded[:_LENGTH_BYTES], "big")
    if len(padded) < end or len(padded) % PAD_CLASS or padded[end:] != bytes(len(padded) - end):
        raise Broken("padding")
    return padded[_LENGTH_BYTES:end]


def bind(purpose: str, *parts: bytes) -> bytes:
    """The place a ciphertext belongs to, as bytes that no other place can give.

    Each part carries its length, so that ("ab", "c") and ("a", "bc") differ.
    """
    place = _begin(purpose)
    for part in parts:
        place += (_SHORT[len(part)] if len(part) < len(_SHORT) else _length(part)) + part
    return place


@cache
def _begin(purpose: str) -> bytes:
    return b"".join(_length(text) + text for text in (b"article16", purpose.encode()))


def _length(text: bytes) -> bytes:
    return len(text).to_bytes(_LENGTH_BYTES, "big")


_SHORT = tuple(_length(bytes(number)) for number in range(65))  # most parts are ids: asked for ten thousand at a time
