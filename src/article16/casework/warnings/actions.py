"""Telling the women's service: one warning for one fact, and what happens on a man's way, as for every man."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.tasks import actions as tasks
from article16.common.audit.actions import Verb, record
from article16.wall.outbox.actions import post, post_many
from article16.wall.vocabulary import Alert, AlertKind, Message, Severity, Source

from .models import Raised
from .policy import TASK, within
from .queries import Way, ways

Make = Callable[[UUID, str], Message]  # from the mailbox and the programme's code


@dataclass(frozen=True, slots=True)
class Warned:
    """One fact that warns."""

    kind: AlertKind
    fact: UUID
    episode: UUID
    severity: Severity
    source: Source = Source.STAFF
    words: str = ""


def warn(
    *,
    kind: AlertKind,
    fact: UUID,
    episode: Episode,
    severity: Severity,
    by: str,
    at: datetime,
    source: Source = Source.STAFF,
    words: str = "",
) -> bool:
    """Warn her service of this fact, once; whether it was not warned of before. Last in the caller's transaction."""
    return bool(warn_many(facts=[Warned(kind, fact, episode.pk, severity, source, words)], by=by, at=at))


@transaction.atomic
def warn_many(*, facts: Sequence[Warned], by: str, at: datetime) -> int:
    """Warn of each of these facts that was not warned of before; how many those are."""
    if not facts:
        return 0
    found = ways(one.episode for one in facts)
    rows = {(row.kind, row.fact): row for row in (_row(one, found[one.episode], by=by, at=at) for one in facts)}
    Raised.objects.bulk_create(rows.values(), ignore_conflicts=True)
    # Of two who warn of one fact at once, one finds its own row here and the other does not.
    new = set(Raised.objects.filter(pk__in=[row.pk for row in rows.values()]).values_list("pk", flat=True))
    fresh = [(one, row) for one in facts if (row := rows.get((one.kind.value, one.fact))) and row.pk in new]
    if fresh:
        ids = sorted({str(found[one.episode].client) for one, _row in fresh})
        record(verb=Verb.WRITE, thing="client", ids=ids, by=by, what="warn", at=at)
    for one, row in fresh:
        _send(one, row, found[one.episode], by=by, at=at)
    return len(fresh)


def _row(one: Warned, way: Way, *, by: str, at: datetime) -> Raised:
    return Raised(
        kind=one.kind.value,
        fact=one.fact,
        episode_id=one.episode,
        severity=one.severity.value,
        source=one.source.value,
        raised_at=at,
        due=at + within(one.kind, one.severity),
        zone=way.to.zone,
        person_id=None if way.to.zone else way.to.alerts_to,
        by=by,
    )


def _send(one: Warned, row: Raised, way: Way, *, by: str, at: datetime) -> None:
    if not way.to.zone:
        tasks.add_task(
            kind=f"{TASK}-{one.kind.value}",
            fact=one.fact,
            episode=Episode.objects.get(pk=one.episode),
            due=timezone.localdate(row.due),
            by=by,
            at=at,
            person=way.to.alerts_to,
            words=one.words,
        )
        return
    alert = Alert(
        mailbox=way.mailbox,
        programme=way.code,
        fact=one.fact,
        kind=one.kind,
        severity=one.severity,
        raised_at=at,
        due=row.due,
        source=one.source,
        words=one.words,
    )
    post(zone=way.to.zone, message=alert, at=at)


def tell(*, episode: Episode, at: datetime, message: Make) -> None:
    """Tell her service what happened or is planned; nothing where there is none. Last in the caller's transaction."""
    tell_many(messages=[(episode, message)], at=at)


def tell_many(*, messages: Sequence[tuple[Episode, Make]], at: datetime) -> None:
    """Tell of many men at once, in this order: a register of twelve. Last in the caller's transaction."""
    found = ways(episode.pk for episode, _make in messages)
    by_zone: dict[str, list[Message]] = {}
    for episode, make in messages:
        way = found[episode.pk]
        by_zone.setdefault(way.to.zone, []).append(make(way.mailbox, way.code))
    for zone in sorted(by_zone.keys() - {""}):
        post_many(zone=zone, messages=by_zone[zone], at=at)
