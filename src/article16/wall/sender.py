"""The process that hands over what stands in the outbox: in order, at least once, until a receipt comes."""

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.db import Error as DatabaseError
from django.db import connection

from article16.wall.carrier import Carrier, NotTaken, Unreachable
from article16.wall.outbox import actions, queries, signing
from article16.wall.outbox.pins import pin_of
from article16.wall.outbox.queries import Unsent
from article16.wall.wire import MOST_PACKETS, Packet, Receipt, signed

POLL = 0.1  # seconds between two looks into an empty outbox
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0  # seconds, after a failure; a warning must not wait for long

log = logging.getLogger(__name__)


class Stop(Protocol):
    """What tells the sender to end; threading.Event is one."""

    def is_set(self) -> bool:
        """Whether to end now."""

    def wait(self, timeout: float) -> bool:
        """Sleep, but wake when told to end."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one POST came to."""

    handed_over: int = 0
    refused: int = 0


def run(
    *,
    zone: str,
    stop: Stop,
    poll: float = POLL,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ca: Path | None = None,
) -> None:
    """Hand over until told to stop. Refuses to start when the pin is not the one recorded, or the key to sign is lost.

    Each message is signed as it leaves: one that waited, or leaves once more, bears the key of today.
    """
    signing.key()
    actions.ensure_epoch(zone=zone, at=clock())
    with closing(Carrier(pin_of(zone).inbox, ca=ca)) as carrier:
        pause = FIRST_PAUSE
        while not stop.is_set():
            try:
                done = hand_over(carrier, zone=zone, at=clock())
            except (Unreachable, DatabaseError) as problem:
                pause = _rest(stop, pause, problem)
                continue
            pause = FIRST_PAUSE
            if done == Round():
                stop.wait(poll)


def hand_over(carrier: Carrier, *, zone: str, at: datetime) -> Round:
    """One POST with the oldest messages that may go now; marked only after its receipt."""
    unsent = queries.due(zone, at=at, limit=MOST_PACKETS)
    if not unsent:
        return Round()
    receipts = _carry(carrier, unsent)
    return _mark(unsent, receipts, at=at)


def _carry(carrier: Carrier, unsent: Sequence[Unsent]) -> list[Receipt]:
    try:
        receipts = carrier.carry(_signed(unsent))
    except NotTaken as refusal:
        if len(unsent) == 1:
            only = unsent[0]
            return [Receipt(only.epoch, only.sequence, only.packet.sha256, refusal.code)]
        # One of them spoils the lot; alone, each gets its own answer.
        return [receipt for message in unsent for receipt in _carry(carrier, [message])]
    if not all(_is_for(message, receipt) for message, receipt in zip(unsent, receipts, strict=True)):
        raise Unreachable("receipt")
    return list(receipts)


def _signed(unsent: Sequence[Unsent]) -> list[Packet]:
    key = signing.key()
    return [signed(message.packet, key=key) for message in unsent]


def _is_for(message: Unsent, receipt: Receipt) -> bool:
    # A refused one may have had no place that could be read. The digest was compared for all.
    return bool(receipt.refused) or (receipt.epoch, receipt.sequence) == (message.epoch, message.sequence)


def _mark(unsent: Sequence[Unsent], receipts: Sequence[Receipt], *, at: datetime) -> Round:
    pairs = list(zip(unsent, receipts, strict=True))
    taken = [message.id for message, receipt in pairs if not receipt.refused]
    refused = [(message.id, receipt.refused) for message, receipt in pairs if receipt.refused]
    if taken:
        actions.mark_handed_over(taken, at=at)
    for row, code in refused:
        actions.mark_refused(row, code=code, at=at)
        log.warning("the inbox refused a message: %s", code)
    return Round(len(taken), len(refused))


def _rest(stop: Stop, pause: float, problem: Exception) -> float:
    """Wait, the next time longer. The database's own words may hold a row, so only its kind is logged."""
    code = problem.code if isinstance(problem, Unreachable) else f"database-{type(problem).__name__}"
    log.warning("nothing handed over: %s; next try in %.1f s", code, pause)
    if isinstance(problem, DatabaseError):
        connection.close()
    stop.wait(pause)
    return min(pause * 2, LONGEST_PAUSE)
