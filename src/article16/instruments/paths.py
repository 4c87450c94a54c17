"""Which questions a person comes to, and which kind of missing stands where no answer does."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from article16.instruments.computing import FALSE, TRUE, Value, compute, exactly, unanswered
from article16.instruments.definition import Instrument
from article16.instruments.expressions import names
from article16.instruments.items import Answers, Item, Kind
from article16.instruments.missing import Missing


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it stands for one person: once, or once for each of a repeating group."""

    key: str  # of the answer: KEY, or KEY.1, KEY.2 in a repeating group
    item: Item
    number: int  # 1 for the first child; 0 outside groups
    answer: object  # a valid answer, or why there is none


def complete(
    instrument: Instrument, answers: Answers, *, informant: str, time: str | None = None
) -> Mapping[str, Asked]:
    """Every question of the instrument with its answer or the kind of missing.

    Parameters
    ----------
    instrument : Instrument
        Any version.
    answers : mapping
        Valid answers by key; what is absent is open.
    informant, time : str
        Who answers, and when in the schedule. Without a time every question is open.

    Returns
    -------
    mapping of str to Asked
        In the order of the questions. What the path leads round is `DOES_NOT_APPLY`, also when an answer to it is
        there (the person went back and chose another way). What hangs on an open question is `NOT_REACHED`, and on a
        declined or unknown one `NOT_ASKED`.
    """
    done: dict[str, Asked] = {}
    for item in instrument.items:
        if item.when is None and not item.repeat:  # as most are
            put = item.is_asked_of(informant, time)
            answer = answers.get(item.key, Missing.NOT_REACHED) if put else Missing.NOT_ASKED
            done[item.key] = Asked(item.key, item, 0, answer)
            continue
        for number in numbers(instrument, item, done):
            key = f"{item.key}.{number}" if number else item.key
            answer = _answer(instrument, item, number, answers, done, informant, time)
            done[key] = Asked(key, item, number, answer)
    return done


def numbers(instrument: Instrument, item: Item, done: Mapping[str, Asked]) -> range:
    """The numbers under which it is asked: 0 alone outside groups; 1 to n in a group, none while n is not known."""
    if not item.repeat:
        return range(1)
    repeat = instrument.repeat_by_key[item.repeat]
    count = done[repeat.count].answer
    if not isinstance(count, int | float) or not math.isfinite(count):
        return range(1, 1)
    return range(1, min(int(count), repeat.most) + 1)


def walk(instrument: Instrument, answers: Answers, *, informant: str, time: str | None = None) -> Iterator[Asked]:
    """The questions that are put to this person with these answers, in order."""
    for asked in complete(instrument, answers, informant=informant, time=time).values():
        led_round = asked.answer is Missing.NOT_ASKED or asked.answer is Missing.DOES_NOT_APPLY
        if not led_round or answers.get(asked.key) is asked.answer:
            yield asked


def _answer(
    instrument: Instrument,
    item: Item,
    number: int,
    answers: Answers,
    done: Mapping[str, Asked],
    informant: str,
    time: str | None,
) -> object:
    if not item.is_asked_of(informant, time):
        return Missing.NOT_ASKED
    if item.when is not None:
        condition = compute(item.when, lambda key: value_of(done, key, number), lambda k, c: ticked(done, k, c, number))
        if condition.known and not condition.low:
            return Missing.DOES_NOT_APPLY
        if not condition.known:
            return _pending(item, number, done)
    return answers.get(f"{item.key}.{number}" if number else item.key, Missing.NOT_REACHED)


def _pending(item: Item, number: int, done: Mapping[str, Asked]) -> Missing:
    """Why a question is not put while its condition is undecided."""
    assert item.when is not None  # noqa: S101  undecided is only what has a condition
    before = [find(done, key, number) for key in names(item.when)]
    open_yet = any(asked is not None and asked.answer is Missing.NOT_REACHED for asked in before)
    return Missing.NOT_REACHED if open_yet else Missing.NOT_ASKED


def find(done: Mapping[str, Asked], key: str, number: int) -> Asked | None:
    """The question of this key, within the same child first."""
    return done.get(f"{key}.{number}") or done.get(key)


def value_of(done: Mapping[str, Asked], key: str, number: int = 0) -> Value:
    """What an answer counts as: a number, or the range it can have."""
    asked = find(done, key, number)
    if asked is None:
        return unanswered(float("-inf"), float("inf"))
    return counted(asked)


def counted(asked: Asked) -> Value:
    """The number behind one answer. What the path leads round counts as `skipped` says, where it says so."""
    item, answer = asked.item, asked.answer
    if not isinstance(answer, Missing):
        countable = item.countable and isinstance(answer, int | float | frozenset)
        return exactly(item.number(answer)) if countable else exactly(1.0)
    if answer is Missing.DOES_NOT_APPLY and item.skipped is not None:
        return exactly(item.skipped)
    low, high = item.bounds() if item.countable else (0.0, 1.0)
    if item.when is not None and item.skipped is not None:
        low, high = min(low, item.skipped), max(high, item.skipped)
    return unanswered(low, high)


def ticked(done: Mapping[str, Asked], key: str, code: int, number: int = 0) -> Value:
    """Whether a code is ticked in a multiple question, or chosen in a single one."""
    asked = find(done, key, number)
    if asked is None or isinstance(asked.answer, Missing):
        return unanswered(0.0, 1.0)
    if asked.item.kind is Kind.MULTIPLE:
        return TRUE if isinstance(asked.answer, frozenset) and code in asked.answer else FALSE
    return TRUE if asked.answer == code else FALSE
