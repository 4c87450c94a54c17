"""How sealed messages travel: a list of packets in one POST, and one receipt for each."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from article16.wall import header
from article16.wall.box.errors import Broken
from article16.wall.box.framing import PAD_CLASS
from article16.wall.box.sealing import OVERHEAD
from article16.wall.vocabulary.messages import LARGEST

CONTENT_TYPE = "application/vnd.article16.messages"
MOST_PACKETS = 64  # in one POST
LARGEST_SEALED = LARGEST + 4 + OVERHEAD  # bytes
LARGEST_BODY = MOST_PACKETS * (8 + header.LARGEST + LARGEST_SEALED)  # bytes, about 1 MB


@dataclass(frozen=True)
class Packet:
    """One sealed message with its header, byte for byte as it was written."""

    header: bytes
    sealed: bytes

    @cached_property
    def framed(self) -> bytes:
        """Each part with its length before it."""
        return b"".join(part for text in (self.header, self.sealed) for part in (len(text).to_bytes(4, "big"), text))

    @cached_property
    def sha256(self) -> str:
        """The name of exactly these bytes."""
        return hashlib.sha256(self.framed).hexdigest()


@dataclass(frozen=True, slots=True)
class Receipt:
    """The inbox's answer for one packet: committed, or refused with a code. Nothing else ever comes back."""

    epoch: str
    sequence: int
    sha256: str
    refused: str = ""  # a code; "": committed


def pack(packets: Sequence[Packet]) -> bytes:
    """The body of one POST."""
    return b"".join(packet.framed for packet in packets)


def unpack(body: bytes) -> tuple[Packet, ...]:
    """The packets in a body; refused as a whole when the frames do not fit."""
    parts = list(_parts(body))
    if not parts or len(parts) % 2:
        raise Broken("frame")
    if len(parts) > 2 * MOST_PACKETS:
        raise Broken("too-many")
    return tuple(Packet(*pair) for pair in zip(parts[::2], parts[1::2], strict=True))


def check(packet: Packet, *, zone: str) -> header.Header:
    """The header of a packet that may come in: known, for this zone, and of a size that sealing gives."""
    if len(packet.sealed) > LARGEST_SEALED:
        raise Broken("too-large")
    if len(packet.sealed) < OVERHEAD + PAD_CLASS or (len(packet.sealed) - OVERHEAD) % PAD_CLASS:
        raise Broken("size")
    known = header.decode_header(packet.header)
    if known.zone != zone:
        raise Broken("zone")
    return known


def encode_receipts(receipts: Sequence[Receipt]) -> bytes:
    """The body of the answer."""
    return json.dumps({"receipts": [asdict(receipt) for receipt in receipts]}).encode()


def decode_receipts(body: bytes) -> tuple[Receipt, ...]:
    """The receipts in an answer."""
    try:
        return tuple(Receipt(**fields) for fields in json.loads(body)["receipts"])
    except (ValueError, TypeError, KeyError):
        raise Broken("answer") from None


def _parts(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        end = at + 4 + int.from_bytes(body[at : at + 4], "big")
        if end > len(body) or at + 4 > len(body):
            raise Broken("frame")
        yield body[at + 4 : end]
        at = end
