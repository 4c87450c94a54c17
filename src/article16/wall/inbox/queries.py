"""What came through the wall and waits for a person. Read by support's pages, its watchdog and its doctor."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Window
from django.db.models.functions import Lag

from article16.wall.inbox import arrivals
from article16.wall.inbox.models import ReceivedMessage


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many messages of one type."""

    type: str
    count: int


@dataclass(frozen=True, slots=True)
class AlertCount:
    """How many alerts of one kind and severity, and the first of their deadlines."""

    kind: str
    severity: str
    count: int
    first_due: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that came and has not been taken up; known with nobody unlocked."""

    total: int
    oldest: datetime | None  # when it arrived
    types: tuple[TypeCount, ...]
    alerts: tuple[AlertCount, ...]  # first due first
    set_aside: int  # a person must look at these
    missing: int  # numbers that never came
    in_slot: int  # arrived, not yet taken over


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that never came, though later ones did. Casework still has them."""

    zone: str
    epoch: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """Messages that could not be accepted, by the reason."""

    code: str
    count: int
    oldest: datetime


def waiting() -> Waiting:
    """How many messages wait, by type, and the alerts by deadline. Six queries."""
    accepted = ReceivedMessage.objects.filter(set_aside="")
    types = accepted.values_list("type").annotate(count=Count("id")).order_by("type")
    kinds = accepted.exclude(severity="").values_list("kind", "severity")
    alerts = kinds.annotate(count=Count("id"), first=Min("due")).order_by("first", "kind", "severity")
    counts = tuple(TypeCount(*row) for row in types)
    return Waiting(
        total=sum(each.count for each in counts),
        oldest=accepted.aggregate(oldest=Min("arrived_at"))["oldest"],
        types=counts,
        alerts=tuple(AlertCount(*row) for row in alerts),
        set_aside=sum(each.count for each in set_aside()),
        missing=sum(gap.last - gap.first + 1 for gap in gaps()),
        in_slot=arrivals.count(),
    )


def set_aside() -> list[SetAside]:
    """What a person must look at, by reason. One query."""
    rows = ReceivedMessage.objects.exclude(set_aside="").values_list("set_aside")
    return [SetAside(*row) for row in rows.annotate(count=Count("id"), oldest=Min("arrived_at")).order_by("set_aside")]


def gaps() -> list[Gap]:
    """Numbers that never came, though later ones of the same epoch did. One query over an index."""
    before = Window(Lag("sequence", default=0), partition_by=["zone", "epoch"], order_by="sequence")
    rows = ReceivedMessage.objects.filter(set_aside="").annotate(before=before).filter(sequence__gt=F("before") + 1)
    places = rows.values_list("zone", "epoch", "before", "sequence").order_by("zone", "epoch", "sequence")
    return [Gap(zone, epoch, earlier + 1, later - 1) for zone, epoch, earlier, later in places]
