"""Opening what came, and saying why when it does not open. For whoever holds the key."""

from collections.abc import Sequence

from article16.wall import wire
from article16.wall.box.errors import Broken
from article16.wall.box.opening import KeyPair, open_sealed
from article16.wall.header import agrees, decode_header, seal_context
from article16.wall.vocabulary import Message, decode

Keys = KeyPair | Sequence[KeyPair]  # of one generation, or of each


def open_packet(packet: wire.Packet, *, keys: KeyPair) -> Message:
    """What the message says. Broken when anything about it is not whole."""
    told = wire.check(packet, zone=keys.zone)
    if told.generation != keys.generation:
        raise Broken("generation")
    content = open_sealed(packet.sealed, keys=keys, context=seal_context(packet.header))
    message = decode(told.type, content)
    if not agrees(told, message):
        raise Broken("header-differs")
    return message


def fault(packet: wire.Packet, *, keys: Keys) -> str:
    """Why a person must look at this message, as a code; empty when it is whole."""
    pairs = (keys,) if isinstance(keys, KeyPair) else keys
    try:
        told = decode_header(packet.header)
        pair = next((one for one in pairs if one.generation == told.generation), None)
        if pair is None:
            return "generation"
        open_packet(packet, keys=pair)
    except Broken as problem:
        return problem.code
    return ""
