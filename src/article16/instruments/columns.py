"""Scoring very many answered questionnaires at once, column by column, in numpy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from article16.instruments.definition import How, Instrument, Score
from article16.instruments.items import Item, Kind

Floats = NDArray[np.float64]
CHUNK = 8_192  # rows at a time, so that they stay in the processor's cache


class OneByOne(ValueError):
    """A score that hangs on skip logic, on children or on an expression: use `scoring.score`."""


@dataclass(frozen=True, slots=True)
class ScoreColumns:
    """One score for every row.

    Attributes
    ----------
    value : array of float
        NaN: too few answers.
    answered : array of int
        Answers behind it.
    low, high : array of float
        Smallest and largest value possible were every open question answered.
    """

    value: Floats
    answered: NDArray[np.int16]
    low: Floats
    high: Floats


def score_columns(
    instrument: Instrument, columns: Mapping[str, NDArray[Any]], key: str, *, informant: str, time: str | None = None
) -> ScoreColumns:
    """One score for every row of a table of answers.

    Parameters
    ----------
    instrument : Instrument
        The version that was asked.
    columns : mapping of str to array
        Item key -> codes or numbers, all of one length. Missing is NaN, in arrays of integers any value below the
        smallest that the item allows. Multiple answers come as the number of ticks.
    key : str
        The score.
    informant, time : str
        Who answered, and when.

    Returns
    -------
    ScoreColumns
        The same numbers as `scoring.score` gives row by row.

    Raises
    ------
    KeyError
        There is no such score, or the column of an item is absent.
    OneByOne
        The score needs skip logic, a repeating group or an expression.
    ValueError
        A column holds a value outside its scale, or columns differ in length.
    """
    score = next((one for one in instrument.scores if one.key == key and informant in one.informants), None)
    if score is None:
        raise KeyError(f"{instrument.id} gives {informant} no score “{key}”.")
    items = [item for name in score.of if (item := instrument.by_key[name]).is_asked_of(informant, time)]
    if score.how is How.EXPRESSION or not items or any(item.when is not None or item.repeat for item in items):
        raise OneByOne(f"“{key}” hangs on skip logic, a repeating group or an expression.")
    arrays = [np.asarray(columns[item.key]) for item in items]
    if len({len(array) for array in arrays}) > 1:
        raise ValueError("The columns differ in length.")
    tables = [_Table(score, item) for item in items]
    size = len(arrays[0])
    made = ScoreColumns(np.empty(size), np.empty(size, np.int16), np.empty(size), np.empty(size))
    for start in range(0, size, CHUNK):
        part = slice(start, start + CHUNK)
        _fill(score, made, part, zip(tables, (array[part] for array in arrays), strict=True))
    return made


class _Table:
    """What each answer of one item adds to a score: looked up for codes, computed for numbers."""

    def __init__(self, score: Score, item: Item) -> None:
        from article16.instruments.computing import exactly, unanswered
        from article16.instruments.scoring import transformed

        self.key = item.key
        self.least, self.most = item.bounds()
        open_ = transformed(score, item, unanswered(*item.bounds()))
        self.low, self.high = open_.low, open_.high
        low, high = (transformed(score, item, exactly(end)).low for end in item.bounds())
        self.line = None
        self.look_up: Floats | None = None
        if item.kind is Kind.NUMERIC and score.how not in {How.COUNT, How.ANY}:
            self.line = (low, (high - low) / (self.most - self.least))
        else:
            whole = range(int(self.least), int(self.most) + 1)
            known = set(item.codes) if item.kind is Kind.SINGLE else set(whole)
            made = [transformed(score, item, exactly(float(n))).low if n in known else np.inf for n in whole]
            self.look_up = np.array([*made, np.nan])  # the last is for what is missing

    def adds(self, answers: NDArray[Any]) -> Floats:
        """NaN where missing."""
        missing = answers < self.least if answers.dtype.kind in "iu" else np.isnan(answers)
        if (answers > self.most).any() or (answers.dtype.kind == "f" and (answers < self.least).any()):
            raise ValueError(f"“{self.key}” holds a value outside {self.least:g} to {self.most:g}.")
        if self.line is not None:
            start, slope = self.line
            return np.where(missing, np.nan, start + slope * (answers - self.least))
        if answers.dtype.kind == "f" and (~missing & (answers != np.floor(answers))).any():
            raise ValueError(f"“{self.key}” holds a value that is no choice of its scale.")
        assert self.look_up is not None  # noqa: S101  a scale has a line or a look-up
        places = np.where(missing, len(self.look_up) - 1, answers - int(self.least)).astype(np.intp)
        found: Floats = self.look_up.take(places)
        if np.isinf(found).any():
            raise ValueError(f"“{self.key}” holds a value that is no choice of its scale.")
        return found


def _fill(score: Score, made: ScoreColumns, part: slice, columns: Iterator[tuple[_Table, NDArray[Any]]]) -> None:
    rows = len(made.value[part])
    extreme = score.how in {How.ANY, How.HIGHEST}
    join = np.maximum if extreme else np.add
    start = -np.inf if extreme else 0.0
    total, low, high = np.full(rows, start), np.full(rows, start), np.full(rows, start)
    answered = np.zeros(rows, np.int16)
    asked = 0
    for table, answers in columns:
        adds = table.adds(answers)
        missing = np.isnan(adds)
        answered += ~missing
        if not missing.any():
            total, low, high = join(total, adds), join(low, adds), join(high, adds)
        else:
            total = join(total, np.where(missing, start, adds))
            low = join(low, np.where(missing, table.low, adds))
            high = join(high, np.where(missing, table.high, adds))
        asked += 1
    made.answered[part] = answered
    made.value[part], made.low[part], made.high[part] = _finished(score, total, low, high, answered, asked)


def _finished(
    score: Score, total: Floats, low: Floats, high: Floats, answered: NDArray[np.int16], asked: int
) -> tuple[Floats, Floats, Floats]:
    needed = asked if score.at_least is None else min(score.at_least, asked)
    complete = answered == asked
    with np.errstate(divide="ignore", invalid="ignore"):
        if score.how is How.MEAN:
            value, low, high = total / answered, low / asked, high / asked
        elif score.how is How.PRORATED:
            value = np.where(complete, total, _prorated(score, total, answered, asked))
        else:
            value = np.where(complete, total, np.nan)
    value = np.where((answered >= needed) & (answered > 0), value, np.nan)
    value = np.where(np.isnan(value) & (low == high), low, value)
    if score.digits is not None:
        scale = 10.0**score.digits
        value, low, high = (np.floor(one * scale + 0.5) / scale for one in (value, low, high))
    return value, low, high


def _prorated(score: Score, total: Floats, answered: NDArray[np.int16], asked: int) -> Floats:
    """By the owner's table where there is one: a row for each number of open questions, a column for each sum."""
    if not score.prorating:
        prorated: Floats = total / answered * asked
        return prorated
    width = max(map(len, score.prorating.values()))
    table = np.full((asked + 1, width), np.nan)
    for open_, row in score.prorating.items():
        table[open_, : len(row)] = row
    found: Floats = table[asked - answered, np.minimum(total, width - 1).astype(np.intp)]
    return found
