"""What support's watchdog looks at. Each one or two short queries."""

import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max, Min

from article16.common.pulse import watching
from article16.common.pulse.actions import Seen
from article16.support.alerts.models import Alert, Arrived
from article16.wall.inbox import arrivals
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.vocabulary import AlertKind

UNTOLD = timedelta(minutes=2)
TEST_LIMIT = timedelta(minutes=75)  # one is sent every hour
SLOT_LIMIT = timedelta(minutes=2)


def _age(at: datetime, since: datetime | None, limit: timedelta, name: str) -> Seen:
    if since is None:
        return Seen(name, True)
    age = at - since
    return Seen(name, age <= limit, f"{round(age.total_seconds())} s")


def unnotified(at: datetime) -> Seen:
    """The oldest warning of which nobody was told, those included that are not taken in yet."""
    untold = Alert.objects.filter(acknowledged_at=None, rung=0).aggregate(oldest=Min("came_at"))["oldest"]
    noted = Arrived.objects.aggregate(oldest=Min("message__arrived_at"))["oldest"]
    return _age(at, min(filter(None, (untold, noted)), default=None), UNTOLD, "unnotified")


def slot(at: datetime) -> Seen:
    """The oldest message in the inbox that the tick has not taken over."""
    found = arrivals.read(1)
    return _age(at, found[0].arrived_at if found else None, SLOT_LIMIT, "slot")


def test(at: datetime) -> Seen:
    """When a test warning last came the real way, and how long it was on it."""
    last = Alert.objects.filter(kind=AlertKind.TEST).order_by("-came_at", "-pk").values_list("came_at").first()
    if last is None:
        return Seen("test", False, "none yet")
    return Seen("test", at - last[0] <= TEST_LIMIT, f"{last[0].astimezone(_zone()):%H:%M}")


def _zone():
    from zoneinfo import ZoneInfo

    return ZoneInfo(settings.TIME_ZONE)


def aside(at: datetime) -> Seen:
    """Messages that could not be accepted: a person must look at them."""
    number = ReceivedMessage.objects.exclude(set_aside="").count()
    return Seen("aside", not number, str(number) if number else "")


def missing(at: datetime) -> Seen:
    """Numbers that never came, though later ones did: casework has them and can send them again. One query."""
    rows = ReceivedMessage.objects.filter(set_aside="").values_list("zone", "epoch")
    number = sum(last - count for _zone, _epoch, last, count in rows.annotate(Max("sequence"), Count("pk")))
    return Seen("missing", number <= 0, str(number) if number > 0 else "")


def inbox(at: datetime) -> Seen:
    """Whether the receiving process answers where it listens."""
    where: str = settings.WALL_LISTEN
    family = socket.AF_UNIX if where.startswith("unix:") else socket.AF_INET
    with socket.socket(family) as line:
        line.settimeout(2)
        if family == socket.AF_UNIX:
            failed = line.connect_ex(str(Path(where.removeprefix("unix:"))))
        else:
            host, _, port = where.rpartition(":")
            failed = line.connect_ex((host, int(port)))
    return Seen("inbox", not failed)


def questions() -> Sequence[watching.Question]:
    """All of them; whoever calls people is looked at only where there is a way to call."""
    callers = [watching.alive("caller")] if settings.ALERT_MAIL or settings.ALERT_SMS else []
    return [
        watching.alive("tick"),
        *callers,
        inbox,
        slot,
        unnotified,
        test,
        aside,
        missing,
        watching.clock("tick"),
        watching.disk,
        watching.backup,
    ]
