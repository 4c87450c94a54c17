"""From answers to scores: each with its band, what is still possible, and how it was reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from article16.instruments.alerts import Raised, raised
from article16.instruments.computing import Value, compute, exactly, number_shown, rounded, shown, unanswered
from article16.instruments.definition import Direction, How, Instrument, Score
from article16.instruments.expressions import names
from article16.instruments.items import Answers, Item
from article16.instruments.missing import Missing
from article16.instruments.paths import Asked, complete, counted, find, ticked, value_of


@dataclass(frozen=True, slots=True)
class Scored:
    """One score of one set of answers.

    Attributes
    ----------
    value : float or None
        Points on the score's own range. None: too few answers; silence is never counted as zero.
    band : str or None
        Key of the band in which it lies.
    answered, asked : int
        Answers behind it, of how many that apply.
    low, high : float
        Smallest and largest value possible were every open question answered.
    low_band, high_band : str or None
        The bands of these two.
    of_100 : float or None
        Of 100 such cases, with how many it happened, by the norms of the owner; None where there are none.
    better : Direction
        Which direction is improvement for this informant.
    steps : tuple of str
        How it was reached, in order.
    """

    key: str
    value: float | None
    band: str | None
    answered: int
    asked: int
    low: float
    high: float
    low_band: str | None
    high_band: str | None
    better: Direction
    informant: str
    steps: tuple[str, ...]
    of_100: float | None = None

    def as_value(self) -> Value:
        """The score as other expressions use it."""
        return Value(self.value, self.low, self.high, given=self.value is not None)


@dataclass(frozen=True, slots=True)
class Result:
    """All scores and alerts of one set of answers, tied to the version that was asked."""

    instrument: str
    version: str
    fingerprint: str
    informant: str
    time: str | None
    scores: Mapping[str, Scored]
    alerts: tuple[Raised, ...]


def score(instrument: Instrument, answers: Answers, *, informant: str, time: str | None = None) -> Result:
    """Score one set of answers.

    Parameters
    ----------
    instrument : Instrument
        The version that was asked.
    answers : mapping
        Valid answers (see `answers.check`); what is absent is open.
    informant, time : str
        Who answered, and when in the schedule.

    Returns
    -------
    Result
        Every score that this informant can give at this time, with value None where answers do not suffice.

    Examples
    --------
    >>> from article16 import instruments
    >>> phq9 = instruments.load("phq9")
    >>> result = instruments.score(phq9, {f"phq9_{n}": 1 for n in range(1, 10)}, informant="client")
    >>> result.scores["total"].value, result.scores["total"].band
    (9.0, 'mild')
    """
    done = complete(instrument, answers, informant=informant, time=time)
    scored: dict[str, Scored] = {}
    for one in instrument.scores:
        if informant in one.informants and (made := _scored(one, done, scored, informant)):
            scored[one.key] = made
    values = {key: one.as_value() for key, one in scored.items()}
    found = [raised(alert, done, values) for alert in instrument.alerts if informant in alert.informants]
    alerts = tuple(one for one in found if one)
    return Result(instrument.id, instrument.version, instrument.fingerprint, informant, time, scored, alerts)


def transformed(score: Score, item: Item, value: Value) -> Value:
    """What one answer adds to a score: its midpoint, turned round if reversed, times its weight."""
    if score.midpoints:
        value = _at_midpoint(score, item, value)
    if item.key in score.reverse:
        low, high = _bounds(score, item)
        point = None if value.point is None else low + high - value.point
        value = Value(point, low + high - value.high, low + high - value.low)
    if score.how in {How.COUNT, How.ANY}:
        value = _reaching(value, score.threshold)
    weight = score.weights.get(item.key, 1.0)
    ends = sorted((value.low * weight, value.high * weight))
    return Value(None if value.point is None else value.point * weight, ends[0], ends[1])


def band_of(score: Score, value: float | None) -> str | None:
    """The band in which a value lies: the last one that starts at or below it."""
    if value is None:
        return None
    return next((band.key for band in reversed(score.bands) if band.start <= value), None)


def _bounds(score: Score, item: Item) -> tuple[float, float]:
    if not score.midpoints:
        return item.bounds()
    points = [score.midpoints[code] for code in item.codes]
    return min(points), max(points)


def _at_midpoint(score: Score, item: Item, value: Value) -> Value:
    if value.point is None:
        return unanswered(*_bounds(score, item))
    return exactly(score.midpoints[int(value.point)])


def _reaching(value: Value, threshold: float) -> Value:
    point = None if value.point is None else float(value.point >= threshold)
    return Value(point, float(value.low >= threshold), float(value.high >= threshold))


def _scored(score: Score, done: Mapping[str, Asked], before: Mapping[str, Scored], informant: str) -> Scored | None:
    members = [asked for asked in done.values() if asked.item.key in score.of and not _left_out(asked)]
    if score.of and not members:
        return None
    answered = sum(counted(asked).point is not None for asked in members)
    steps: list[str] = []
    if score.how is How.EXPRESSION:
        total = _expression(score, done, before, steps)
    else:
        total = _aggregate(score, members, steps)
    needed = len(members) if score.at_least is None else min(score.at_least, len(members))
    if answered < needed and not (total.known and score.how is not How.EXPRESSION):
        steps.append(f"{answered} of {len(members)} answered, {needed} needed: no score")
        total = Value(None, total.low, total.high)
    return _finished(score, total, answered, len(members), informant, steps)


def _left_out(asked: Asked) -> bool:
    """Not put to this person, or does not apply: no part of the score, unless the item says what it counts."""
    if asked.answer is Missing.DOES_NOT_APPLY:
        return asked.item.skipped is None
    return asked.answer is Missing.NOT_ASKED and asked.item.when is None


def _finished(score: Score, total: Value, answered: int, asked: int, informant: str, steps: list[str]) -> Scored:
    value, low, high = total.point, total.low, total.high
    if score.digits is not None:
        low, high = rounded(low, score.digits), rounded(high, score.digits)
        if value is not None and rounded(value, score.digits) != value:
            steps.append(f"{number_shown(value)} rounded to {number_shown(rounded(value, score.digits))}")
            value = rounded(value, score.digits)
    band = band_of(score, value)
    if band:
        scheme = f" ({score.scheme})" if score.scheme else ""
        steps.append(f"{number_shown(value or 0.0)} lies in the band {band}{scheme}")
    if value is None:
        steps.append(f"Were all answered: {shown(Value(None, low, high))}")
    bands = band_of(score, low), band_of(score, high)
    better = score.better[informant]
    norm = next((one.of_100 for one in score.bands if one.key == band), None)
    return Scored(score.key, value, band, answered, asked, low, high, *bands, better, informant, tuple(steps), norm)


def _aggregate(score: Score, members: Sequence[Asked], steps: list[str]) -> Value:
    values = [transformed(score, asked.item, counted(asked)) for asked in members]
    for asked, value in zip(members, values, strict=True):
        if value.point is not None:
            steps.append(_step(score, asked, value.point))
    points = [value.point for value in values if value.point is not None]
    if score.how in {How.ANY, How.HIGHEST}:
        return _highest(points, values)
    low, high = _range(score, members, values)
    point = _total(score, points, len(values), steps)
    if point is None and low == high:
        point = low
    return Value(point, low, high)


def _total(score: Score, points: list[float], asked: int, steps: list[str]) -> float | None:
    if not points:
        return None
    total = sum(points)
    joined = " + ".join(map(number_shown, points))
    if score.how is How.MEAN:
        steps.append(f"({joined}) / {len(points)} = {number_shown(total / len(points))}")
        return total / len(points)
    if len(points) == asked:
        steps.append(f"{joined} = {number_shown(total)}")
        return total
    if score.how is not How.PRORATED:
        return None
    if score.prorating:
        return _by_table(score, total, asked - len(points), joined, steps)
    prorated = total / len(points) * asked
    steps.append(f"({joined}) / {len(points)} answered * {asked} = {number_shown(prorated)}")
    return prorated


def _by_table(score: Score, total: float, open_: int, joined: str, steps: list[str]) -> float | None:
    if open_ not in score.prorating:
        return None
    made = score.prorating[open_][int(total)]
    steps.append(f"{joined} = {number_shown(total)}; with {open_} open, the table says {number_shown(made)}")
    return made


def _range(score: Score, members: Sequence[Asked], values: Sequence[Value]) -> tuple[float, float]:
    """What is possible; an open question that the path may yet lead round can also add nothing."""
    lows, highs = [value.low for value in values], [value.high for value in values]
    loose = [asked.item.when is not None and isinstance(asked.answer, Missing) for asked in members]
    loose = [one and asked.item.skipped is None for one, asked in zip(loose, members, strict=True)]
    if score.how is How.MEAN:
        return (min(lows), max(highs)) if any(loose) else (sum(lows) / len(lows), sum(highs) / len(highs))
    low = sum(min(value, 0.0) if may else value for value, may in zip(lows, loose, strict=True))
    return low, sum(max(value, 0.0) if may else value for value, may in zip(highs, loose, strict=True))


def _highest(points: list[float], values: list[Value]) -> Value:
    low, high = max(value.low for value in values), max(value.high for value in values)
    point = low if low == high else (max(points) if len(points) == len(values) else None)
    return Value(point, low, high)


def _step(score: Score, asked: Asked, point: float) -> str:
    answer = asked.answer
    given = "skipped" if isinstance(answer, Missing) else number_shown(asked.item.number(answer))
    counts = number_shown(point)
    reversed_ = ", reversed" if asked.item.key in score.reverse else ""
    return f"{asked.key} = {given}" if given == counts else f"{asked.key} = {given}{reversed_}, counts {counts}"


def _expression(score: Score, done: Mapping[str, Asked], before: Mapping[str, Scored], steps: list[str]) -> Value:
    assert score.expression is not None  # noqa: S101  asked only of scores that have one

    def look_up(key: str) -> Value:
        if key in before:
            return before[key].as_value()
        return value_of(done, key)

    for key in sorted(names(score.expression)):
        value = look_up(key)
        if value.point is not None:
            steps.append(_named(done, key, value.point))
    return compute(score.expression, look_up, lambda key, code: ticked(done, key, code), steps)


def _named(done: Mapping[str, Asked], key: str, point: float) -> str:
    asked = find(done, key, 0)
    if asked and isinstance(asked.answer, frozenset):
        return f"{key} = {', '.join(map(str, sorted(asked.answer)))}"
    return f"{key} = {number_shown(point)}"
