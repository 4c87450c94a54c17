"""Telling the women's service: one warning for one fact, and what happens on a man's way, as for every man."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from unicodedata import category
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from article16.casework.clients import actions as clients
from article16.casework.clients.models import Episode
from article16.casework.tasks import actions as tasks
from article16.common.audit.actions import Verb, record
from article16.wall.outbox.actions import post, post_many
from article16.wall.vocabulary import Alert, AlertKind, Message, Severity, Source

from . import saying
from .models import Hours, Limits, Raised, Within
from .policy import TASK, Days, Rule, judged, within
from .queries import Way, rules_of, ways

TEST_DUE = timedelta(minutes=5)
LONGEST_WORDS = 1000  # characters
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
    rules = {programme: rules_of(programme) for programme in {way.programme for way in found.values()}}
    rows = {(row.kind, row.fact): row for row in (_row(one, found[one.episode], rules, by=by, at=at) for one in facts)}
    Raised.objects.bulk_create(rows.values(), ignore_conflicts=True)
    # Of two who warn of one fact at once, one finds its own row here and the other does not.
    new = set(Raised.objects.filter(pk__in=[row.pk for row in rows.values()]).values_list("pk", flat=True))
    fresh = [(one, row) for one in facts if (row := rows.get((one.kind.value, one.fact))) and row.pk in new]
    if fresh:
        ids = sorted({str(found[one.episode].client) for one, _row in fresh})
        record(verb=Verb.WRITE, thing="client", ids=ids, by=by, what="warn", at=at)
    for one, row in fresh:
        saying.note(found[one.episode].programme)
        _send(one, row, found[one.episode], by=by, at=at)
    return len(fresh)


def _row(one: Warned, way: Way, rules: dict[UUID, dict[AlertKind, Rule]], *, by: str, at: datetime) -> Raised:
    own = rules[way.programme]
    severity = judged(one.kind, one.severity, own)
    return Raised(
        kind=one.kind.value,
        fact=one.fact,
        episode_id=one.episode,
        severity=severity.value,
        source=one.source.value,
        raised_at=at,
        due=at + within(one.kind, severity, own),
        zone=way.to.zone,
        person_id=None if way.to.zone else way.to.alerts_to,
        by=by,
    )


def sendable(words: str) -> str:
    """As the wall takes words: no control characters, at most 1,000. What an import brought must not stop a warning."""
    plain = words.replace("\r\n", "\n")
    kept = (" " if category(char) in ("Cc", "Cs") and char not in "\n\t" else char for char in plain)
    return "".join(kept)[:LONGEST_WORDS]


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
            words=sendable(one.words),
        )
        return
    alert = Alert(
        mailbox=way.mailbox,
        programme=way.code,
        fact=one.fact,
        kind=one.kind,
        severity=Severity(row.severity),
        raised_at=at,
        due=row.due,
        source=one.source,
        words=sendable(one.words),
    )
    if way.of_two:
        clients.remember([(one.episode, alert)], at=at)
    post(zone=way.to.zone, message=alert, at=at)


def tell(*, episode: Episode, at: datetime, message: Make) -> None:
    """Tell her service what happened or is planned; nothing where there is none. Last in the caller's transaction."""
    tell_many(messages=[(episode, message)], at=at)


def tell_many(*, messages: Sequence[tuple[Episode, Make]], at: datetime) -> None:
    """Tell of many men at once, in this order: a register of twelve. Last in the caller's transaction."""
    found = ways(episode.pk for episode, _make in messages)
    by_zone: dict[str, list[Message]] = {}
    kept: list[tuple[UUID, Message]] = []
    for episode, make in messages:
        way = found[episode.pk]
        message = clients.as_it_stands(make(way.mailbox, way.code))
        by_zone.setdefault(way.to.zone, []).append(message)
        kept += [(episode.pk, message)] if way.of_two and way.to.zone else []
    if kept:
        clients.remember(kept, at=at)
    for zone in sorted(by_zone.keys() - {""}):
        post_many(zone=zone, messages=by_zone[zone], at=at)


@transaction.atomic
def send_test(*, zone: str, at: datetime) -> None:
    """A warning of no man, sealed and sent as every other: that it comes proves the way. Nobody is called by it."""
    test = Alert(
        mailbox=uuid4(),
        programme="test",
        fact=uuid4(),
        kind=AlertKind.TEST,
        severity=Severity.ORDINARY,
        raised_at=at,
        due=at + TEST_DUE,
    )
    post(zone=zone, message=test, at=at)


@transaction.atomic
def set_rules(
    *, programme: UUID, rules: dict[AlertKind, Rule], days: Days, danger_call: str, by: str, at: datetime
) -> None:
    """Severity and time of every kind, and the days after which what is missing warns, from now on."""
    for kind, rule in rules.items():
        minutes = int(rule.within.total_seconds() // 60)
        changes = {"severity": rule.severity.value, "minutes": minutes}
        Within.objects.update_or_create(programme_id=programme, kind=kind.value, defaults=changes)
    counted = {name: getattr(days, name) for name in ("unanswered", "not_seen", "no_next")}
    Limits.objects.update_or_create(programme_id=programme, defaults=counted | {"danger_call": danger_call})
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="set_warning_rules", at=at)


@transaction.atomic
def set_hours(*, programme: UUID, stretches: Sequence[tuple[int, time, time]], by: str, at: datetime) -> None:
    """When the women's service has somebody on duty, as it has told this programme."""
    Hours.objects.filter(programme=programme).delete()
    Hours.objects.bulk_create(
        Hours(programme_id=programme, weekday=day, opens=opens, closes=closes) for day, opens, closes in stretches
    )
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="set_warning_hours", at=at)
