"""Which raw rows satisfy which rule of warning, among those that changed or among all. Each says what it costs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.clients.queries import not_seen, unanswered
from article16.casework.endings.kinds import EndingKind
from article16.casework.endings.mapping import leaves
from article16.casework.endings.models import Ending, Suspension
from article16.casework.groups.models import Attendance
from article16.casework.groups.queries.registers import no_next_session, registers_not_taken
from article16.casework.groups.queries.standings import held_by, rules_of
from article16.casework.groups.standing import Rules
from article16.casework.questionnaires.models import Flag
from article16.casework.questionnaires.policy import THREATS
from article16.casework.records.kinds import Concern, Happened
from article16.casework.records.models import Note, SessionOutcome
from article16.casework.warnings.actions import Warned
from article16.casework.warnings.models import Raised
from article16.casework.warnings.policy import HORIZON, Days
from article16.casework.warnings.queries import all_days
from article16.wall.vocabulary import AlertKind, Severity, Source

from .policy import Gap, crossings, derived, owed, usual

Ids = Sequence[UUID] | None  # None: all
CHUNK = 500
NOTES = {
    Concern.THREAT: AlertKind.THREAT,
    Concern.MOVE: AlertKind.MOVE,
    Concern.SEPARATION: AlertKind.SEPARATION,
    Concern.OTHER: AlertKind.CONCERN,
}


def batched(ids: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    """These ids, so many at a time."""
    every = list(ids)
    yield from (every[start : start + size] for start in range(0, len(every), size))


def _among(rows: QuerySet, ids: Ids) -> QuerySet:
    return rows if ids is None else rows.filter(pk__in=ids)


def concerns(ids: Ids, at: datetime) -> Iterator[Warned]:
    """Register rows with a concern that the row before did not have. One query."""
    rows = _among(Attendance.objects.filter(concern=True, session__starts_at__gt=at - HORIZON), ids)
    rows = rows.exclude(corrects__concern=True)
    for pk, episode, words in rows.values_list("pk", "episode", "concern_words").iterator():
        yield Warned(AlertKind.CONCERN, pk, episode, Severity.HIGH, words=words)


def notes(ids: Ids, at: datetime) -> Iterator[Warned]:
    """Notes with a concern, and corrections that changed it. One query."""
    rows = _among(Note.objects.exclude(concern="").filter(on__gt=(at - HORIZON).date()), ids)
    rows = rows.exclude(Q(corrects__concern=F("concern")) & Q(corrects__seriousness=F("seriousness")))
    for pk, episode, concern, grave, words in rows.values_list(
        "pk", "episode", "concern", "seriousness", "words"
    ).iterator():
        yield Warned(NOTES[Concern(concern)], pk, episode, Severity(grave), words=words[:1000])


def threats(ids: Ids, at: datetime) -> Iterator[Warned]:
    """Answers of his that name a threat. One query."""
    rows = _among(Flag.objects.filter(alert__in=THREATS, response__answered_at__gt=at - HORIZON), ids)
    for pk, episode, alert in rows.values_list("pk", "response__asking__episode", "alert").iterator():
        yield Warned(AlertKind.THREAT, pk, episode, THREATS[alert], source=Source.CLIENT)


def missed(ids: Ids, at: datetime) -> Iterator[Warned]:
    """Rows of registers with which a man reached a step of the rules. Four queries for each 500 men."""
    rows = _among(Attendance.objects.filter(session__starts_at__gt=at - HORIZON), ids)
    yield from _crossed(set(rows.values_list("episode", flat=True)), at)


def missed_alone(ids: Ids, at: datetime) -> Iterator[Warned]:
    """The same of sessions with one man alone. Four queries for each 500 men."""
    since = (at - HORIZON).date()
    rows = _among(SessionOutcome.objects.filter(happened=Happened.NOT_ATTENDED, on__gt=since), ids)
    yield from _crossed(set(rows.values_list("episode", flat=True)), at)


def _crossed(episodes: set[UUID], at: datetime) -> Iterator[Warned]:
    by_programme: dict[UUID, Rules] = {}
    for some in batched(sorted(episodes), CHUNK):
        programmes = dict(Episode.objects.filter(pk__in=some).values_list("pk", "programme"))
        for programme in set(programmes.values()) - by_programme.keys():
            by_programme[programme] = rules_of(programme, timezone.localdate(at))
        warned = _warned_of(some, at)
        for episode, held in held_by(some).items():
            found = crossings(by_programme[programmes[episode]], [(one.row, one.starts_at, one.held) for one in held])
            lately = [one for one in found if one.starts_at > at - HORIZON]
            already = warned.get(episode, set())
            for one in owed(lately, already, len(already)):
                yield Warned(AlertKind.MISSED_SESSIONS, one.row, episode, one.severity)


def _warned_of(episodes: Sequence[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    rows = Raised.objects.filter(episode__in=episodes, kind=AlertKind.MISSED_SESSIONS, raised_at__gt=at - HORIZON)
    found: dict[UUID, set[UUID]] = {}
    for episode, fact in rows.values_list("episode", "fact"):
        found.setdefault(episode, set()).add(fact)
    return found


def endings(ids: Ids, at: datetime) -> Iterator[Warned]:
    """How episodes ended, and corrections that changed what leaves. One query."""
    rows = _among(Ending.objects.filter(decided_on__gt=(at - HORIZON).date()), ids)
    columns = ("pk", "episode", "kind", "to_programme", "corrects", "corrects__kind", "corrects__to_programme")
    for pk, episode, kind, place, corrects, kind_before, place_before in rows.values_list(*columns).iterator():
        alert = leaves(EndingKind(kind), elsewhere=place is None).alert
        before = leaves(EndingKind(kind_before), elsewhere=place_before is None).alert if corrects else None
        if alert is not None and alert != before:
            yield Warned(alert, pk, episode, usual(alert))


def suspensions(ids: Ids, at: datetime) -> Iterator[Warned]:
    """Every suspension. One query."""
    rows = _among(Suspension.objects.filter(begins_on__gt=(at - HORIZON).date()), ids)
    for pk, episode in rows.values_list("pk", "episode").iterator():
        yield Warned(AlertKind.SUSPENDED, pk, episode, usual(AlertKind.SUSPENDED))


def ended_without_reason(at: datetime) -> list[Gap]:
    """Episodes that ended lately with no word of how: by an import, or past every page. One query."""
    said = Ending.objects.filter(episode=OuterRef("pk")).exclude(reasons="")
    ended = Episode.objects.filter(state=EpisodeState.ENDED, ended_on__gt=(at - HORIZON).date())
    rows = ended.filter(~Exists(said)).values_list("pk", "client")
    return [Gap(AlertKind.ENDED_WITHOUT_REASON, derived(pk, client), pk) for pk, client in rows]


FactRule = Callable[[Ids, datetime], Iterator[Warned]]
FACTS: dict[str, tuple[FactRule, ...]] = {
    "groups_attendance": (concerns, missed),
    "records_note": (notes,),
    "questionnaires_flag": (threats,),
    "endings_ending": (endings,),
    "endings_suspension": (suspensions,),
    "records_sessionoutcome": (missed_alone,),
}


def gaps(at: datetime) -> list[Gap]:
    """Everything that should be there now and is not, for men of every programme. Nine queries.

    How long each may be missing differs by programme and is asked afterwards, from when it was first seen.
    """
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    registers = registers_not_taken(at, since=at - HORIZON)
    planned = no_next_session(at)
    return [
        *(Gap(AlertKind.REGISTER_MISSING, one.fact, one.episode.pk) for one in registers),
        *(Gap(AlertKind.NO_NEXT_SESSION, one.fact, one.episode.pk) for one in planned),
        *(Gap(AlertKind.REFERRAL_UNANSWERED, one.fact, one.episode) for one in unanswered(tomorrow)),
        *ended_without_reason(at),
        *(Gap(AlertKind.NO_SHOW, one.fact, one.episode) for one in not_seen(tomorrow)),
    ]


def days_by_episode(episodes: set[UUID]) -> dict[UUID, Days]:
    """How long things may be missing for each of these men. Two queries."""
    own, usual = all_days(), Days()
    if not own:
        return dict.fromkeys(episodes, usual)
    rows = Episode.objects.filter(pk__in=episodes).values_list("pk", "programme")
    return {pk: own.get(programme, usual) for pk, programme in rows}


def raised_of(kinds: Sequence[AlertKind], at: datetime) -> set[tuple[str, UUID]]:
    """What was warned of within the time that the rules look back. One query."""
    rows = Raised.objects.filter(kind__in=kinds, raised_at__gt=at - HORIZON)
    return set(rows.values_list("kind", "fact"))


def facts_that_stand(facts: set[UUID]) -> set[UUID]:
    """Those of these facts whose row is there, whatever it says now. Six queries for each 500."""
    tables = (Attendance, SessionOutcome, Note, Flag, Ending, Suspension)
    found: set[UUID] = set()
    for some in batched(sorted(facts), CHUNK):
        for table in tables:
            found |= set(table.objects.filter(pk__in=some).values_list("pk", flat=True))
    return found
