"""Checking answers: every problem at once, each with a sentence."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from article16.instruments.definition import Instrument
from article16.instruments.items import Answers, Item, Kind
from article16.instruments.missing import CODES, Missing
from article16.instruments.paths import Asked, complete

HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer."""

    key: str
    sentence: str


class Refused(ValueError):
    """Answers that cannot be taken; `problems` has each reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


def problems_of(
    instrument: Instrument, answers: Answers, *, informant: str, time: str | None = None
) -> tuple[Problem, ...]:
    """Everything that is wrong with these answers; empty when they may be stored.

    Parameters
    ----------
    instrument : Instrument
        The version that was asked.
    answers : mapping
        By item key; in a repeating group KEY.1, KEY.2. Single: a code. Multiple: a frozenset of codes. Numeric: a
        number. Date: a `datetime.date`. Text: a string. Or a kind of `Missing`.
    informant, time : str
        Who answers, and when in the schedule.

    Returns
    -------
    tuple of Problem
        Unknown items, values outside the scale, answers to skipped questions, of the wrong informant or time.
    """
    return completed(instrument, answers, informant=informant, time=time)[1]


def completed(
    instrument: Instrument, answers: Answers, *, informant: str, time: str | None = None
) -> tuple[Mapping[str, Asked], tuple[Problem, ...]]:
    """What `paths.complete` gives, and what `problems_of` says: both in the time of one."""
    if foreign := _foreign(instrument, informant, time):
        return {}, (foreign,)
    done = complete(instrument, answers, informant=informant, time=time)
    return done, _problems(instrument, answers, done)


def settled(
    instrument: Instrument, answers: Answers, *, informant: str, time: str | None = None
) -> tuple[dict[str, object], tuple[Problem, ...]]:
    """Every question with its answer or kind of missing, as it is stored in the end, and what is wrong with that.

    What was answered before the path led round it has no answer here; what this version does not ask is left out.
    """
    if foreign := _foreign(instrument, informant, time):
        return {}, (foreign,)
    done = complete(instrument, answers, informant=informant, time=time)
    stands = {key: asked.answer for key, asked in done.items()}
    return stands, _problems(instrument, stands, done)


def _foreign(instrument: Instrument, informant: str, time: str | None) -> Problem | None:
    if informant not in instrument.informants:
        return Problem("", f"{instrument.id} is not answered by “{informant}”.")
    if time is not None and instrument.times and time not in instrument.times:
        return Problem("", f"{instrument.id} is not asked at “{time}”.")
    return None


def _problems(instrument: Instrument, answers: Answers, done: Mapping[str, Asked]) -> tuple[Problem, ...]:
    found = [_misplaced(instrument, key) for key in answers if key not in done]
    for key, given in answers.items():
        asked = done.get(key)
        if asked is None:
            continue
        sentence = _wrong(asked.item, given) or _not_put(given, asked.answer)
        found.append(Problem(key, f"{key}: {sentence}") if sentence else None)
    beyond = [_beyond(instrument, key) for key in answers if key not in done]
    return tuple(problem for problem in [*found, *beyond] if problem)


def check(instrument: Instrument, answers: Answers, *, informant: str, time: str | None = None) -> None:
    """Raise `Refused` with all problems, if there are any."""
    if problems := problems_of(instrument, answers, informant=informant, time=time):
        raise Refused(problems)


def read(item: Item, text: str) -> object:
    """An answer from text, as in a file: codes of several choices are divided by “;”, kinds of missing begin with “.”.

    Returns
    -------
    object
        The answer, or `Missing.NOT_REACHED` for an empty text. What cannot be read comes back as text, so that
        `problems_of` names it.
    """
    text = text.strip() if item.kind is not Kind.TEXT else text
    if not text.strip():
        return Missing.NOT_REACHED
    if text in CODES:
        return CODES[text]
    try:
        return _read(item, text)
    except ValueError:
        return text


def _read(item: Item, text: str) -> object:
    match item.kind:
        case Kind.SINGLE:
            return int(text)
        case Kind.MULTIPLE:
            return frozenset(int(code) for code in text.split(";"))
        case Kind.NUMERIC:
            return float(text) if not text.lstrip("-").isdigit() else int(text)
        case Kind.DATE:
            return date.fromisoformat(text)
        case Kind.TEXT:
            return text


def _misplaced(instrument: Instrument, key: str) -> Problem | None:
    base, _, number = key.partition(".")
    item = instrument.by_key.get(base)
    if item is None:
        return Problem(key, f"{instrument.id} has no question “{key[:60]}”.")
    if bool(item.repeat) != bool(number):
        form = f"{base}.1" if item.repeat else base
        return Problem(key, f"{key[:60]}: write “{form}”.")
    return None


def _beyond(instrument: Instrument, key: str) -> Problem | None:
    base, _, number = key.partition(".")
    item = instrument.by_key.get(base)
    if item is None or bool(item.repeat) != bool(number):
        return None  # said already
    count = instrument.repeat_by_key[item.repeat].count
    return Problem(key, f"{key[:60]}: there are not so many; “{count}” says how many.")


def _not_put(given: object, stands: object) -> str:
    if given is stands or given == stands or given is Missing.NOT_REACHED:
        return ""
    if stands is Missing.DOES_NOT_APPLY:
        return "is skipped with these answers, so it can have none."
    if stands is Missing.NOT_ASKED:
        return "is not put to this informant at this time, so it can have no answer."
    return "comes after a question that is still open."


def _wrong(item: Item, given: object) -> str:
    if isinstance(given, Missing):
        return _wrong_missing(item, given)
    return _CHECKS[item.kind](item, given)


def _wrong_missing(item: Item, given: Missing) -> str:
    if given is Missing.UNKNOWN and not item.unknown:
        return "does not offer “I do not know”."
    if given is Missing.DOES_NOT_APPLY and not item.not_applicable and item.when is None:
        return "does not offer “does not apply”."
    return ""  # NOT_ASKED follows from the definition; a file may repeat it where it holds (see `_not_put`)


def _single(item: Item, given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, int) or given not in item.codes:
        return f"“{str(given)[:20]}” is not one of {_listed(item.codes)}."
    return ""


def _multiple(item: Item, given: object) -> str:
    if not isinstance(given, frozenset) or not given:
        return f"needs a set of one or more of {_listed(item.codes)}."
    strange = sorted(str(code)[:20] for code in given if code not in item.codes)
    if strange:
        return f"{', '.join(strange)} is not among {_listed(item.codes)}."
    alone = [choice.code for choice in item.choices if choice.alone and choice.code in given]
    return f"{alone[0]} excludes the others." if alone and len(given) > 1 else ""


def _numeric(item: Item, given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        return f"“{str(given)[:20]}” is not a number."
    if not item.low <= given <= item.high:
        return f"{given} is not between {item.low:g} and {item.high:g}."
    return "needs a whole number." if item.whole and given != int(given) else ""


def _date(item: Item, given: object) -> str:
    if isinstance(given, date) and not isinstance(given, datetime):
        return ""
    return f"“{str(given)[:20]}” is not a date such as 2026-11-19."


def _text(item: Item, given: object) -> str:
    if not isinstance(given, str):
        return "needs text."
    if HALVES.search(given):
        return "holds half a character, which no file can keep."
    return f"has {len(given)} characters; {item.longest} are possible." if len(given) > item.longest else ""


def _listed(codes: tuple[int, ...]) -> str:
    return ", ".join(map(str, codes))


_CHECKS: Mapping[Kind, Callable[[Item, object], str]] = {
    Kind.SINGLE: _single, Kind.MULTIPLE: _multiple, Kind.NUMERIC: _numeric, Kind.DATE: _date, Kind.TEXT: _text,
}  # fmt: skip
