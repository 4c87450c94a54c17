"""Storing what came in support's own records: each message once, none dropped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from article16.wall import wire
from article16.wall.box.errors import Broken
from article16.wall.header import Header, decode_header
from article16.wall.inbox.arrivals import Found
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.inbox.seals import Keys, fault
from article16.wall.pairing import queries as pairing

ANOTHER_CAME_FIRST = "same-number"  # the number was taken by other bytes
UNPAIRED, OTHER_KEY = "unpaired", "signer"
# Set aside because nobody can say who sent it; it may still turn out to be true.
UNTRUSTED = ("unsigned", "signature", OTHER_KEY, UNPAIRED)
_LOCK = 0x16_1B0C  # PostgreSQL advisory lock: one drain at a time

Place = tuple[str, str, int]  # zone, epoch, sequence


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain came to."""

    received: int = 0
    again: int = 0  # was here already, byte for byte
    set_aside: int = 0  # stored, but a person must look

    def __add__(self, other: "Drained") -> "Drained":
        return Drained(self.received + other.received, self.again + other.again, self.set_aside + other.set_aside)


@transaction.atomic
def take_over(arrived: Sequence[Found], *, keys: Keys | None, at: datetime) -> Drained:
    """Store what is new among these arrivals. Doing it twice changes nothing."""
    _one_at_a_time()
    best = _best_signed(arrived)
    stored = _stored(best)
    rows = [_row(found, code, keys, at) for digest, (found, code) in best.items() if digest not in stored]
    _set_aside_what_came_second(rows)
    ReceivedMessage.objects.bulk_create(rows)
    mended = sum(_mend(row, *best[digest], keys) for digest, row in stored.items())
    aside = sum(bool(row.set_aside) for row in rows)
    return Drained(len(rows) - aside + mended, len(arrived) - len(rows) - mended, aside)


@transaction.atomic
def check_signatures(*, keys: Keys | None = None, limit: int = 1000) -> int:
    """After a key of the sending service was accepted: take in what it had signed before that. How many."""
    _one_at_a_time()
    known = pairing.known(pairing.MESSAGES)
    waiting = ReceivedMessage.objects.filter(set_aside__in=(UNPAIRED, OTHER_KEY)).order_by("arrived_at", "sequence")
    believed = 0
    for message in waiting[:limit]:
        if not wire.signature_fault(_packet(message), by=known.at(message.arrived_at)):
            _believe(message, keys)
            believed += 1
    return believed


@transaction.atomic
def check_seals(*, keys: Keys, limit: int = 1000) -> int:
    """Open what was taken over while nobody was unlocked, and set aside what does not open. How many were looked at."""
    unchecked = ReceivedMessage.objects.filter(checked=False, set_aside="")[:limit]
    whole = []
    for message in unchecked:
        code = fault(_packet(message), keys=keys)
        if not code:
            whole.append(message.id)
            continue
        ReceivedMessage.objects.filter(id=message.id).update(checked=False, set_aside=code)
        _give_the_number_to_a_whole_one(message, keys)
    ReceivedMessage.objects.filter(id__in=whole).update(checked=True)
    return len(unchecked)


def _give_the_number_to_a_whole_one(broken: ReceivedMessage, keys: Keys) -> None:
    """A broken message that came first must not keep the true one out."""
    place = {"zone": broken.zone, "epoch": broken.epoch, "sequence": broken.sequence}
    for second in ReceivedMessage.objects.filter(set_aside=ANOTHER_CAME_FIRST, **place).order_by("arrived_at"):
        if not fault(_packet(second), keys=keys):
            ReceivedMessage.objects.filter(id=second.id).update(checked=True, set_aside="")
            return


def _packet(message: ReceivedMessage) -> wire.Packet:
    return wire.Packet(bytes(message.header), bytes(message.sealed), bytes(message.signature))


def _best_signed(arrived: Iterable[Found]) -> dict[str, tuple[Found, str]]:
    """Each message once, by its digest: of several that bear other signatures, the one that is true."""
    known = pairing.known(pairing.MESSAGES)
    best: dict[str, tuple[Found, str]] = {}
    for found in arrived:
        code = wire.signature_fault(found.packet, by=known.at(found.arrived_at))
        before = best.get(found.packet.sha256)
        if before is None or (before[1] and not code):
            best[found.packet.sha256] = (found, code)
    return best


def _mend(message: ReceivedMessage, found: Found, code: str, keys: Keys | None) -> bool:
    """It was here with a signature that did not count, and came again with one that does."""
    if code or message.set_aside not in UNTRUSTED:
        return False
    message.signature = found.packet.signature
    _believe(message, keys)
    return True


def _believe(message: ReceivedMessage, keys: Keys | None) -> None:
    place = {"zone": message.zone, "epoch": message.epoch, "sequence": message.sequence}
    message.set_aside = fault(_packet(message), keys=keys) if keys else ""
    if not message.set_aside and ReceivedMessage.objects.filter(set_aside="", **place).exists():
        message.set_aside = ANOTHER_CAME_FIRST
    message.checked = keys is not None and not message.set_aside
    message.save(update_fields=["signature", "set_aside", "checked"])


def _row(found: Found, unsigned: str, keys: Keys | None, at: datetime) -> ReceivedMessage:
    packet = found.packet
    row = ReceivedMessage(
        header=packet.header,
        sealed=packet.sealed,
        signature=packet.signature,
        sha256=packet.sha256,
        arrived_at=found.arrived_at,
        received_at=at,
    )
    try:
        _tell(row, decode_header(packet.header))
        wire.check(packet, zone=settings.WALL_ZONE)
    except Broken as problem:
        row.set_aside = problem.code
    else:
        row.set_aside = unsigned or (fault(packet, keys=keys) if keys else "")
        row.checked = keys is not None and not row.set_aside
    return row


def _tell(row: ReceivedMessage, told: Header) -> None:
    row.zone, row.generation, row.epoch, row.sequence = told.zone, told.generation, told.epoch, told.sequence
    row.type, row.kind, row.severity, row.due = told.type, told.kind or "", told.severity or "", told.due


def _set_aside_what_came_second(rows: Iterable[ReceivedMessage]) -> None:
    whole = [row for row in rows if not row.set_aside]
    taken = _taken_places(whole)
    for row in whole:
        place = row.zone, row.epoch, row.sequence
        if place in taken:
            row.set_aside = ANOTHER_CAME_FIRST
        taken.add(place)


def _stored(digests: Iterable[str]) -> dict[str, ReceivedMessage]:
    return {row.sha256: row for row in ReceivedMessage.objects.filter(sha256__in=list(digests))}


def _taken_places(rows: Iterable[ReceivedMessage]) -> set[Place]:
    numbers, epochs = {row.sequence for row in rows}, {row.epoch for row in rows}
    taken = ReceivedMessage.objects.filter(sequence__in=numbers, epoch__in=epochs, set_aside="")
    return set(taken.values_list("zone", "epoch", "sequence"))


def _one_at_a_time() -> None:
    # SQLite has a single writer already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
