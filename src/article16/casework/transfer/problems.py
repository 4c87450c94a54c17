"""What is wrong with a list, in sentences that name row, column and the next step; all of it at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

NAMED = 20  # rows named for one fault of one column; the rest are counted


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault. Rows are counted as a spreadsheet shows them; 0: not of one row."""

    row: int
    column: str
    says: str
    stops: bool = True  # nothing is imported while it stands
    kind: str = ""  # the same word for faults of one sort, so that many are counted and not all listed

    def __str__(self) -> str:
        where = [f"row {self.row}"] if self.row else []
        where += [f"column {self.column}"] if self.column else []
        return f"{', '.join(where) + ': ' if where else ''}{self.says}"


class Stopped(Exception):
    """Nothing was imported; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def told(problems: Iterable[Problem]) -> list[str]:
    """Sentences in the order of the rows; of one sort in one column the first twenty, and how many more there are."""
    lines: list[str] = []
    seen: Counter[tuple[str, str]] = Counter()
    for one in sorted(problems):
        sort = (one.column, one.kind or one.says)
        seen[sort] += 1
        if seen[sort] <= NAMED:
            lines.append(str(one) if one.stops else f"{one} (noted)")
    for (column, _kind), count in seen.items():
        if count > NAMED:
            lines.append(f"column {column}: {count - NAMED:,} more rows of the same kind.")
    return lines


def shown(value: object) -> str:
    """A faulty value as a sentence may show it: quoted, one line, at most 32 characters."""
    text = " ".join(str(value).split())
    return f"“{text[:32]}…”" if len(text) > 32 else f"“{text}”"
