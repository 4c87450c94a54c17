"""From a message that came to a warning that somebody must act on. Part of support's tick."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from article16.support.alerts.models import Alert, Arrived, ForCase, Step
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.vocabulary import AlertKind

from .raising import next_number

BATCH = 200


def take_in(*, at: datetime) -> int:
    """Make an alert of every message with a severity that came, readable or not; how many. Safe to kill anywhere."""
    total = 0
    while made := _some(at):
        total += made
    return total


@transaction.atomic
def _some(at: datetime) -> int:
    noted = list(Arrived.objects.select_for_update().order_by("message__received_at", "pk")[:BATCH])
    messages = ReceivedMessage.objects.defer("sealed", "header").in_bulk([one.message_id for one in noted])
    known = set(Alert.objects.filter(message__in=messages).values_list("message", flat=True))
    fresh = sorted(
        (one for key, one in messages.items() if key not in known), key=lambda one: (one.arrived_at, one.sequence)
    )
    first = next_number()
    alerts = [_alert(message, number, at) for number, message in enumerate(fresh, first)]
    Alert.objects.bulk_create(alerts)
    ForCase.objects.bulk_create([ForCase(alert=one) for one in alerts if not is_test(one)])
    Step.objects.bulk_create([Step(alert=one, at=at, what="received") for one in alerts])
    Arrived.objects.filter(pk__in=[one.pk for one in noted]).delete()
    return len(noted)


def is_test(alert: Alert) -> bool:
    return alert.kind == AlertKind.TEST


def _alert(message: ReceivedMessage, number: int, at: datetime) -> Alert:
    test = message.kind == AlertKind.TEST
    return Alert(
        message=message,
        number=number,
        kind=message.kind,
        severity=message.severity,
        due=message.due,
        came_at=message.arrived_at,
        whole=not message.set_aside,
        next_due=None if test else at,
        # Nobody is called by a test: that it came is all it says.
        acknowledged_at=at if test else None,
        closed_at=at if test else None,
    )


def mend() -> int:
    """Say of each warning whether its message counts now: a signature may be accepted later, a seal found broken."""
    accepted = Alert.objects.filter(whole=False, message__set_aside="").update(whole=True)
    theirs = Alert.objects.filter(whole=True, message__isnull=False)
    return accepted + theirs.exclude(message__set_aside="").update(whole=False)


@transaction.atomic
def find_forgotten() -> int:
    """Note again every message with a severity that is no alert: should a note ever be lost. How many."""
    there = Alert.objects.filter(message=OuterRef("pk"))
    noted = Arrived.objects.filter(message=OuterRef("pk"))
    lost = ReceivedMessage.objects.exclude(severity="").filter(~Exists(there), ~Exists(noted))
    rows = [Arrived(message_id=pk) for pk in lost.values_list("pk", flat=True)]
    Arrived.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
