"""Measured times: from the fact to its coming here, to taken, to acted on, to her knowing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Coalesce

from article16.support.alerts.models import Alert, ForCase, ReadingAlarm, Step
from article16.wall.vocabulary import AlertKind

MOST = 5000  # of the latest; a median over more is not another one


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took. Seconds; None: it has not happened yet."""

    number: int
    median: float | None
    slowest: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    receipt: Spread
    taken: Spread
    acknowledged: Spread
    known: Spread
    kinds: tuple[tuple[str, int, int], ...]  # kind, came, of them past the deadline when acted on


def figures(*, since: datetime) -> Figures:
    """Of warnings that came since then, test warnings left out. Five queries over at most 5,000 rows each.

    The fact is what casework saved; its hour lies in the seal, so until somebody has unlocked the coming stands for it.
    """
    real = Alert.objects.filter(came_at__gte=since).exclude(kind=AlertKind.TEST)
    latest = real.order_by("-came_at").annotate(fact=Coalesce("raised_at", "came_at"))
    fact = Coalesce("alert__raised_at", "alert__came_at")
    taken = Step.objects.filter(what="taken", alert__in=real).values("alert").annotate(first=Min("at"))
    known = (
        ForCase.objects.filter(alert__in=real)
        .values("alert")
        .annotate(last=Max("knows_at"), open=Count("pk", filter=Q(knows_at=None)))
    )
    by_kind = real.values_list("kind").annotate(
        number=Count("pk"), late=Count("pk", filter=Q(acknowledged_at__gt=F("due")))
    )
    return Figures(
        _spread(latest.filter(raised_at__isnull=False).values_list("raised_at", "came_at")[:MOST]),
        _spread(taken.values_list(fact, "first")[:MOST]),
        _spread(latest.filter(acknowledged_at__isnull=False).values_list("fact", "acknowledged_at")[:MOST]),
        _spread(known.filter(open=0).values_list(fact, "last")[:MOST]),
        tuple(by_kind.order_by("-number", "kind")),
    )


def _spread(pairs: Iterable[tuple[datetime, datetime]]) -> Spread:
    lengths = [max(0.0, (later - earlier).total_seconds()) for earlier, later in pairs]
    return Spread(len(lengths), median(lengths) if lengths else None, max(lengths, default=None))


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """Somebody who opened very many pages in an hour."""

    person: str
    at: datetime
    pages: int


def reading_alarms(*, since: datetime, limit: int = 20) -> list[AlarmRow]:
    """The latest first. One query."""
    rows = ReadingAlarm.objects.filter(at__gte=since).order_by("-at", "id")
    return [AlarmRow(*row) for row in rows.values_list("person__name", "at", "pages")[:limit]]


BEFORE = timedelta(hours=48)  # two daily backups


@dataclass(frozen=True, slots=True)
class Anew:
    """Casework began to count anew, as after a restore: these came before and their facts may be gone there."""

    at: datetime
    codes: tuple[str, ...]


def begun_anew(*, since: datetime) -> list[Anew]:
    """For each new row of numbers the warnings of the two days before it, the latest first. One query and one each.

    Nothing is dropped or taken back because of it: a person asks casework what is to be entered again.
    """
    rows = Alert.objects.values_list("message__epoch").annotate(first=Min("came_at")).order_by("first")
    beginnings = [(epoch, first) for epoch, first in rows if epoch][1:]
    return [Anew(first, _codes(epoch, first)) for epoch, first in reversed(beginnings) if first >= since]


def _codes(epoch: str, first: datetime) -> tuple[str, ...]:
    theirs = Alert.objects.filter(message__isnull=False)
    before = theirs.filter(came_at__gte=first - BEFORE, came_at__lt=first).exclude(message__epoch=epoch)
    return tuple(str(one) for one in before.exclude(kind=AlertKind.TEST).order_by("number")[:100])
