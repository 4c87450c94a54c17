"""What a set of answers says, for the worker: scores with how they were reached, change, what needs somebody today.

Pure. Both services show their results with it, each of the answers that it holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from article16.instruments.computing import unanswered
from article16.instruments.definition import Direction, Instrument
from article16.instruments.missing import Missing
from article16.instruments.scoring import Result, Scored, score, transformed

from .pages import reason_words


@dataclass(frozen=True, slots=True)
class Limit:
    """How much one person's score must move to be more than the questionnaire's own error."""

    value: float  # points
    people: int  # behind it
    of: str  # which people, such as "men of this programme"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A score against an earlier time."""

    since: str  # "T1"
    before: str
    by: str  # "+2.5"
    words: str
    more_than_error: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    key: str
    title: str
    value: str  # "12", or why there is none
    band: str
    answered: str  # "9 of 9"
    possible: str  # what is possible while answers are missing
    better: str
    steps: tuple[str, ...]
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class AlertRow:
    words: str
    certain: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    question: str
    answer: str
    missing: bool


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One set of answers at one time, scored."""

    id: UUID
    wave: str  # as it is shown: "T1", or a day
    fingerprint: str
    result: Result


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def texts(instrument: Instrument, language: str = "en") -> Mapping[str, str]:
    return instrument.texts.get(language) or next(iter(instrument.texts.values()))


def say(instrument: Instrument, key: str, informant: str, language: str = "en") -> str:
    words = texts(instrument, language)
    return words.get(f"{key}@{informant}") or words[key]


def score_rows(
    instrument: Instrument, now: Told, earlier: Sequence[Told], limits: Mapping[str, Limit]
) -> tuple[ScoreRow, ...]:
    """Every score of this time, with its change since each earlier one."""
    return tuple(
        _score(instrument, scored, _changes(key, scored, now.fingerprint, earlier, limits.get(key)))
        for key, scored in now.result.scores.items()
    )


def _score(instrument: Instrument, scored: Scored, changes: tuple[ChangeRow, ...]) -> ScoreRow:
    known = scored.value is not None
    open_yet = not known or scored.low != scored.high
    return ScoreRow(
        key=scored.key,
        title=say(instrument, f"score.{scored.key}", scored.informant),
        value=number(scored.value) if scored.value is not None else _("Too few answers"),
        band=_band(instrument, scored),
        answered=_("%(answered)d of %(asked)d answered") % {"answered": scored.answered, "asked": scored.asked},
        possible=_("Were all answered: %(low)s to %(high)s") % {"low": number(scored.low), "high": number(scored.high)}
        if open_yet and scored.low > float("-inf") and scored.high < float("inf")
        else "",
        better=_better(scored.better),
        steps=scored.steps,
        changes=changes,
    )


def _band(instrument: Instrument, scored: Scored) -> str:
    """The band in words, with the owner's norm as a number of cases: it is no verdict on this man."""
    if not scored.band:
        return ""
    words = say(instrument, f"band.{scored.key}.{scored.band}", scored.informant)
    if scored.of_100 is None:
        return words
    return _("%(band)s; by the owner's norms it happened in %(number)s of 100 such cases") % {
        "band": words,
        "number": number(scored.of_100),
    }


def _better(direction: Direction) -> str:
    return {
        Direction.HIGHER: _("More is better"),
        Direction.LOWER: _("Less is better"),
        Direction.NEITHER: _("Neither direction is better"),
    }[direction]


def _changes(
    key: str, scored: Scored, fingerprint: str, earlier: Sequence[Told], limit: Limit | None
) -> tuple[ChangeRow, ...]:
    found = []
    for one in earlier:
        before = one.result.scores.get(key)
        if scored.value is None or before is None or before.value is None:
            continue
        # Two versions are two questionnaires until somebody has shown otherwise.
        if one.fingerprint != fingerprint:
            found.append(ChangeRow(one.wave, number(before.value), "", _("asked in another version"), False))
            continue
        found.append(_change(one.wave, before.value, scored, limit))
    return tuple(found)


def _change(wave: str, before: float, scored: Scored, limit: Limit | None) -> ChangeRow:
    by = round((scored.value or 0.0) - before, 9)
    signed = f"{'+' if by > 0 else '−' if by < 0 else '±'}{number(abs(by))}"
    if limit is None:
        return ChangeRow(wave, number(before), signed, _("no limit known yet"), False)
    beyond = abs(by) > limit.value
    values = {"limit": number(limit.value), "people": limit.people, "of": limit.of}
    if beyond:
        words = _("more than the questionnaire's own error (%(limit)s, from %(people)d %(of)s)") % values
    else:
        words = _("within the questionnaire's own error (%(limit)s, from %(people)d %(of)s)") % values
    return ChangeRow(wave, number(before), signed, words, beyond)


def alert_rows(instrument: Instrument, result: Result) -> tuple[AlertRow, ...]:
    """What needs somebody today first, then what an open answer leaves possible."""
    rows = [AlertRow(say(instrument, f"alert.{one.key}", result.informant), one.certain) for one in result.alerts]
    return tuple(sorted(rows, key=lambda row: not row.certain))


def answer_groups(
    instrument: Instrument, answers: Mapping[str, object], informant: str, language: str = "en"
) -> tuple[AnswerGroup, ...]:
    """Every answer under the words that were asked, by section."""
    groups = []
    for section in instrument.sections:
        asked = [key for key, answer in answers.items() if answer is not Missing.NOT_ASKED]
        keys = [key for key in asked if key.partition(".")[0] in section.items]
        rows = tuple(answer_row(instrument, key, answers[key], informant, language) for key in keys)
        if rows:
            groups.append(AnswerGroup(say(instrument, f"section.{section.key}", informant, language), rows))
    return tuple(groups)


def answer_row(instrument: Instrument, key: str, answer: object, informant: str, language: str = "en") -> AnswerRow:
    """One question with its answer in words."""
    item = instrument.by_key[key.partition(".")[0]]
    question = say(instrument, item.key, informant, language)
    if "." in key:
        question = f"{question} ({key.partition('.')[2]})"
    if answer is None:
        return AnswerRow(question, _("Left open"), missing=True)
    if isinstance(answer, Missing):
        return AnswerRow(question, reason_words(answer), missing=True)
    if isinstance(answer, frozenset):
        words = (
            say(instrument, f"choice.{item.scale}.{code}", informant, language) for code in item.codes if code in answer
        )
        return AnswerRow(question, "; ".join(words), missing=False)
    if item.scale:
        return AnswerRow(question, say(instrument, f"choice.{item.scale}.{answer}", informant, language), missing=False)
    return AnswerRow(question, f"{answer} {item.unit}".strip(), missing=False)


@dataclass(frozen=True, slots=True)
class Point:
    """One time on a figure, in its own measure: 0 to 1000 across, 0 to 100 down."""

    x: int
    y: float
    wave: str
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One score over all times, of one person's own answers."""

    key: str
    title: str
    better: str
    low: str
    high: str
    points: tuple[Point, ...]
    line: str  # points of the polyline
    words: str  # the same in a sentence


def figures(instrument: Instrument, all_times: Sequence[Told]) -> tuple[Figure, ...]:
    """A figure for each score that has two times or more, over the whole range of the scale."""
    made = (_figure(instrument, score.key, all_times) for score in instrument.scores)
    return tuple(one for one in made if one is not None)


WIDTH, MARGIN, HEIGHT = 640, 60, 120


def _figure(instrument: Instrument, key: str, all_times: Sequence[Told]) -> Figure | None:
    same = [one for one in all_times if one.fingerprint == instrument.fingerprint]
    known = [(one.wave, one.result.scores[key]) for one in same if key in one.result.scores]
    there = [(wave, scored.value, scored) for wave, scored in known if scored.value is not None]
    if len(there) < 2:
        return None
    low, high = range_of(instrument, key, [scored for _wave, _value, scored in there])
    across = (WIDTH - 2 * MARGIN) / (len(there) - 1)
    span = (high - low) or 1.0
    points = tuple(
        Point(
            round(MARGIN + place * across),
            round(10 + (HEIGHT - 30) * (1 - (value - low) / span), 1),
            wave,
            number(value),
        )
        for place, (wave, value, _scored) in enumerate(there)
    )
    title = say(instrument, f"score.{key}", there[0][2].informant)
    told = ", ".join(f"{point.wave} {point.value}" for point in points)
    return Figure(
        key=key,
        title=title,
        better=_better(there[0][2].better),
        low=number(low),
        high=number(high),
        points=points,
        line=" ".join(f"{point.x},{point.y}" for point in points),
        words=f"{title}: {told}",
    )


def range_of(instrument: Instrument, key: str, there: Sequence[Scored]) -> tuple[float, float]:
    """The whole range of a score: what it is between when nothing at all is answered.

    A score of questions about each child has none then, because no child is named; it lies between the ends of its
    questions, or what was counted of several children.
    """
    found = score(instrument, {}, informant=there[0].informant).scores.get(key)
    if found is not None:
        return found.low, found.high
    one = next(one for one in instrument.scores if one.key == key)
    ends = [transformed(one, item, unanswered(*item.bounds())) for item in instrument.items if item.key in one.of]
    values = [scored.value for scored in there if scored.value is not None]
    return min([*values, *(end.low for end in ends)]), max([*values, *(end.high for end in ends)])
