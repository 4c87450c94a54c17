"""Made-up warnings, answered and waiting, and who is on duty. For the demonstration; nobody of it exists.

They are put where the inbox puts what came, sealed as casework seals, and taken in from there. They are not sent
through the wall: a message arrives when it arrives, and two months of answers or a warning that was taken an hour ago
cannot be sent. What somebody writes while trying, and the hourly test warning, go the whole way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from article16.support.keys import zone
from article16.wall.box.sealing import seal
from article16.wall.header import encode_header, header_for, seal_context
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.vocabulary import Alert as Message
from article16.wall.vocabulary import AlertKind, Severity, encode
from article16.wall.wire import Packet

from .actions import acting, climbing, setting, taking_in
from .actions.acting import Acted, Told
from .models import Alert, ForCase
from .policy import Line

SPAN, SHARE = 60, 0.35  # days that are told of; of so many men something was told in them
# How often each kind is drawn, how serious it is, and within how many minutes somebody must act, as casework has it.
KINDS = {
    AlertKind.MISSED_SESSIONS: (6, Severity.HIGH, 480),
    AlertKind.DROPPED_OUT: (3, Severity.HIGH, 960),
    AlertKind.NO_SHOW: (3, Severity.ORDINARY, 1440),
    AlertKind.CONCERN: (3, Severity.HIGH, 240),
    AlertKind.SEPARATION: (1, Severity.HIGH, 480),
    AlertKind.SUSPENDED: (1, Severity.HIGH, 960),
    AlertKind.THREAT: (1, Severity.HIGHEST, 30),
}
# What stands on the desk at the start: the kind, how many minutes ago it came, whether somebody is on it.
WAITING = (
    (AlertKind.THREAT, 2, False),
    (AlertKind.CONCERN, 50, False),
    (AlertKind.MISSED_SESSIONS, 130, False),
    (AlertKind.DROPPED_OUT, 95, True),
    (AlertKind.SEPARATION, 140, True),
)
WORDS = {
    AlertKind.THREAT: "In the session he said what he would do if she left. Made up.",
    AlertKind.CONCERN: "He came from her door and would not say why. Made up.",
    AlertKind.SEPARATION: "He says they are separating. Made up.",
}
DAYS = ((8, 20),) * 5 + ((10, 16),) * 2


@dataclass(frozen=True, slots=True)
class Team:
    """Who is called: workers in turn, and one lead."""

    workers: tuple[UUID, ...]
    lead: UUID


@dataclass(frozen=True, slots=True)
class Came:
    """One warning as it is told: of which man, when."""

    mailbox: UUID
    kind: AlertKind
    at: datetime


@transaction.atomic
def fill(*, women: Mapping[UUID, Sequence[UUID]], team: Team, seed: int, at: datetime) -> int:
    """So many warnings were made, of men by their mailbox, for the cases beside each. Only where none has come."""
    if not settings.DEMO:
        raise RuntimeError("Made-up warnings are for the demonstration only.")
    if Alert.objects.exists() or not women:
        return 0
    _rota(team, at)
    chance = Random(f"{seed}/warnings")  # noqa: S311  made-up data, nothing secret
    told = sorted(_past(sorted(women), chance, at), key=lambda one: one.at)
    for number, one in enumerate(told, 1):
        alert = _comes(one, number, seed)
        _answered(alert, women[one.mailbox], chance, team, at)
    for number, (kind, minutes, taken) in enumerate(sorted(WAITING, key=lambda row: -row[1]), len(told) + 1):
        one = Came(chance.choice(sorted(women)), kind, at - timedelta(minutes=minutes))
        alert = _comes(one, number, seed)
        _tell(alert, at)
        if taken:
            acting.take(alert_id=alert, by=team.workers[0], at=at - timedelta(minutes=1))
    return len(told) + len(WAITING)


def _past(men: list[UUID], chance: Random, at: datetime) -> Iterator[Came]:
    kinds, weights = list(KINDS), [row[0] for row in KINDS.values()]
    for man in men:
        if chance.random() < SHARE:
            day = timezone.localdate(at) - timedelta(days=chance.randint(2, SPAN))
            moment = datetime.combine(
                day, time(chance.randint(9, 20), chance.randint(0, 59)), timezone.get_current_timezone()
            )
            yield Came(man, chance.choices(kinds, weights)[0], moment.astimezone(UTC))


def _comes(one: Came, number: int, seed: int) -> UUID:
    """The message as casework would have sealed it, stored as the inbox stores it, taken in at its moment."""
    _often, severity, within = KINDS[one.kind]
    message = Message(
        mailbox=one.mailbox, programme="graz", fact=_uuid(f"{seed}/{number}/fact"), kind=one.kind, severity=severity,
        raised_at=one.at, due=one.at + timedelta(minutes=within), words=WORDS.get(one.kind, ""),
    )  # fmt: skip
    pin, epoch = zone.pin(), sha256(f"{seed}/made up".encode()).hexdigest()[:32]
    place = {"zone": settings.WALL_ZONE, "generation": pin.generation, "sequence": number}
    header = encode_header(header_for(message, epoch=epoch, **place))
    packet = Packet(header, seal(encode(message), to=pin, context=seal_context(header)))
    came = one.at + timedelta(seconds=2)
    row = ReceivedMessage.objects.create(
        # No epoch in clear: what casework really sends later would look like its beginning anew.
        **place, epoch="", type=Message.__name__, kind=one.kind.value, severity=severity.value, due=message.due,
        header=header, sealed=packet.sealed, sha256=packet.sha256, arrived_at=came, received_at=came, checked=True,
    )  # fmt: skip
    taking_in.take_in(at=came)
    alert = Alert.objects.values_list("pk", flat=True).get(message=row)
    _tell(alert, came)
    return alert


def _tell(alert: UUID, at: datetime) -> None:
    climbing.climb_one(alert, climbing.rules(at), at=at)


def _answered(alert: UUID, cases: Sequence[UUID], chance: Random, team: Team, at: datetime) -> None:
    """Taken by whoever was on duty, acted on for each case, and told to her; a few are still to be told."""
    due, came = Alert.objects.values_list("due", "came_at").get(pk=alert)
    by = chance.choice(team.workers)
    within = (due - came) * chance.choice((0.15, 0.3, 0.4, 0.6, 1.1))
    if chance.random() < 0.8:
        _tell(alert, came + within / 2)
        acting.take(alert_id=alert, by=by, at=came + within / 2)
    acting.split(alert_id=alert, cases=cases, named=lambda _rows: {}, by=by, at=came + within)
    action = chance.choice(("reached", "reached", "reached", "message", "plan", "waits", "emergency"))
    for row in ForCase.objects.filter(alert=alert).order_by("pk").values_list("pk", flat=True):
        acted = Acted(action, "She knows, and has what she needs for tonight. Made up.")
        acting.acknowledge(for_case=row, acted=acted, by=by, at=came + within, raised_at=came - timedelta(seconds=2))
    told_at = came + within + timedelta(hours=chance.choice((0, 1, 18, 40)))
    if told_at < at and chance.random() < 0.9:
        told = Told(told_at, chance.choice(("phone", "spoken")), "What he did, and that it is not her doing. Made up.")
        for row in ForCase.objects.filter(alert=alert).order_by("pk").values_list("pk", flat=True):
            acting.record_telling(for_case=row, told=told, by=by, at=told_at)


def _rota(team: Team, at: datetime) -> None:
    """Weeks in turn since the first warning, two lines of the lead, declared hours, somebody away next week."""
    monday = timezone.localdate(at) - timedelta(days=timezone.localdate(at).weekday())
    asked_at = _noon(monday - timedelta(days=SPAN + 14))
    hours = [(day, time(opens), time(closes)) for day, (opens, closes) in enumerate(DAYS)]
    setting.set_hours(stretches=hours, by=team.lead, at=asked_at)
    for line in (Line.MANAGER, Line.HEAD):
        setting.add_shift(line=line, person=team.lead, begins_at=asked_at, ends_at=None, by=team.lead, at=asked_at)
    for week in range(-(SPAN // 7) - 2, 3):
        begins = _noon(monday + timedelta(weeks=week))
        for offset, line in enumerate((Line.DUTY, Line.SECOND)):
            person = team.workers[(week + offset) % len(team.workers)]
            ends = begins + timedelta(weeks=1)
            setting.add_shift(line=line, person=person, begins_at=begins, ends_at=ends, by=team.lead, at=asked_at)
    away = _noon(monday + timedelta(weeks=1))
    setting.add_absence(
        person=team.workers[-1], begins_at=away, ends_at=away + timedelta(days=5), by=team.workers[-1], at=at
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=timezone.get_current_timezone()).astimezone(UTC)


def _uuid(words: str) -> UUID:
    return UUID(bytes=sha256(words.encode()).digest()[:16], version=4)
