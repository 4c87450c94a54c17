"""What is wrong with a file, in sentences that name table, row, column and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Outcome(IntEnum):
    """What was done about a problem, from harmless to grave."""

    NOTED = 0  # nothing was changed
    REPAIRED = 1  # the value counts as unknown
    LEFT_OUT = 2  # the row is left out
    UNREADABLE = 3  # the table is left out


WHAT_WAS_DONE: dict[Outcome, str] = {
    Outcome.NOTED: "",
    Outcome.REPAIRED: "It counts as unknown.",
    Outcome.LEFT_OUT: "The row is left out.",
    Outcome.UNREADABLE: "The table is left out.",
}
# So many rows are named for one fault in one column; the rest are counted.
NAMED = 20
FIRST_ROW = 2  # rows are counted as a spreadsheet shows them: the header is row 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault.

    Parameters
    ----------
    table
        Table or file; "" for the package as a whole.
    row
        Row as a spreadsheet shows it (header is row 1); 0 when the fault is not in one row.
    column
        Column name; "" when the fault is not in one column.
    says
        What is wrong and what to do, one or two sentences.
    outcome
        What was done about it.
    """

    table: str
    row: int
    column: str
    says: str
    outcome: Outcome = Outcome.NOTED

    def __str__(self) -> str:
        where = [self.table] if self.table else []
        where += [f"row {self.row}"] if self.row else []
        where += [f"column {self.column}"] if self.column else []
        done = WHAT_WAS_DONE[self.outcome]
        return f"{', '.join(where) or 'package'}: {self.says}{' ' + done if done else ''}"


class StudyError(Exception):
    """Nothing of a study could be read or written; carries every problem found.

    Parameters
    ----------
    problems
        All of them, in order.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(value: object) -> str:
    """A faulty value as a sentence may show it: quoted, one line, at most 24 characters."""
    text = " ".join(str(value).split())
    return f"'{text[:24]}…'" if len(text) > 24 else f"'{text}'"


def listed(words: Iterable[str], most: int = 8) -> str:
    """Words with commas; beyond `most` the rest are counted."""
    every = list(words)
    rest = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + rest
