"""Writing to the outbox: inside the transaction of the fact, or after a receipt."""

import contextlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from article16.wall.box.errors import PinRefused
from article16.wall.box.sealing import Pin, check_recorded, seal
from article16.wall.header import encode_header, header_for, seal_context
from article16.wall.outbox.models import Epoch, OutgoingMessage
from article16.wall.outbox.pins import accepted_pin, pin_of
from article16.wall.vocabulary import Message, encode

TAKE_NUMBERS = (
    "UPDATE outbox_epoch SET next_sequence = next_sequence + %s WHERE zone = %s AND ended_at IS NULL "
    "RETURNING epoch, next_sequence, fingerprint"
)
PUT = (
    "INSERT INTO outbox_outgoingmessage (zone, epoch, sequence, type, header, sealed, written_at, refused, tries) "
    "VALUES "
)
AT_ONCE = 100  # rows of one statement: SQLite takes so many values and no more
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=1)


class OutboxClosed(RuntimeError):
    """Nothing can be posted now; the sentence says why."""


def post(*, zone: str, message: Message, at: datetime) -> None:
    """Seal a message and put it next in the row to this zone. Stands or falls with the caller's transaction.

    Call it last in the transaction: from here to the commit, others who post to the zone wait.
    """
    post_many(zone=zone, messages=[message], at=at)


def post_many(*, zone: str, messages: Sequence[Message], at: datetime) -> None:
    """As `post`, for several at once and in their order. Two statements, and one more for each hundred."""
    if not connection.in_atomic_block:
        raise OutboxClosed("A message is posted in the transaction of its fact, never alone.")
    if not messages:
        return
    pin_of(zone)  # refused before anybody waits for a number
    epoch, after, fingerprint = _take_numbers(zone, len(messages))
    pin, stored = accepted_pin(zone, fingerprint), connection.ops.adapt_datetimefield_value(at)
    for start in range(0, len(messages), AT_ONCE):
        part = enumerate(messages[start : start + AT_ONCE], after - len(messages) + start)
        rows = [_sealed(one, pin, epoch, number, stored) for number, one in part]
        with _planned_cursor() as cursor:
            row = f"({', '.join(['%s'] * len(rows[0]))})"
            cursor.execute(PUT + ", ".join([row] * len(rows)), [cell for one in rows for cell in one])


def _sealed(message: Message, pin: Pin, epoch: str, sequence: int, at: object) -> tuple[object, ...]:
    told = header_for(message, zone=pin.zone, generation=pin.generation, epoch=epoch, sequence=sequence)
    header = encode_header(told)
    sealed = seal(encode(message), to=pin, context=seal_context(header), size=message.padded_to)
    return pin.zone, epoch, sequence, type(message).__name__, header, sealed, at, "", 0


def ensure_epoch(*, zone: str, at: datetime) -> None:
    """At every start: begin the first epoch, or refuse when the pin names another key than before."""
    if not Epoch.objects.filter(zone=zone, ended_at=None).exists():
        with contextlib.suppress(IntegrityError):  # another process of this service was first
            begin_epoch(zone=zone, at=at)
    accepted_pin(zone, Epoch.objects.get(zone=zone, ended_at=None).fingerprint)


@transaction.atomic
def begin_epoch(*, zone: str, at: datetime, accepting: str = "") -> None:
    """A new row of numbers: at the first start, after each restore, and when a new key is accepted.

    `accepting`: the whole fingerprint of a changed key, read out by the women's service.
    """
    pin = pin_of(zone)
    earlier = Epoch.objects.select_for_update().filter(zone=zone).order_by("-id").first()
    if earlier is not None:
        _check_accepted(pin, earlier.fingerprint, accepting)
        Epoch.objects.filter(zone=zone, ended_at=None).update(ended_at=at)
    Epoch.objects.create(
        zone=zone, epoch=secrets.token_hex(16), generation=pin.generation, fingerprint=pin.fingerprint, begun_at=at
    )


def mark_handed_over(ids: Sequence[int], *, at: datetime) -> None:
    """The inbox has committed these."""
    OutgoingMessage.objects.filter(id__in=ids).update(sent_at=at, refused="", retry_at=None)


def send_again(*, zone: str, since: datetime) -> int:
    """Everything handed over since then leaves once more; an inbox that has it already takes it for what it is.

    One hour more, because clocks of two machines differ.
    """
    rows = OutgoingMessage.objects.filter(zone=zone, sent_at__gte=since - timedelta(hours=1))
    return rows.update(sent_at=None, refused="", retry_at=None)


@transaction.atomic
def mark_refused(row: int, *, code: str, at: datetime) -> None:
    """The inbox did not take this one. It stays, is shown, and is tried again, ever more slowly."""
    message = OutgoingMessage.objects.select_for_update().get(id=row)
    wait = min(FIRST_RETRY * 2 ** min(message.tries, 10), LONGEST_RETRY)
    changes = {"refused": code[:32], "tries": message.tries + 1, "retry_at": at + wait}
    OutgoingMessage.objects.filter(id=row).update(**changes)


def _take_numbers(zone: str, count: int) -> tuple[str, int, str]:
    # One statement takes the lock and gives the row, on both databases and whatever the transaction's mode.
    with _planned_cursor() as cursor:
        cursor.execute(TAKE_NUMBERS, [count, zone])
        taken = cursor.fetchone()
    if taken is None:
        raise OutboxClosed(f"No epoch has begun for the zone “{zone}”. Start casework again.")
    epoch, after, fingerprint = taken
    return epoch, after, fingerprint


def _planned_cursor() -> CursorWrapper:
    # Of the services' backend for PostgreSQL, which keeps a statement of the same words planned.
    return connection.planned_cursor() if hasattr(connection, "planned_cursor") else connection.cursor()


def _check_accepted(pin: Pin, recorded: str, accepting: str) -> None:
    if accepting and accepting != pin.fingerprint:
        sentence = "The fingerprint read out is not the one of the pin. The pin was not accepted."
        raise PinRefused("not-accepted", sentence)
    if not accepting:
        check_recorded(pin, recorded)
