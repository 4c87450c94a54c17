"""When numbers leave: withheld, rounded, and held steady until enough persons differ. See docs/explanation/release.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from article16.evaluation.disclosure import FEWEST
from article16.evaluation.report.model import Cell, Number, Part, Report, Table

FORMAT = 1
APART = timedelta(days=365)  # at most yearly


class NotReleased(ValueError):
    """Nothing leaves now. The text says why, and from when."""


def changed_persons(then: Mapping[int, int], now: Mapping[int, int]) -> int:
    """How many persons were added, taken away, or put something else into a number."""
    return sum(then.get(case) != now.get(case) for case in then.keys() | now.keys())


def steadied(report: Report, earlier: Mapping[str, object] | None, *, on: date) -> tuple[Report, dict[str, object]]:
    """The report as it may leave, and what is to be kept, apart from it, for the next time.

    A group of numbers (one table) keeps its earlier text as long as fewer than 8 persons differ in it.

    Raises
    ------
    NotReleased
        Within a year of the last release, or when the record of the last one is of another kind.
    """
    if not report.released:
        raise NotReleased("This report is for those who may see the study. Make it with --release first.")
    if earlier is None:
        return report, _record(report, {}, on)
    _check(earlier, on)
    old_basis = {
        key: {int(case): mark for case, mark in who.items()} for key, who in _mapping(earlier, "basis").items()
    }
    old_texts = _mapping(earlier, "texts")
    held = {
        key for key, now in report.basis.items() if key in old_basis and changed_persons(old_basis[key], now) < FEWEST
    }
    parts = tuple(_held_part(part, held, old_texts) for part in report.parts)
    numbers = tuple(_held_number(one, held, old_texts) for one in report.numbers)
    kept = {key: old_basis[key] for key in held}
    steady = replace(report, parts=parts, numbers=numbers)
    return steady, _record(steady, kept, on)


def load(path: Path) -> dict[str, object] | None:
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
    except (OSError, ValueError):
        raise NotReleased(f"{path} cannot be read, so it is not known what was released before.") from None
    return found if isinstance(found, dict) else {}


def _check(earlier: Mapping[str, object], on: date) -> None:
    if earlier.get("format") != FORMAT:
        raise NotReleased("The record of the last release is of another version of the program.")
    last = date.fromisoformat(str(earlier["on"]))
    if on - last < APART:
        raise NotReleased(f"Released on {last}. Figures leave at most once a year: again from {last + APART}.")


def _mapping(earlier: Mapping[str, object], name: str) -> dict[str, dict[str, int]]:
    found = earlier.get(name)
    if not isinstance(found, dict):
        raise NotReleased("The record of the last release is damaged.")
    return found


def _record(report: Report, kept: Mapping[str, Mapping[int, int]], on: date) -> dict[str, object]:
    basis = {
        key: {str(case): mark for case, mark in (kept.get(key) or who).items()} for key, who in report.basis.items()
    }
    texts: dict[str, dict[str, object]] = {}
    for one in report.numbers:
        texts.setdefault(group_of(one.key), {})[one.key] = [one.text, one.shown]
    return {"format": FORMAT, "on": on.isoformat(), "basis": basis, "texts": texts}


def group_of(key: str) -> str:
    """The table a number stands in: its key without row and column."""
    return ".".join(key.split(".")[:2])


def _held_number(one: Number, held: set[str], texts: Mapping[str, Mapping[str, object]]) -> Number:
    group = group_of(one.key)
    if group not in held:
        return one
    text, shown = texts.get(group, {}).get(one.key, ["–", None])  # type: ignore[misc]  # as written by _record
    return replace(one, text=str(text), shown=shown)


def _held_part(part: Part, held: set[str], texts: Mapping[str, Mapping[str, object]]) -> Part:
    keep = [picture for picture in part.pictures if not _touches(picture.table, held)]
    tables = [_held_table(table, held, texts) for table in part.tables]
    # A figure cannot be held steady stroke by stroke, so its table stands in its place.
    tables += [_held_table(one.table, held, texts) for one in part.pictures if _touches(one.table, held)]
    # Sentences hold numbers too: those of a part with a held table are left out with them.
    words = () if any(_touches(table, held) for table in tables) else part.words
    return replace(part, words=words, tables=tuple(tables), pictures=tuple(keep))


def _touches(table: Table, held: set[str]) -> bool:
    return any(group_of(cell.number) in held for row in table.rows for cell in row if cell.number)


def _held_table(table: Table, held: set[str], texts: Mapping[str, Mapping[str, object]]) -> Table:
    def cell(one: Cell) -> Cell:
        if not one.number or group_of(one.number) not in held:
            return one
        text, _shown = texts.get(group_of(one.number), {}).get(one.number, ["–", None])  # type: ignore[misc]
        return Cell(str(text), one.number)

    return replace(table, rows=tuple(tuple(cell(one) for one in row) for row in table.rows))
