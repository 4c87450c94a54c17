"""The ladder: whoever is told next, until a person has acted. Part of support's tick; nothing is kept in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from article16.support.alerts.models import Alert, Notice, Step
from article16.support.alerts.policy import Pace, Roster, told_at
from article16.support.alerts.policy import Step as RungRule
from article16.support.alerts.queries import rota

MOST = 500  # alerts in one round; the next round is a second later


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the ladder needs to know in one round."""

    roster: Roster
    ladders: dict[str, tuple[RungRule, ...]]
    paces: dict[str, Pace]


def rules(at: datetime) -> Rules:
    """Ten queries, whatever waits."""
    return Rules(rota.roster(at), rota.ladders(), rota.paces())


def climb(*, at: datetime) -> int:
    """Tell the next rung of every alert for which that has fallen due; how many."""
    due = Alert.objects.filter(next_due__lte=at).order_by("next_due", "pk")
    waiting = list(due.values_list("pk", flat=True)[:MOST])
    if waiting:
        now = rules(at)
        for alert_id in waiting:
            climb_one(alert_id, now, at=at)
    return len(waiting)


@transaction.atomic
def climb_one(alert_id: UUID, now: Rules, *, at: datetime) -> None:
    """All rungs of one alert that have fallen due, each told before the next is asked about."""
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.acknowledged_at is not None or alert.next_due is None or alert.next_due > at:
        return
    if alert.held_until is not None:
        Step.objects.create(alert=alert, at=at, what="hold-ended", rung=alert.rung, person_id=alert.taken_by_id)
        alert.held_until = None
    ladder, pace = now.ladders[alert.severity], now.paces[alert.severity]
    while alert.next_due <= at:
        _one_rung(alert, ladder, pace, now.roster, at)
    alert.save(update_fields=["rung", "next_due", "held_until"])


def _one_rung(alert: Alert, ladder: tuple[RungRule, ...], pace: Pace, roster: Roster, at: datetime) -> None:
    alert.rung = min(alert.rung + 1, len(ladder))
    people = roster.on(ladder[alert.rung - 1].line)
    top = alert.rung >= len(ladder)
    if top and not people:
        people = roster.everybody
    _tell(alert, people, line=ladder[alert.rung - 1].line.value, roster=roster, at=at)
    if top:
        alert.next_due = at + timedelta(minutes=max(1, pace.again))
    elif not people:
        alert.next_due = at  # nobody stands there: the next rung at once
    else:
        alert.next_due = told_at(ladder[alert.rung], came=alert.came_at, due=alert.due)


def _tell(alert: Alert, people: Iterable[UUID], *, line: str, roster: Roster, at: datetime) -> None:
    told = list(people)
    Step.objects.bulk_create(
        [Step(alert=alert, at=at, what="told", rung=alert.rung, line=line, person_id=one) for one in told]
        or [Step(alert=alert, at=at, what="nobody", rung=alert.rung, line=line)]
    )
    Notice.objects.bulk_create(
        Notice(alert=alert, rung=alert.rung, person_id=one, channel=channel, made_at=at, try_at=at)
        for one in told
        for channel in roster.channels.get(one, ())
    )


def leave_the_gone(*, at: datetime) -> int:
    """Whoever was told or has taken it, and has gone away since, is waited for no longer: the next rung at once."""
    waiting = Alert.objects.filter(acknowledged_at=None, rung__gt=0, next_due__gt=at)
    ladders = rota.ladders()
    columns = ("pk", "severity", "rung", "taken_by", "held_until")
    # At the top nobody comes after; it is told again anyway.
    open_ones = {row[0]: row for row in waiting.values_list(*columns) if row[2] < len(ladders[row[1]])}
    if not open_ones:
        return 0
    told: dict[UUID, set[UUID]] = {}
    steps = Step.objects.filter(alert__in=waiting, what="told", rung=F("alert__rung"), person__isnull=False)
    for alert_id, person in steps.values_list("alert", "person"):
        told.setdefault(alert_id, set()).add(person)
    there, gone = rota.present(at), []
    for alert_id, _severity, _rung, taken_by, held_until in open_ones.values():
        people = {taken_by} if held_until is not None and held_until > at else told.get(alert_id, set())
        if people and there.isdisjoint(people):
            gone.append(alert_id)
    return Alert.objects.filter(pk__in=gone, acknowledged_at=None).update(next_due=at)
