"""Cells of somebody's file as values of the codebook, each failure named by its own row and column."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.tables.columns import Coded, Column, Sparse
from article16.evaluation.tables.fields import NUMBER_CODE_KINDS, TEXT_KINDS, WHOLE_KINDS, Kind
from article16.evaluation.tables.mapping import KIND_OF_WORD, ColumnMap
from article16.evaluation.tables.missing import ITEM_CODES, NUMBER_CODES, WORDS, Missing
from article16.evaluation.tables.problems import NAMED, Outcome, Problem, listed, shown
from article16.evaluation.tables.sources import Text


@dataclass(frozen=True, slots=True)
class Converted:
    """A column, the rows that have no usable value although they must, and what went wrong."""

    column: Column
    lost: npt.NDArray[np.bool_]
    problems: tuple[Problem, ...]


class Faults:
    """Names the first faults of a column by row and counts the rest.

    Parameters
    ----------
    file, column
        For the sentences.
    rows
        Row numbers as a spreadsheet shows them.
    """

    def __init__(self, file: str, column: str, rows: Sequence[int]) -> None:
        self._file, self._column, self._rows = file, column, rows
        self._found: list[Problem] = []
        self._more = 0

    def at(self, place: int, says: str, outcome: Outcome) -> None:
        """A fault in the row at this place."""
        if len(self._found) < NAMED:
            self._found.append(Problem(self._file, self._rows[place], self._column, says, outcome))
        else:
            self._more += 1

    def all(self) -> tuple[Problem, ...]:
        """Every problem, the counted ones in one sentence."""
        if not self._more:
            return tuple(self._found)
        says = f"{self._more:,} more cells are at fault in this column."
        return (*self._found, Problem(self._file, 0, self._column, says, self._found[-1].outcome))


def convert(
    how: ColumnMap,
    cells: Sequence[Text],
    *,
    since: Sequence[Text] | None,
    rows: Sequence[int],
    file: str,
) -> Converted:
    """Cells as a column of the codebook.

    Parameters
    ----------
    how
        The mapping of this column.
    cells
        Cells of the file, None where empty.
    since
        Dates of referral, for days that come as calendar dates.
    rows
        Row numbers of the file, for sentences.
    """
    faults = Faults(file, how.source or how.field.name, rows)
    if how.field.kind in TEXT_KINDS:
        return _texts(how, cells, faults)
    return _numbers(how, cells, since, faults)


def _given(how: ColumnMap, cell: Text) -> str | Missing:
    """The code, or the kind of silence, that the mapping gives this cell."""
    if cell is None:
        return how.empty
    if cell in how.missing:
        return how.missing[cell]
    said = how.codes.get(cell, cell)
    return KIND_OF_WORD.get(said, said)


def _gone(how: ColumnMap) -> Outcome:
    keeps = how.field.may_be_missing or how.field.kind is Kind.SCORE
    return Outcome.REPAIRED if keeps else Outcome.LEFT_OUT


def _texts(how: ColumnMap, cells: Sequence[Text], faults: Faults) -> Converted:
    allowed = set(how.field.allowed)
    lost = np.zeros(len(cells), dtype=np.bool_)
    words: dict[str, int] = {}
    positions = np.empty(len(cells), dtype=np.int64)
    for place, cell in enumerate(cells):
        said = _given(how, cell)
        # Words for missing are codes of their own in some columns (status); there they are values.
        word = WORDS[said] if isinstance(said, Missing) else said
        silent = isinstance(said, Missing) and word not in allowed
        wrong = not silent and bool(allowed) and word not in allowed
        if wrong or (silent and not how.field.may_be_missing):
            faults.at(place, _no_code(how, cell), _gone(how))
            lost[place] = not how.field.may_be_missing
            word = WORDS[Missing.UNKNOWN]
        positions[place] = words.setdefault(word, len(words))
    return Converted(Coded(positions, tuple(words)), lost, faults.all())


def _no_code(how: ColumnMap, cell: Text) -> str:
    if cell is None:
        return f"The cell is empty, and {how.field.name} cannot do without. Write a value."
    codes = f" ({listed(how.field.allowed, 12)})" if how.field.allowed else ""
    return f"{shown(cell)} has no code of {how.field.name}{codes}. Add it to codes in the mapping file."


def _numbers(how: ColumnMap, cells: Sequence[Text], since: Sequence[Text] | None, faults: Faults) -> Converted:
    codes = NUMBER_CODES if how.field.kind in NUMBER_CODE_KINDS else ITEM_CODES
    values = np.zeros(len(cells))
    empty = np.zeros(len(cells), dtype=np.bool_)
    lost = np.zeros(len(cells), dtype=np.bool_)
    for place, cell in enumerate(cells):
        said = _given(how, cell)
        fault = ""
        if not isinstance(said, Missing):
            fault, values[place] = _value(how, said, since[place] if since else None)
            said = Missing.UNKNOWN
        elif not how.field.may_be_missing and how.field.kind is not Kind.SCORE:
            fault = f"The cell is empty or missing, and {how.field.name} cannot do without. Write a value."
        else:
            values[place] = math.nan
        if fault:
            faults.at(place, fault, _gone(how))
            lost[place] = _gone(how) is Outcome.LEFT_OUT
            values[place] = math.nan
        if math.isnan(values[place]):
            empty[place] = True
            values[place] = codes.get(said, 0) if how.field.may_be_missing else 0
    column: Column = values.astype(np.int64) if how.field.kind in WHOLE_KINDS else values
    if how.field.kind is Kind.SCORE:
        column = Sparse(values, empty)
    return Converted(column, lost, faults.all())


def _value(how: ColumnMap, text: str, since: Text) -> tuple[str, float]:
    """What is wrong with this text, or nothing; and its number."""
    if how.date:
        return _days(how, text, since)
    try:
        value = float(text.replace(",", ".") if how.decimal == "," else text)
    except ValueError:
        return f"{shown(text)} is no number. Write digits, or give it a code in the mapping file.", math.nan
    if not math.isfinite(value) or (how.field.kind in WHOLE_KINDS and not value.is_integer()):
        return f"{shown(text)} is no {'whole ' if how.field.kind in WHOLE_KINDS else ''}number.", math.nan
    low, high = how.field.minimum, how.field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        ends = f"{'any' if low is None else f'{low:g}'} to {'any' if high is None else f'{high:g}'}"
        return (
            f"{shown(text)} is out of range; {how.field.name} runs from {ends} {how.field.unit}. Correct it.",
            math.nan,
        )
    return "", value


def _days(how: ColumnMap, text: str, since: Text) -> tuple[str, float]:
    if since is None:
        return f"The date of referral ({how.since}) is empty, so {shown(text)} is no number of days.", math.nan
    try:
        later = _date(text, how.date)
        days = (later - _date(since, how.date)).days
    except ValueError:
        return f"{shown(text)} or {shown(since)} is no date written {how.date}. Correct it.", math.nan
    low, high = how.field.minimum or 0, how.field.maximum or math.inf
    if not low <= days <= high:
        return f"{shown(text)} lies {days} days after {shown(since)}. Correct one of the dates.", math.nan
    return "", float(days)


def _date(text: str, pattern: str) -> datetime.date:
    # Dates have no hour, so no time zone either.
    return datetime.datetime.strptime(text, pattern).date()  # noqa: DTZ007  a date has no zone
