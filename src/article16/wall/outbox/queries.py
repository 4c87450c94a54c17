"""What stands in the outbox. Each one or two indexed queries, whatever its size."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from article16.wall.box.sealing import Pin
from article16.wall.outbox.models import Epoch, OutgoingMessage
from article16.wall.outbox.pins import accepted_pin, pin_of
from article16.wall.vocabulary import Alert
from article16.wall.wire import Packet


@dataclass(frozen=True, slots=True)
class Unsent:
    """One message the sender may hand over now."""

    id: int
    epoch: str
    sequence: int
    packet: Packet


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the way to one zone stands, for the page “Messages to the support service”."""

    zone: str
    unsent: int  # refused ones included
    oldest_unsent: datetime | None  # when it was written
    last_handed_over: datetime | None
    refused: int


@dataclass(frozen=True, slots=True)
class Refused:
    """One message the inbox did not take."""

    type: str
    sequence: int
    code: str
    tries: int
    written_at: datetime
    retry_at: datetime


def due(zone: str, *, at: datetime, limit: int) -> list[Unsent]:
    """What can be handed over now: warnings first, then in the order of writing. Two queries.

    After hours without a line a warning does not wait behind all that was written before it; the numbers say the order.
    """
    waiting = OutgoingMessage.objects.filter(zone=zone, sent_at=None).exclude(retry_at__gt=at).order_by("id")
    columns = waiting.values_list("id", "epoch", "sequence", "header", "sealed")
    warnings = list(columns.filter(type=Alert.__name__)[:limit])
    rows = [*warnings, *columns.exclude(type=Alert.__name__)[: limit - len(warnings)]]
    # PostgreSQL gives views of its buffers, SQLite bytes.
    return [Unsent(row, epoch, number, Packet(bytes(head), bytes(seal))) for row, epoch, number, head, seal in rows]


def state(zone: str, *, most: int | None = None) -> OutboxState:
    """All handed over, or how many wait and since when. Two queries.

    `most`: looks at so many that wait and at no more, for a page that has to be quick after days without a line, too.
    """
    unsent = OutgoingMessage.objects.filter(zone=zone, sent_at=None).order_by("id")
    waiting = (unsent[:most] if most else unsent.order_by()).aggregate(
        unsent=Count("id"), oldest_unsent=Min("written_at"), refused=Count("id", filter=~Q(refused=""))
    )
    last = OutgoingMessage.objects.filter(zone=zone, sent_at__isnull=False).aggregate(last=Max("sent_at"))["last"]
    return OutboxState(zone=zone, last_handed_over=last, **waiting)


def refused(zone: str, *, limit: int = 100) -> list[Refused]:
    """What the inbox did not take, oldest first. One query."""
    rows = OutgoingMessage.objects.filter(zone=zone, sent_at=None).exclude(refused="").order_by("id")
    fields = rows.values_list("type", "sequence", "refused", "tries", "written_at", "retry_at")
    return [Refused(*row) for row in fields[:limit]]


def pin_in_use(zone: str) -> Pin:
    """The pin that messages go to, for what is sealed beside them. One query."""
    recorded = recorded_fingerprint(zone)
    return accepted_pin(zone, recorded) if recorded else pin_of(zone)


def recorded_fingerprint(zone: str) -> str:
    """The key messages are sealed to at present; empty before the first start. One query."""
    return Epoch.objects.filter(zone=zone, ended_at=None).values_list("fingerprint", flat=True).first() or ""
