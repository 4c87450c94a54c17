"""A document for her service, sealed as a file that a person hands over: too large for a message, never in clear.

What stands in clear is where it goes and a random number. Casework can make one and never open it;
`wall.inbox.parcels` is the other half. docs/reference/messages.md says why this is no message.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import UUID4, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as closed

from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.box.sealing import Pin, seal
from article16.wall.vocabulary.fields import CLOSED, Code, Line, Mailbox, Moment, Name

VERSION = 1
MARK = b"article16 parcel\n"
# Sizes of what is sealed, in bytes: whoever sees the file learns which of four it fits, and no more.
CLASSES = (256 * 2**10, 2**20, 4 * 2**20, 16 * 2**20)
LARGEST = CLASSES[-1] - 16 * 2**10  # bytes of a document; its description takes the rest
_LENGTH = 4


@closed(frozen=True, slots=True, kw_only=True, config=CLOSED)
class About:
    """What the document is: inside the seal, beside it."""

    mailbox: Mailbox
    programme: Code
    title: Name
    kind: Line
    received_from: Line = ""
    received_on: date
    written_at: Moment
    media: Annotated[str, Field(pattern=r"^[a-z]{2,5}$")]  # the ending of the file


@closed(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Address:
    """What stands in clear."""

    version: Literal[1]
    zone: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
    generation: Annotated[int, Field(ge=1, le=2**31 - 1)]
    id: UUID4


@dataclass(frozen=True, slots=True)
class Parcel:
    """The address in clear, byte for byte, and the seal."""

    header: bytes
    sealed: bytes

    @property
    def file(self) -> bytes:
        """As it is handed over."""
        return MARK + len(self.header).to_bytes(_LENGTH, "big") + self.header + self.sealed


def make(content: bytes, about: About, *, parcel_id: UUID, to: Pin) -> Parcel:
    """Seal a document. Raises Broken when it is larger than any parcel."""
    described = TypeAdapter(About).dump_json(about)
    plain = len(described).to_bytes(_LENGTH, "big") + described + content
    size = next((size for size in CLASSES if len(plain) + _LENGTH <= size), None)
    if size is None:
        raise Broken("too-large")
    address = {"version": VERSION, "zone": to.zone, "generation": to.generation, "id": str(parcel_id)}
    header = json.dumps(address, sort_keys=True, separators=(",", ":")).encode()
    return Parcel(header, seal(plain, to=to, context=context(header), size=size))


def read(file: bytes) -> tuple[Address, Parcel]:
    """The parts of a parcel; Broken when it is none."""
    begin = len(MARK) + _LENGTH
    end = begin + int.from_bytes(file[len(MARK) : begin], "big")
    if not file.startswith(MARK) or end - begin > 512 or end > len(file):
        raise Broken("frame")
    parcel = Parcel(file[begin:end], file[end:])
    try:
        return TypeAdapter(Address).validate_json(parcel.header), parcel
    except ValidationError:
        raise Broken("header") from None


def parts(plain: bytes) -> tuple[About, bytes]:
    """What was sealed: the description and the document."""
    end = _LENGTH + int.from_bytes(plain[:_LENGTH], "big")
    try:
        return TypeAdapter(About).validate_json(plain[_LENGTH:end]), plain[end:]
    except ValidationError:
        raise Broken("malformed") from None


def context(header: bytes) -> bytes:
    """What ties the seal to exactly this address."""
    return bind("wall parcel", header)
