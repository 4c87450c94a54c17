"""Messages as bytes, and back. The border where text becomes value."""

from functools import cache

from pydantic import TypeAdapter, ValidationError

from article16.wall.box.errors import Broken
from article16.wall.vocabulary.messages import LARGEST, MESSAGES, Message


def encode(message: Message) -> bytes:
    """The message as JSON. Its type stands in the header, not here."""
    return _adapter(type(message).__name__).dump_json(message)


def decode(kind: str, content: bytes) -> Message:
    """The message again. Anything unknown, missing or out of bounds is refused, without repeating it."""
    if len(content) > LARGEST:
        raise Broken("too-large")
    try:
        return _adapter(kind).validate_json(content)
    except ValidationError:
        raise Broken("malformed") from None


@cache
def _adapter(kind: str) -> TypeAdapter[Message]:
    if kind not in MESSAGES:
        raise Broken("unknown-type")
    return TypeAdapter(MESSAGES[kind])
