"""Somebody's file, by a mapping file, as study data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from article16.evaluation.tables.columns import Coded, Column, Columns, Sparse, length
from article16.evaluation.tables.converting import convert
from article16.evaluation.tables.descriptor import Package
from article16.evaluation.tables.fields import Field, Kind
from article16.evaluation.tables.mapping import ColumnMap, Mapping, TableMap, load_mapping
from article16.evaluation.tables.problems import Outcome, Problem, StudyError, listed
from article16.evaluation.tables.reading import Study, open_study
from article16.evaluation.tables.schema import BY_NAME
from article16.evaluation.tables.sources import Source, Text, read_source
from article16.evaluation.tables.writing import StudyWriter

LONGEST_NUMBER = 9  # digits of a case number that is kept as it is


def import_study(mapping_file: Path, to: Path, *, kind: str = "parquet") -> tuple[Study, tuple[Problem, ...]]:
    """Reads a file by its mapping, writes study data, and opens it.

    Parameters
    ----------
    mapping_file
        YAML; the file it names lies beside it, or is named with its whole path.
    to
        New folder for the study.
    kind
        "parquet" or "csv".

    Returns
    -------
    tuple
        The open study, and the problems of the file by its own rows and columns. `Study.problems` holds what was
        found afterwards, between columns and tables.

    Raises
    ------
    StudyError
        When the mapping or the file cannot be read, or no row is left; it carries every problem.
    """
    mapping = load_mapping(mapping_file)
    source = read_source(
        mapping_file.parent / mapping.file,
        encoding=mapping.encoding,
        delimiter=mapping.delimiter,
        sheet=mapping.sheet,
    )
    tables, extra, problems = import_tables(mapping, source)
    title = mapping.title or source.name
    name = "-".join("".join(letter if letter.isalnum() else " " for letter in title.lower()).split())
    with StudyWriter(to, Package(name, title, subgroups=mapping.subgroups), format=kind, extra=extra) as writer:
        for table, columns in tables.items():
            writer.add(table, columns)
    return open_study(to), problems


def import_tables(
    mapping: Mapping, source: Source
) -> tuple[dict[str, Columns], dict[str, tuple[Field, ...]], tuple[Problem, ...]]:
    """The tables a mapping makes of a file, the item and score columns it adds, and every problem.

    Raises
    ------
    StudyError
        When the mapping names columns the file does not have, or no row is left.
    """
    _known(mapping, source)
    numbers = _case_numbers(mapping, source)
    made: dict[str, Columns] = {}
    extra: dict[str, tuple[Field, ...]] = {}
    problems = list(source.problems)
    for table in mapping.tables:
        made[table.name], faults = _table(table, source, numbers)
        problems += faults
        known = BY_NAME[table.name].names
        fields = {each.field.name: each.field for row in table.rows for each in row}
        extra[table.name] = tuple(field for name, field in fields.items() if name not in known)
    if not any(length(columns) for columns in made.values()):
        says = "No row is left. See the other sentences, and leave_out in the mapping file."
        raise StudyError([*problems, Problem(source.name, 0, "", says, Outcome.UNREADABLE)])
    return made, extra, tuple(problems)


def _known(mapping: Mapping, source: Source) -> None:
    problems = []
    for table in mapping.tables:
        named = {each for row in table.rows for one in row for each in (one.source, one.since) if each}
        for column in sorted((named | set(table.leave_out)) - set(source.columns)):
            says = f"The file has no such column. It has {listed(source.columns, 12)}. Correct the mapping."
            problems.append(Problem(source.name, 1, column, says, Outcome.UNREADABLE))
    if problems:
        raise StudyError(problems)


def _case_numbers(mapping: Mapping, source: Source) -> dict[str, str]:
    """For case names that are no short whole numbers: a number each, in the order in which they first come.

    The name itself stays behind: study data holds no identity of the programme's own register.
    """
    columns = {each.source for table in mapping.tables for row in table.rows for each in row if _is_case(each)}
    names = [cell for column in sorted(columns) for cell in source.columns[column] if cell is not None]
    if all(_plain_number(name) for name in names):
        return {}
    return {name: str(number) for number, name in enumerate(dict.fromkeys(names), start=1)}


def _plain_number(name: str) -> bool:
    """A short running number. Longer ones may be national numbers; 007 and 7 may be two men."""
    return name.isascii() and name.isdigit() and len(name) <= LONGEST_NUMBER and (name == "0" or name[0] != "0")


def _is_case(how: ColumnMap) -> bool:
    return how.field.kind is Kind.KEY and bool(how.source)


def _table(table: TableMap, source: Source, numbers: dict[str, str]) -> tuple[Columns, list[Problem]]:
    keep = [place for place in range(source.rows) if not _left_out(table, source, place)]
    rows = [place + source.first_row for place in keep]
    parts: list[dict[str, Column]] = []
    problems: list[Problem] = []
    for how in table.rows:
        columns, lost = {}, np.zeros(len(keep), dtype=np.bool_)
        for each in how:
            since = [source.columns[each.since][place] for place in keep] if each.since else None
            cells = _cells(each, source, keep, numbers)
            done = convert(each, cells, since=since, rows=rows, file=source.name)
            columns[each.field.name] = done.column
            lost |= done.lost
            problems += done.problems
        parts.append({name: _take(column, ~lost) for name, column in columns.items()})
    return _joined(parts), list(dict.fromkeys(problems))


def _left_out(table: TableMap, source: Source, place: int) -> bool:
    return any((source.columns[column][place] or "") in values for column, values in table.leave_out.items())


def _cells(how: ColumnMap, source: Source, keep: Sequence[int], numbers: dict[str, str]) -> list[Text]:
    if how.always is not None:
        return [how.always] * len(keep)
    if how.row:
        return [str(place + 1) for place in keep]
    cells = [source.columns[how.source][place] for place in keep]
    if _is_case(how) and numbers:
        return [None if cell is None else numbers[cell] for cell in cells]
    return cells


def _take(column: Column, rows: npt.NDArray[np.bool_]) -> Column:
    if isinstance(column, Sparse):
        return Sparse(column.values[rows], column.empty[rows])
    return column[rows]


def _joined(parts: list[dict[str, Column]]) -> Columns:
    """Rows of all parts, one part after the other; a column that a part lacks is *not asked* there."""
    names = list(dict.fromkeys(name for part in parts for name in part))
    lacking = [name for name in names if any(name not in part for part in parts)]
    if lacking:
        says = f"Every row under each needs the same columns; {listed(lacking)} is not in all of them."
        raise StudyError([Problem("mapping", 0, "each", says, Outcome.UNREADABLE)])
    return {name: _end_to_end([part[name] for part in parts]) for name in names}


def _end_to_end(columns: list[Column]) -> Column:
    if isinstance(columns[0], Coded):
        words: dict[str, int] = {}
        positions: list[Any] = []
        for column in columns:
            assert isinstance(column, Coded)  # noqa: S101 - the codebook gives a column one kind
            to = np.array([words.setdefault(word, len(words)) for word in column.words], dtype=np.int64)
            positions.append(to[column.positions] if len(column) else np.zeros(0, dtype=np.int64))
        return Coded(np.concatenate(positions), tuple(words))
    if isinstance(columns[0], Sparse):
        sparse = [column for column in columns if isinstance(column, Sparse)]
        return Sparse(
            np.concatenate([column.values for column in sparse]), np.concatenate([column.empty for column in sparse])
        )
    return np.concatenate([column for column in columns if isinstance(column, np.ndarray)])
