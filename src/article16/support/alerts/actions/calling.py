"""Handing notices to mail and telephone, in a process of its own, so that a slow server never holds up the ladder."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from article16.common.accounts.models import Staff
from article16.common.channels import CHANNELS, NotDelivered, words
from article16.support.alerts.models import Alert, Notice, Reach
from article16.support.alerts.policy import UNDELIVERED, Line, hurried
from article16.support.alerts.queries import rota

TRIES = 4
AGAIN = timedelta(seconds=20)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """Everything that waits for one person on one channel, said in one message."""

    person: UUID
    channel: str
    address: str
    notices: tuple[UUID, ...]


def call_round(*, clock: Callable[[], datetime], channels: Mapping[str, Callable[[str, str], None]] = CHANNELS) -> int:
    """Hand over what may go now; how many messages were tried. What became needless is not sent."""
    _drop_needless(at=clock())
    calls = _calls(at=clock())
    for call in calls:
        try:
            if not call.address:
                raise NotDelivered("no-address")
            channels[call.channel](call.address, words(len(call.notices)))
        except NotDelivered as no:
            log.warning("a notice was not delivered: %s", no.code)
            _failed(call, at=clock())
        else:
            Notice.objects.filter(pk__in=call.notices).update(state="sent", done_at=clock())
    return len(calls)


def _drop_needless(*, at: datetime) -> None:
    # Whoever has acted is not called for it again: asked at the moment of sending.
    done = Notice.objects.filter(state="waiting", alert__acknowledged_at__isnull=False)
    done.update(state="needless", done_at=at)


def _calls(*, at: datetime) -> list[Call]:
    waiting = Notice.objects.filter(state="waiting", try_at__lte=at).order_by("made_at", "pk")[:500]
    found: dict[tuple[UUID, str], list[UUID]] = {}
    for pk, person, channel in waiting.values_list("pk", "person", "channel"):
        found.setdefault((person, channel), []).append(pk)
    people = {person for person, _channel in found}
    mails = dict(Staff.objects.filter(pk__in=people).values_list("pk", "email"))
    phones = dict(Reach.objects.filter(person__in=people).values_list("person", "phone"))
    by_channel = {"mail": mails, "sms": phones}
    return [
        Call(person, channel, by_channel[channel].get(person, ""), tuple(ids))
        for (person, channel), ids in found.items()
    ]


@transaction.atomic
def _failed(call: Call, *, at: datetime) -> None:
    for notice in Notice.objects.select_for_update().filter(pk__in=call.notices, state="waiting"):
        notice.tries += 1
        if notice.tries >= TRIES:
            notice.state, notice.done_at = "failed", at
        notice.try_at = at + AGAIN * notice.tries
        notice.save(update_fields=["tries", "state", "done_at", "try_at"])


@transaction.atomic
def count_undelivered(*, at: datetime) -> int:
    """Notices that failed, or wait for too long because their sender is dead, make the ladder faster: each once."""
    bad = Notice.objects.filter(counted=False, alert__acknowledged_at=None, alert__isnull=False)
    late = bad.filter(state="waiting", made_at__lte=at - UNDELIVERED) | bad.filter(state="waiting", tries__gt=0)
    rungs = {(row.alert_id, row.rung) for row in (late | bad.filter(state="failed"))[:500]}
    for alert_id, rung in sorted(rungs, key=str):
        _hurry(alert_id, rung, at=at)
    return len(rungs)


def _hurry(alert_id: UUID, rung: int, *, at: datetime) -> None:
    notices = list(Notice.objects.filter(alert=alert_id, rung=rung))
    silent = [one for one in notices if _undelivered(one, at)]
    Notice.objects.filter(pk__in=[one.pk for one in silent]).update(counted=True)
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    # A person who has taken it is at work already, and at the top nobody is left to be told sooner.
    if alert.rung == rung and alert.held_until is None and alert.next_due and not _at_top(alert):
        alert.next_due = hurried(alert.next_due, at=at, all_failed=len(silent) == len(notices))
        alert.save(update_fields=["next_due"])


def _undelivered(one: Notice, at: datetime) -> bool:
    waits = one.state == "waiting" and (one.tries > 0 or one.made_at <= at - UNDELIVERED)
    return one.state == "failed" or waits


def _at_top(alert: Alert) -> bool:
    return alert.rung >= len(rota.ladders()[alert.severity])


def call_managers(at: datetime) -> bool:
    """The watchdog is worried: the manager on call is told at once, by the watchdog itself; whether it reached any."""
    roster = rota.roster(at)
    people = roster.on(Line.MANAGER) or roster.everybody
    mails = dict(Staff.objects.filter(pk__in=people).values_list("pk", "email"))
    phones = dict(Reach.objects.filter(person__in=people).values_list("person", "phone"))
    reached = False
    for person in people:
        for channel in roster.channels.get(person, ()):
            address = (mails if channel == "mail" else phones).get(person, "")
            try:
                CHANNELS[channel](address, words(1))
                reached = True
            except NotDelivered as no:
                log.warning("the watchdog's call was not delivered: %s", no.code)
    return reached
