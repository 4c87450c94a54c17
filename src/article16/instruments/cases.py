"""The worked cases of a pack: answers and scores that somebody computed by hand."""

import math
from collections.abc import Iterator, Mapping

from article16.instruments.answers import problems_of
from article16.instruments.definition import Case, Instrument
from article16.instruments.items import Item, Kind
from article16.instruments.missing import Missing
from article16.instruments.paths import complete
from article16.instruments.scoring import Result, score


def failures(instrument: Instrument) -> tuple[tuple[Case, str], ...]:
    """Every case that comes out otherwise, with a sentence for each difference."""
    return tuple((case, sentence) for case in instrument.cases for sentence in _failures(instrument, case))


def answers_of(instrument: Instrument, case: Case) -> Mapping[str, object]:
    """The answers of a case, with `fill` for each question that is put and that it does not name."""
    answers = dict(case.answers)
    if case.fill is None:
        return answers
    time = case.time or None
    while True:  # a filled answer can open further questions
        done = complete(instrument, answers, informant=case.informant, time=time)
        more = [a for a in done.values() if a.answer is Missing.NOT_REACHED and a.key not in answers]
        fitting = {a.key: case.fill for a in more if _fits(a.item, case.fill)}
        if not fitting:
            return answers
        answers[next(iter(fitting))] = case.fill


def _fits(item: Item, fill: object) -> bool:
    if isinstance(fill, Missing):
        return item.unknown if fill is Missing.UNKNOWN else fill is Missing.DECLINED
    if item.kind is Kind.NUMERIC:
        return isinstance(fill, int | float) and item.low <= fill <= item.high
    return item.kind is Kind.SINGLE and fill in item.codes


def _failures(instrument: Instrument, case: Case) -> Iterator[str]:
    answers, time = answers_of(instrument, case), case.time or None
    if problems := problems_of(instrument, answers, informant=case.informant, time=time):
        yield from (f"{case.name}: {problem.sentence}" for problem in problems)
        return
    yield from (
        f"{case.name}: {one}"
        for one in _differences(case, score(instrument, answers, informant=case.informant, time=time))
    )


def _differences(case: Case, result: Result) -> Iterator[str]:
    for key in sorted({*case.scores, *case.bands, *case.ranges} - set(result.scores)):
        yield f"there is no score “{key}” for these answers."
    for key, found in result.scores.items():
        if key in case.scores and not _same(case.scores[key], found.value):
            yield f"{key} is {found.value}, by hand {case.scores[key]}."
        if key in case.bands and case.bands[key] != found.band:
            yield f"{key} lies in {found.band}, by hand in {case.bands[key]}."
        if key in case.ranges and not all(map(_same, case.ranges[key], (found.low, found.high))):
            yield f"{key} can be {found.low:g} to {found.high:g}, by hand {case.ranges[key]}."
    raised = tuple(alert.key for alert in result.alerts if alert.certain)
    if case.alerts is not None and sorted(case.alerts) != sorted(raised):
        yield f"alerts are {', '.join(raised) or 'none'}, by hand {', '.join(case.alerts) or 'none'}."


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
