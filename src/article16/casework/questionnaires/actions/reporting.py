"""What leaves with a set of answers: tasks for today, warnings, and rows of study data, as for every man."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.tasks.actions import add_task
from article16.casework.warnings.actions import Make, tell_many, warn
from article16.common.questionnaires.coding import coded_answer
from article16.common.questionnaires.encoding import decoded
from article16.common.study.codes import code_of
from article16.instruments.definition import Instrument
from article16.instruments.missing import CODES, Missing
from article16.instruments.scoring import score
from article16.wall.vocabulary import AlertKind, Course, CourseEvent, Source, StudyRecord, StudyTable, StudyValue, Wave
from article16.wall.vocabulary import Missing as NotThere

from ..models import Answer, Asking, Flag, Response
from ..policy import ALERT_TASK, THREATS
from ..queries.instruments import by_fingerprint

AT_ONCE = 100  # values of one message
CODE = 32  # characters of a code that crosses the wall
MODES = {"self": "screen", "read_aloud": "interview", "interpreter": "interview", "paper": "paper"}
BOUNDS = (-3660, 36600)  # days since his referral that a message can say
KINDS = {
    Missing.NOT_ASKED: NotThere.NOT_ASKED,
    Missing.NOT_REACHED: NotThere.NOT_REACHED,
    Missing.DECLINED: NotThere.DECLINED,
    Missing.DOES_NOT_APPLY: NotThere.NOT_APPLICABLE,
}


Parts = list[tuple[StudyValue, ...]]


def parts_of(instrument: Instrument, answers: Mapping[str, object], episode: Episode) -> Parts:
    """The answers as study data, by messages."""
    values = [value for key, one in answers.items() for value in values_of(instrument, key, one, episode.opened_on)]
    return [tuple(values[start : start + AT_ONCE]) for start in range(0, len(values), AT_ONCE)] or [()]


def report(
    *,
    response: Response,
    asking: Asking,
    instrument: Instrument,
    answers: Mapping[str, object],
    parts: Parts,
    by: str,
    at: datetime,
) -> None:
    """Last in the transaction that stored the answers. `parts` are told under the names that the row has."""
    flags = _flags(response, instrument, answers)
    words = instrument.texts.get("en") or next(iter(instrument.texts.values()))
    for flag in flags:
        add_task(
            kind=ALERT_TASK, fact=flag.pk, episode=asking.episode, due=timezone.localdate(at), by=by, at=at,
            words=words[f"alert.{flag.alert}"], url=reverse("questionnaire-result", args=[asking.pk]),
        )  # fmt: skip
    _study(response, asking, instrument, parts, at)
    for flag in flags:
        if severity := THREATS.get(flag.alert):
            warn(
                kind=AlertKind.THREAT, fact=flag.pk, episode=asking.episode, severity=severity, by=by, at=at,
                source=Source.CLIENT, words=words[f"alert.{flag.alert}"],
            )  # fmt: skip


def _flags(response: Response, instrument: Instrument, answers: Mapping[str, object]) -> list[Flag]:
    """A correction flags only what the answers before did not."""
    if not instrument.alerts:
        return []
    result = score(instrument, answers, informant=response.informant, time=response.time or None)
    known: set[str] = set()
    if response.corrects_id:
        known = set(Flag.objects.filter(response__asking=response.asking_id).values_list("alert", flat=True))
    keys = [alert.key for alert in result.alerts if alert.certain and alert.key not in known]
    return Flag.objects.bulk_create([Flag(response=response, alert=key) for key in keys]) if keys else []


def _study(response: Response, asking: Asking, instrument: Instrument, parts: Parts, at: datetime) -> None:
    episode = asking.episode
    facts = [uuid.UUID(one) for one in response.told]
    wave = Wave(asking.wave) if asking.wave in set(Wave) else None
    day = max(BOUNDS[0], min((response.on - episode.opened_on).days, BOUNDS[1]))
    before = response.corrects.told if response.corrects else []
    about = _about(response, episode)
    messages: list[tuple[Episode, Make]] = [(episode, _corrected(uuid.UUID(old), response.on)) for old in before]
    for fact, part in zip(facts, parts, strict=True):
        messages.append((episode, _record(fact, about + part, wave=wave, day=day, instrument=instrument)))
    tell_many(messages=messages, at=at)


def has_untold(episodes: Sequence[uuid.UUID]) -> bool:
    """Whether there are answers that the study was not told of. One query."""
    return Response.objects.filter(asking__episode__in=episodes, told=[]).exists()


def tell_untold(*, episodes: Sequence[uuid.UUID], at: datetime) -> int:
    """Tell the study of answers that came in another way, such as from a list; how many sets.

    Last in the caller's transaction.
    """
    rows = Response.objects.filter(asking__episode__in=episodes, told=[]).select_related("asking__episode")
    number = 0
    for one in rows.order_by("answered_at", "pk"):
        instrument = by_fingerprint(one.fingerprint)
        if instrument is not None:
            texts = dict(Answer.objects.filter(response=one).values_list("key", "value"))
            parts = parts_of(instrument, decoded(instrument, texts), one.asking.episode)
            one.told = [str(uuid.uuid4()) for _part in parts]
            one.save(update_fields=["told"])
            _study(one, one.asking, instrument, parts, at)
            number += 1
    return number


def _about(response: Response, episode: Episode) -> tuple[StudyValue, ...]:
    """What the study needs to know of the questionnaire itself: which words, in which way, of which passage."""
    told = {
        "fingerprint": response.fingerprint[:CODE],
        "mode": MODES.get(response.mode, ""),
        "language": response.language,
        "episode": code_of(episode.pk),
    }
    return tuple(StudyValue(item=f"a16.{name}", value=value) for name, value in told.items() if value)


def _corrected(fact: uuid.UUID, on: date) -> Make:
    """The fact that was told before is wrong; what is right follows."""
    return lambda mailbox, code: Course(
        mailbox=mailbox, programme=code, fact=uuid.uuid4(), event=CourseEvent.CORRECTED, on=on, corrects=fact
    )


def _record(
    fact: uuid.UUID, values: tuple[StudyValue, ...], *, wave: Wave | None, day: int, instrument: Instrument
) -> Make:
    return lambda mailbox, code: StudyRecord(
        mailbox=mailbox,
        programme=code,
        fact=fact,
        table=StudyTable.RESPONSES,
        wave=wave,
        day=day,
        instrument=instrument.id[:32],
        instrument_version=instrument.version,
        values=values,
    )


def values_of(instrument: Instrument, key: str, answer: object, opened_on: date) -> list[StudyValue]:
    """One answer as study data: codes and counts. Words stay here; a date leaves as days since his referral."""
    return [_value(name, code) for name, code in coded_answer(instrument, key, answer, opened_on)]


def _value(name: str, code: str) -> StudyValue:
    kind = CODES.get(code)
    if kind is Missing.UNKNOWN:
        # The wall knows four kinds of missing; that somebody does not know is an answer of its own.
        return StudyValue(item=name, value="unknown")
    return StudyValue(item=name, missing=KINDS[kind]) if kind else StudyValue(item=name, value=code)
