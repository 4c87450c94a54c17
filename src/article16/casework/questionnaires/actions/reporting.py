"""What leaves with a set of answers: tasks for today, warnings, and rows of study data, as for every man."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.tasks.actions import add_task
from article16.casework.warnings.actions import Make, tell_many, warn
from article16.instruments.definition import Instrument
from article16.instruments.items import Item, Kind
from article16.instruments.missing import Missing
from article16.instruments.scoring import score
from article16.wall.vocabulary import AlertKind, Course, CourseEvent, Source, StudyRecord, StudyTable, StudyValue, Wave
from article16.wall.vocabulary import Missing as NotThere

from ..models import Asking, Flag, Response
from ..policy import ALERT_TASK, THREATS

AT_ONCE = 100  # values of one message
BOUNDS = (-3660, 36600)  # days since his referral that a message can say
KINDS = {
    Missing.NOT_ASKED: NotThere.NOT_ASKED,
    Missing.NOT_REACHED: NotThere.NOT_REACHED,
    Missing.DECLINED: NotThere.DECLINED,
    Missing.DOES_NOT_APPLY: NotThere.NOT_APPLICABLE,
}


def report(
    *,
    response: Response,
    asking: Asking,
    instrument: Instrument,
    answers: Mapping[str, object],
    by: str,
    at: datetime,
) -> None:
    """Last in the transaction that stored the answers."""
    flags = _flags(response, instrument, answers)
    words = instrument.texts.get("en") or next(iter(instrument.texts.values()))
    for flag in flags:
        add_task(
            kind=ALERT_TASK, fact=flag.pk, episode=asking.episode, due=timezone.localdate(at), by=by, at=at,
            words=words[f"alert.{flag.alert}"], url=reverse("questionnaire-result", args=[asking.pk]),
        )  # fmt: skip
    _study(response, asking, instrument, answers, at)
    for flag in flags:
        if severity := THREATS.get(flag.alert):
            warn(
                kind=AlertKind.THREAT, fact=flag.pk, episode=asking.episode, severity=severity, by=by, at=at,
                source=Source.CLIENT, words=words[f"alert.{flag.alert}"],
            )  # fmt: skip


def _flags(response: Response, instrument: Instrument, answers: Mapping[str, object]) -> list[Flag]:
    """A correction flags only what the answers before did not."""
    result = score(instrument, answers, informant=response.informant, time=response.time or None)
    known: set[str] = set()
    if response.corrects_id:
        known = set(Flag.objects.filter(response__asking=response.asking_id).values_list("alert", flat=True))
    keys = [alert.key for alert in result.alerts if alert.certain and alert.key not in known]
    return Flag.objects.bulk_create([Flag(response=response, alert=key) for key in keys]) if keys else []


def _study(
    response: Response, asking: Asking, instrument: Instrument, answers: Mapping[str, object], at: datetime
) -> None:
    episode = asking.episode
    values = [value for key, one in answers.items() for value in values_of(instrument, key, one, episode.opened_on)]
    parts = [tuple(values[start : start + AT_ONCE]) for start in range(0, len(values), AT_ONCE)] or [()]
    facts = [uuid.uuid4() for _part in parts]
    wave = Wave(asking.wave) if asking.wave in set(Wave) else None
    day = max(BOUNDS[0], min((response.on - episode.opened_on).days, BOUNDS[1]))
    before = response.corrects.told if response.corrects else []
    messages: list[tuple[Episode, Make]] = [(episode, _corrected(uuid.UUID(old), response.on)) for old in before]
    for fact, part in zip(facts, parts, strict=True):
        messages.append((episode, _record(fact, part, wave=wave, day=day, instrument=instrument)))
    Response.objects.filter(pk=response.pk).update(told=[str(fact) for fact in facts])
    tell_many(messages=messages, at=at)


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
    item = instrument.by_key[key.partition(".")[0]]
    if item.kind is Kind.TEXT:
        return []
    if answer is Missing.UNKNOWN:
        # The wall knows four kinds of missing; that somebody does not know is an answer of its own.
        return [StudyValue(item=one, value="unknown") for one in _columns(item, key)]
    if isinstance(answer, Missing):
        return [StudyValue(item=one, missing=KINDS[answer]) for one in _columns(item, key)]
    if isinstance(answer, frozenset):
        codes = zip(_columns(item, key), item.codes, strict=True)
        return [StudyValue(item=name, value=str(int(code in answer))) for name, code in codes]
    if isinstance(answer, date):
        return [StudyValue(item=key, value=str((answer - opened_on) // timedelta(1)))]
    return [StudyValue(item=key, value=f"{answer:.9g}" if isinstance(answer, float) else str(answer))]


def _columns(item: Item, key: str) -> list[str]:
    """The names of its columns: one for each choice where several can be ticked."""
    return [f"{key}-{code}" for code in item.codes] if item.kind is Kind.MULTIPLE else [key]
