"""Taking over what arrived: from the slot into support's own records, each message once, none dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from article16.wall import header, wire
from article16.wall.box.errors import Broken
from article16.wall.box.opening import KeyPair, open_sealed
from article16.wall.inbox import arrivals
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.inbox.slots import Arrival
from article16.wall.vocabulary import Message, decode

BATCH = 200  # messages taken over in one transaction
ANOTHER_CAME_FIRST = "same-number"  # the number was taken by other bytes
_LOCK = 0x16_1B0C  # PostgreSQL advisory lock: one drain at a time


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain came to."""

    received: int = 0
    again: int = 0  # was here already, byte for byte
    set_aside: int = 0  # stored, but a person must look

    def __add__(self, other: "Drained") -> "Drained":
        return Drained(self.received + other.received, self.again + other.again, self.set_aside + other.set_aside)


def drain(*, at: datetime, keys: KeyPair | None = None) -> Drained:
    """Take over all that lies in the slot. Safe to kill at any point and to start again.

    Without keys the seals stay unchecked until `check_seals`.
    """
    total = Drained()
    while arrived := arrivals.read(BATCH):
        total += _take_over(arrived, keys, at)
        _empty_slot(arrived)
    return total


def check_seals(*, keys: KeyPair, limit: int = 1000) -> int:
    """Open what came while nobody was unlocked, and set aside what does not open. The number still unchecked before."""
    unchecked = ReceivedMessage.objects.filter(checked=False, set_aside="")[:limit]
    for message in unchecked:
        code = _fault(wire.Packet(bytes(message.header), bytes(message.sealed)), keys)
        ReceivedMessage.objects.filter(id=message.id).update(checked=not code, set_aside=code)
    return len(unchecked)


def open_message(received: ReceivedMessage, *, keys: KeyPair) -> Message:
    """What the message says. Broken when it is not whole."""
    return _open(wire.Packet(bytes(received.header), bytes(received.sealed)), keys)


@transaction.atomic
def _take_over(arrived: Sequence[Arrival], keys: KeyPair | None, at: datetime) -> Drained:
    _one_at_a_time()
    known = _known_digests(arrived)
    new = [arrival for arrival in arrived if arrival.packet.sha256 not in known]
    taken = _taken_numbers(new)
    rows = []
    for arrival in new:
        row = _row(arrival, keys, at)
        if not row.set_aside and _place(arrival) in taken:
            row.set_aside = ANOTHER_CAME_FIRST
        if not row.set_aside:
            taken.add(_place(arrival))
        rows.append(row)
    ReceivedMessage.objects.bulk_create(rows)
    aside = sum(bool(row.set_aside) for row in rows)
    return Drained(len(rows) - aside, len(arrived) - len(rows), aside)


def _empty_slot(arrived: Sequence[Arrival]) -> None:
    arrivals.forget(arrived)


def _row(arrival: Arrival, keys: KeyPair | None, at: datetime) -> ReceivedMessage:
    packet = arrival.packet
    row = ReceivedMessage(
        zone=arrival.zone,
        epoch=arrival.epoch,
        sequence=arrival.sequence,
        header=packet.header,
        sealed=packet.sealed,
        sha256=packet.sha256,
        arrived_at=arrival.arrived_at,
        received_at=at,
    )
    try:
        told = wire.check(packet, zone=settings.WALL_ZONE)
    except Broken as problem:
        row.set_aside = problem.code
        return row
    row.type, row.generation, row.due = told.type, told.generation, told.due
    row.kind, row.severity = told.kind or "", told.severity or ""
    if keys is not None:
        row.set_aside = _fault(packet, keys)
        row.checked = not row.set_aside
    return row


def _fault(packet: wire.Packet, keys: KeyPair) -> str:
    """Why a person must look at this message; empty when it is whole."""
    try:
        _open(packet, keys)
    except Broken as problem:
        return problem.code
    return ""


def _open(packet: wire.Packet, keys: KeyPair) -> Message:
    told = wire.check(packet, zone=keys.zone)
    if told.generation != keys.generation:
        raise Broken("generation")
    content = open_sealed(packet.sealed, keys=keys, context=header.seal_context(packet.header))
    message = decode(told.type, content)
    if not header.agrees(told, message):
        raise Broken("header-differs")
    return message


def _known_digests(arrived: Iterable[Arrival]) -> set[str]:
    digests = [arrival.packet.sha256 for arrival in arrived]
    return set(ReceivedMessage.objects.filter(sha256__in=digests).values_list("sha256", flat=True))


def _taken_numbers(arrived: Sequence[Arrival]) -> set[tuple[str, str, int]]:
    numbers, epochs = {arrival.sequence for arrival in arrived}, {arrival.epoch for arrival in arrived}
    rows = ReceivedMessage.objects.filter(sequence__in=numbers, epoch__in=epochs, set_aside="")
    return set(rows.values_list("zone", "epoch", "sequence"))


def _place(arrival: Arrival) -> tuple[str, str, int]:
    return arrival.zone, arrival.epoch, arrival.sequence


def _one_at_a_time() -> None:
    # SQLite has a single writer already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
