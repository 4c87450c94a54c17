"""Made-up answers of the made-up women of the demonstration, at all times. Nobody of them is meant. Never elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from article16.common.questionnaires.encoding import decoded, encoded
from article16.common.questionnaires.parts import settled
from article16.instruments.definition import Instrument
from article16.instruments.items import Item
from article16.instruments.items import Kind as Asks
from article16.instruments.missing import Missing
from article16.instruments.scoring import score
from article16.support.keys.opening import Unlocked
from article16.support.outcomes.actions import keep_rows
from article16.support.survivors import actions
from article16.support.survivors.asked import Answers, Done, NotAnswered, Times, ToDo
from article16.support.survivors.contact import Wish
from article16.support.survivors.queries import every_case, opened
from article16.support.survivors.writings import CaseFile, Kind, Opened, Value, latest_first

from .actions.agreeing import consent_of
from .actions.reacting import planned_rows, study_rows, why_row
from .asking import reached_on
from .held import HERS, Entry, Held, time_of
from .planned import AT_FIRST, OUR_OWN
from .policy import MODES, REASONS
from .queries import instruments
from .schedule import Days, windows

Dated = tuple[Kind, Value, datetime]
COMES_DOWN = {"T0": 0.45, "T1": 0.42, "T2": 0.3, "T3": 0.24, "T4": 0.26}  # how much of a scale is ticked
NOT_ASKED = 1 / 3
FOURTH_HAS_COME = 202  # days after her first contact, where he stopped within a month
WHY_NOT = ("not reached", "did not want", "not safe", "language")
WAYS = ("phone", "in person", "phone", "link", "paper")


@transaction.atomic
def fill(*, seed: int, by: Unlocked, at: datetime) -> int:
    """So many questionnaires were answered: by two of three women who may be asked."""
    if not settings.DEMO:
        raise RuntimeError("Made-up answers are for the demonstration only.")
    instrument = instruments.current(OUR_OWN)
    if instrument is None:
        return 0
    made_for = ((case, Random(f"{seed}/{case}/answers")) for case in every_case())  # noqa: S311  made-up, nothing secret
    return sum(_woman(case, chance, instrument, by=by, at=at) for case, chance in made_for)


def _woman(case: UUID, chance: Random, instrument: Instrument, *, by: Unlocked, at: datetime) -> int:
    if chance.random() < NOT_ASKED:
        return 0
    file = opened(case, by)
    first = reached_on(file)
    if first is None or file.contact is None or file.contact.wish is not Wish.OPEN:
        return 0
    entries = list(_story(chance, instrument, first, by, at))
    made = actions.write_all(case=case, entries=entries, by=by, at=at)
    _do(chance, case, list(zip(made, entries, strict=True)), by, at)
    told = [
        Opened(row, kind, moment, by.staff, value) for row, (kind, value, moment) in zip(made, entries, strict=True)
    ]
    _count(replace(file, entries=latest_first((*file.entries, *told))), instrument, by, at)
    return sum(kind is Kind.ANSWERS for kind, _value, _at in entries)


def _story(chance: Random, instrument: Instrument, first: date, by: Unlocked, at: datetime) -> Iterator[Dated]:
    """She agrees, days are set, and at each time that has come she answers, or it is written down why not."""
    agreed = _moment(first, 11)
    yield Kind.CONSENT, consent_of("questions", first, None), agreed
    if chance.random() < 0.8:
        yield Kind.CONSENT, consent_of("evaluation", first, None), agreed
    days = _days(chance, first, timezone.localdate(at))
    times = Times(days.first_contact, days.started, days.half, days.end, days.stopped)
    yield Kind.TIMES, times, _moment(first, 12)
    for one in windows(days):
        if one.due is None or one.closes is None or one.ended:
            continue
        on = one.due + timedelta(chance.randint(0, max(0, min(6, (one.closes - one.due).days))))
        if on < timezone.localdate(at):
            yield from _one_time(chance, instrument, one.wave, on, by)


def _do(chance: Random, case: UUID, made: list[tuple[UUID, Dated]], by: Unlocked, at: datetime) -> None:
    """Most of what had to be done was done that evening; what is younger than a week waits for some."""
    done: list[Dated] = []
    for row, (kind, value, moment) in made:
        if isinstance(value, ToDo) and kind is Kind.TO_DO and (at - moment > timedelta(7) or chance.random() < 0.5):
            said = Done(row, value.due, "Spoke with her. Made up.")
            done.append((Kind.DONE, said, moment + timedelta(hours=3)))
    if done:
        actions.write_all(case=case, entries=done, by=by, at=at)


def _days(chance: Random, first: date, today: date) -> Days:
    """He begins soon after; of those long ago some stopped early, so that her fourth time has come."""
    long_ago = (today - first).days > FOURTH_HAS_COME
    stopped = chance.random() < (0.8 if long_ago else 0.25)
    started = first + timedelta(6 if long_ago else chance.randint(6, 20))
    end = started + timedelta(7 if long_ago and stopped else 40 if stopped else 182)
    return Days(first, started, started + timedelta(91), end, stopped)


def _one_time(chance: Random, instrument: Instrument, wave: str, on: date, by: Unlocked) -> Iterator[Dated]:
    if chance.random() < 0.2:
        yield Kind.NOT_ANSWERED, NotAnswered(wave, instrument.id, chance.choice(WHY_NOT)), _moment(on, 15)
        return
    asked = chance.choice(WAYS)
    answers = made_up(chance, instrument, wave)
    value = Answers(
        wave=wave, instrument=instrument.id, version=instrument.version, fingerprint=instrument.fingerprint,
        informant=HERS, mode=MODES.get(asked, "self"), asked=asked, language=chance.choice(("en", "de", "ar")), on=on,
        values=encoded(answers) | _open(answers), checked_by=by.staff if asked == "paper" else None,
    )  # fmt: skip
    yield Kind.ANSWERS, value, _moment(on, 14)
    result = score(instrument, answers, informant=HERS, time=time_of(instrument, wave))
    words = instrument.texts["en"]
    for alert in (one.key for one in result.alerts if one.certain):
        yield Kind.TO_DO, ToDo(words[f"alert.{alert}"], on, f"{wave} {instrument.id} {alert}"), _moment(on, 14)


def made_up(chance: Random, instrument: Instrument, wave: str) -> dict[str, object]:
    """Answers that could have been given: every path the instrument has is walked by somebody."""
    level, time = COMES_DOWN[wave], time_of(instrument, wave)
    drawn: dict[str, object] = {}
    for item in instrument.items_for(HERS, time):
        most = instrument.repeat_by_key[item.repeat].most if item.repeat else 0
        for key in [f"{item.key}.{number}" for number in range(1, most + 1)] or [item.key]:
            if (answer := _answer(chance, item, level)) is not None:
                drawn[key] = answer
    return settled(instrument, drawn, informant=HERS, time=time)


def _answer(chance: Random, item: Item, level: float) -> object:
    if chance.random() < 0.02:
        return Missing.DECLINED
    if item.kind is Asks.SINGLE:
        return item.codes[min(int(abs(chance.gauss(0, level)) * len(item.codes)), len(item.codes) - 1)]
    if item.kind is Asks.MULTIPLE:
        return frozenset({chance.choice(item.codes)})
    if item.kind is Asks.NUMERIC:
        return int(item.low) + chance.randint(0, min(2, int(item.high - item.low)))
    return None


def _open(answers: Mapping[str, object]) -> dict[str, str]:
    return {key: Missing.NOT_REACHED.value for key, one in answers.items() if one is Missing.NOT_REACHED}


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())


def _count(file: CaseFile, instrument: Instrument, by: Unlocked, at: datetime) -> None:
    """Her times, her answers, and why there were none, in the study, as they would have been counted then."""
    agreed = file.agreed("evaluation", timezone.localdate(at))
    if agreed is None:
        return
    first = agreed.consent.since
    rows = planned_rows(file, AT_FIRST, on=first)
    for one in file.of(Kind.NOT_ANSWERED):
        why, on = REASONS[one.value.reason][1], timezone.localdate(one.at)
        rows += why_row(file, wave=one.value.wave, instrument=one.value.instrument, status=why, on=on)
    for one in file.of(Kind.ANSWERS):
        value = one.value
        held = Held(
            value.wave, value.instrument, value.version, value.fingerprint, HERS, Entry.DIRECT, value.mode, value.asked,
            value.language, one.at, by.staff,
        )  # fmt: skip
        rows += study_rows(file, held, instrument, decoded(instrument, value.values), on=value.on, at=at)
    if rows:
        keep_rows(rows=rows, at=at)
