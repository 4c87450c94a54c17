"""When numbers leave: held steady until enough persons differ, at most once a year. See docs/explanation/release.md."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from article16.evaluation.disclosure import FEWEST
from article16.evaluation.report.model import Cell, Number, Part, Report, Table

FORMAT = 1
APART = timedelta(days=365)  # at most yearly
Basis = Mapping[str, Mapping[int, int]]  # group of numbers -> case -> digest of what the case put into it


class NotReleased(ValueError):
    """Nothing leaves now. The text says why, and from when."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was released last."""

    on: date
    basis: Basis
    texts: Mapping[str, tuple[str, float | None]]  # key of a number -> as printed, and as a number


def load(path: Path) -> Earlier | None:
    """The record of the last release; None when there was none.

    Raises
    ------
    NotReleased
        When the file cannot be read: releasing as if there had been no release would undo the protection.
    """
    if not path.exists():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise ValueError("format")
        basis = {key: {int(case): int(mark) for case, mark in who.items()} for key, who in found["basis"].items()}
        texts = {key: (str(text), shown) for key, (text, shown) in found["texts"].items()}
        return Earlier(date.fromisoformat(found["on"]), basis, texts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise NotReleased(f"{path} cannot be read, so it is not known what was released before.") from None


def record(report: Report, *, on: date) -> str:
    """What is to be kept, apart from the report, for the next release.

    Raises
    ------
    NotReleased
        When the report was not made for release.
    """
    if not report.released:
        raise NotReleased("This report is for those who may see the study. Make it with --release first.")
    texts = {one.key: [one.text, one.shown] for one in report.numbers}
    basis = {key: dict(who) for key, who in report.basis.items()}
    return json.dumps({"format": FORMAT, "on": on.isoformat(), "basis": basis, "texts": texts}, ensure_ascii=False)


def check(earlier: Earlier | None, *, on: date) -> None:
    """Raises NotReleased within a year of the last release."""
    if earlier is not None and on - earlier.on < APART:
        again = earlier.on + APART
        raise NotReleased(f"Released on {earlier.on}. Figures leave at most once a year: again from {again}.")


def held(basis: Basis, earlier: Earlier | None) -> frozenset[str]:
    """Groups of numbers in which fewer than 8 persons differ from the last release: they stay as they were.

    Raises
    ------
    NotReleased
        When fewer than 8 persons differ in the whole study: then even what newly can be said would tell of them.
    """
    if earlier is None:
        return frozenset()
    if changed_persons(_whole(earlier.basis), _whole(basis)) < FEWEST:
        raise NotReleased(f"Fewer than {FEWEST} persons differ since {earlier.on}. The last release still stands.")
    return frozenset(
        key for key, now in basis.items() if key in earlier.basis and changed_persons(earlier.basis[key], now) < FEWEST
    )


def changed_persons(then: Mapping[int, int], now: Mapping[int, int]) -> int:
    """How many persons were added, taken away, or put something else into a number."""
    return sum(then.get(case) != now.get(case) for case in then.keys() | now.keys())


def group_of(key: str) -> str:
    """The table a number stands in: its key without row and column."""
    return ".".join(key.split(".")[:2])


def held_number(one: Number, groups: frozenset[str], earlier: Earlier) -> Number:
    """The number as it was released before, without the result it would have now."""
    if group_of(one.key) not in groups:
        return one
    text, shown = earlier.texts.get(one.key, ("–", None))
    nothing: dict[str, Any] = {"denominators": {}, "details": {}}
    silent = replace(
        one.result, estimate=None, interval=None, standard_error=None, p_value=None, n=0, response=None, **nothing
    )
    return replace(one, text=text, shown=shown, result=silent)


def held_part(part: Part, groups: frozenset[str], earlier: Earlier) -> Part:
    """A chapter whose held tables read as before.

    A figure cannot be held stroke by stroke: its table stands in its place. Sentences of such a chapter are left out,
    because they hold numbers too.
    """
    tables = (*part.tables, *(one.table for one in part.pictures))
    if not any(_touches(table, groups) for table in tables):
        return part
    kept = [_held_table(one, groups, earlier) for one in part.tables]
    kept += [_held_table(one.table, groups, earlier) for one in part.pictures if _touches(one.table, groups)]
    pictures = tuple(one for one in part.pictures if not _touches(one.table, groups))
    return replace(part, words=(), missing=(), tables=tuple(kept), pictures=pictures)


def _touches(table: Table, groups: frozenset[str]) -> bool:
    return any(group_of(cell.number) in groups for row in table.rows for cell in row if cell.number)


def _held_table(table: Table, groups: frozenset[str], earlier: Earlier) -> Table:
    if not _touches(table, groups):
        return table

    def cell(one: Cell) -> Cell:
        held_one = one.number and group_of(one.number) in groups
        return Cell(earlier.texts.get(one.number, ("–", None))[0], one.number) if held_one else one

    return replace(table, rows=tuple(tuple(cell(one) for one in row) for row in table.rows), note="")


def _whole(basis: Basis) -> dict[int, int]:
    found: dict[int, int] = {}
    for key in sorted(basis):
        for case, mark in basis[key].items():
            found[case] = zlib.crc32(f"{key}|{mark}".encode(), found.get(case, 0))
    return found
