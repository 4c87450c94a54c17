"""How sealed and signed messages travel: a list of packets in one POST, and one receipt for each."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from article16.wall import header
from article16.wall.box import signing
from article16.wall.box.errors import Broken
from article16.wall.box.framing import PAD_CLASS, bind
from article16.wall.box.sealing import OVERHEAD
from article16.wall.vocabulary.messages import LARGEST

CONTENT_TYPE = "application/vnd.article16.messages+signed"
UNSIGNED = "application/vnd.article16.messages"  # from a casework before version 0.2: taken in, and set aside
MOST_PACKETS = 64  # in one POST
SIGNATURE_CONTEXT = bind("wall message signature")
LARGEST_SEALED = LARGEST + 4 + OVERHEAD  # bytes
LARGEST_BODY = MOST_PACKETS * (12 + header.LARGEST + LARGEST_SEALED + signing.SIZE)  # bytes, about 1 MB


@dataclass(frozen=True)
class Packet:
    """One sealed message with its header, byte for byte as it was written, and who signed it."""

    header: bytes
    sealed: bytes
    signature: bytes = b""  # over both; empty: nobody signed

    @cached_property
    def framed(self) -> bytes:
        """Each part with its length before it."""
        return _framed(self.header, self.sealed, self.signature)

    @cached_property
    def sha256(self) -> str:
        """The name of exactly this message, whoever signed it: sent again under another key it stays itself."""
        return hashlib.sha256(_framed(self.header, self.sealed)).hexdigest()

    @cached_property
    def place(self) -> str:
        """The name of exactly these bytes, signature included: a forged one does not keep the true one out."""
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


def unpack(body: bytes, *, signed: bool = True) -> tuple[Packet, ...]:
    """The packets in a body; refused as a whole when the frames do not fit."""
    parts, each = list(_parts(body)), 3 if signed else 2
    if not parts or len(parts) % each:
        raise Broken("frame")
    if len(parts) > each * MOST_PACKETS:
        raise Broken("too-many")
    return tuple(Packet(*parts[at : at + each]) for at in range(0, len(parts), each))


def signed(packet: Packet, *, key: signing.SigningKey) -> Packet:
    """The same message, signed by the service that sends it."""
    signature = signing.sign(_framed(packet.header, packet.sealed), key=key, context=SIGNATURE_CONTEXT)
    return Packet(packet.header, packet.sealed, signature)


def signature_fault(packet: Packet, *, by: Sequence[signing.Signer]) -> str:
    """Why this message cannot be taken for one of the sending service, as a code; empty when it is hers."""
    if not by:
        return "unpaired"
    content = _framed(packet.header, packet.sealed)
    try:
        signing.verify(content, packet.signature, by=by, context=SIGNATURE_CONTEXT)
    except Broken as problem:
        return problem.code
    return ""


def check(packet: Packet, *, zone: str) -> header.Header:
    """The header of a packet that may come in: known, for this zone, and of a size that sealing gives."""
    if len(packet.sealed) > LARGEST_SEALED:
        raise Broken("too-large")
    if len(packet.sealed) < OVERHEAD + PAD_CLASS or (len(packet.sealed) - OVERHEAD) % PAD_CLASS:
        raise Broken("size")
    if len(packet.signature) not in (0, signing.SIZE):
        raise Broken("signature-size")
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


def _framed(*parts: bytes) -> bytes:
    return b"".join(part for text in parts for part in (len(text).to_bytes(4, "big"), text))


def _parts(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        end = at + 4 + int.from_bytes(body[at : at + 4], "big")
        if end > len(body) or at + 4 > len(body):
            raise Broken("frame")
        yield body[at + 4 : end]
        at = end
