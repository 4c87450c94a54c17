"""Scoring a CSV file: one row for each person and time, one column for each item key.

Columns that are not item keys and that it knows: `person`, `time`, `informant`. Others are a problem.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from article16.instruments.answers import Problem, problems_of, read
from article16.instruments.definition import Instrument
from article16.instruments.scoring import Result, score

ABOUT = ("person", "time", "informant")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its scores, or what is wrong with it."""

    line: int
    person: str
    result: Result | None
    problems: tuple[Problem, ...]


def score_csv(instrument: Instrument, lines: Iterable[str], *, informant: str | None = None) -> Iterator[Row]:
    """Score every row; a row with problems has no scores and says why.

    Parameters
    ----------
    instrument : Instrument
        The version that was asked.
    lines : iterable of str
        The file, its header first. An empty cell is open; `.declined`, `.unknown`, `.does_not_apply` and `.not_asked`
        are the other kinds of missing. Several choices are divided by “;”.
    informant : str, optional
        Who answered, where the file has no such column.
    """
    rows = csv.DictReader(lines)
    strange = [
        name for name in rows.fieldnames or () if name not in ABOUT and name.partition(".")[0] not in instrument.by_key
    ]
    for fields in rows:
        person, time = fields.get("person") or "", fields.get("time") or None
        who = fields.get("informant") or informant or _only(instrument)
        if who is None:
            problem = Problem("", f"Who answered? One of {', '.join(instrument.informants)}.")
            yield Row(rows.line_num, person, None, (problem,))
            continue
        answers, problems = _answers(instrument, fields)
        unknown = [
            Problem(name, f"{instrument.id} has no question “{name[:60]}”.") for name in strange if fields.get(name)
        ]
        problems += (*unknown, *problems_of(instrument, answers, informant=who, time=time))
        result = None if problems else score(instrument, answers, informant=who, time=time)
        yield Row(rows.line_num, person, result, tuple(problems))


def _only(instrument: Instrument) -> str | None:
    return instrument.informants[0] if len(instrument.informants) == 1 else None


def _answers(
    instrument: Instrument, fields: Mapping[str | None, object]
) -> tuple[dict[str, object], tuple[Problem, ...]]:
    answers: dict[str, object] = {}
    for name, text in fields.items():
        if name is None or not isinstance(text, str):
            return answers, (Problem("", "The row has more or fewer cells than the header."),)
        item = instrument.by_key.get(name.partition(".")[0])
        if item is not None and text.strip():
            answers[name] = read(item, text)
    return answers, ()
