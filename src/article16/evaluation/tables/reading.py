"""Opens a study: everything that is wrong at once, and the rest as tables."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from article16.evaluation.tables.arrow import schema_of
from article16.evaluation.tables.checking import Checked, check, readable
from article16.evaluation.tables.crosschecks import cross_check
from article16.evaluation.tables.descriptor import FILE_NAME, Package, Resource, from_json
from article16.evaluation.tables.engine import MEMORY, connect, literal, name
from article16.evaluation.tables.fields import TEXT_KINDS, Kind, Table
from article16.evaluation.tables.missing import Split, split_numbers, split_words
from article16.evaluation.tables.problems import Outcome, Problem, StudyError, listed
from article16.evaluation.tables.raw import raw_parquet
from article16.evaluation.tables.schema import BY_NAME


class Study:
    """Study data that has been examined. Close it, or use it in a `with` statement.

    Attributes
    ----------
    package
        What the descriptor says, with the tables that could be read and the columns they have.
    problems
        Everything that is wrong, in the order of tables, rows and columns.
    """

    def __init__(
        self, database: Any, package: Package, tables: Mapping[str, Checked], problems: list[Problem], work: Any
    ) -> None:
        self.database, self.package, self.problems = database, package, tuple(problems)
        self._tables, self._work = dict(tables), work

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives memory and temporary files back."""
        self.database.close()
        self._work.cleanup()

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables that can be read."""
        return tuple(self._tables)

    def codebook(self, table: str) -> Table:
        """The columns a table has here, items and scores included.

        Raises
        ------
        StudyError
            When the study has no such table; the sentence says which it has.
        """
        checked = self._of(table)
        return Table(checked.table.name, checked.table.meaning, checked.table.key, checked.fields)

    def rows(self, table: str) -> int:
        """Number of rows that are left."""
        return (
            int(self.database.execute(f"SELECT COUNT(*) FROM {name(table)}").fetchall()[0][0]) if self._of(table) else 0
        )

    def table(self, table: str, columns: tuple[str, ...] | None = None) -> Any:
        """A whole table as an Arrow table, missing codes as they stand, in the order of the file.

        Parameters
        ----------
        columns
            Names of the columns wanted; None for all.
        """
        wanted = self._of(table).names if columns is None else columns
        query = f"SELECT {', '.join(name(each) for each in wanted)} FROM {name(table)}"
        fields = tuple(self.codebook(table).field(each) for each in wanted)
        return self.database.sql(query).to_arrow_table().cast(schema_of(fields))

    def batches(self, table: str, columns: tuple[str, ...] | None = None, *, rows: int = 100_000) -> Iterator[Any]:
        """The same in pieces of at most `rows` rows; memory does not grow with the table."""
        wanted = self._of(table).names if columns is None else columns
        query = f"SELECT {', '.join(name(each) for each in wanted)} FROM {name(table)}"
        # A cursor of its own, so that two tables can be read side by side.
        yield from self.database.cursor().sql(query).to_arrow_reader(rows)

    def column(self, table: str, column: str) -> Split:
        """One column taken apart into values and the kind of silence where there is none."""
        field = self.codebook(table).field(column)
        array = self.table(table, (column,))[column]
        if field.kind in TEXT_KINDS:
            return split_words(array.to_numpy(zero_copy_only=False))
        numbers = array.to_numpy(zero_copy_only=False)
        return split_numbers(numbers, item=field.kind is Kind.ITEM)

    def _of(self, table: str) -> Checked:
        if table not in self._tables:
            has = listed(self._tables) or "none"
            says = f"The study has no table {table}; it has {has}. See the problems for why."
            raise StudyError([Problem(table, 0, "", says, Outcome.UNREADABLE)])
        return self._tables[table]


def open_study(folder: Path, *, memory: str = MEMORY, threads: int | None = None, work: Path | None = None) -> Study:
    """Reads and examines a folder of study data.

    Parameters
    ----------
    folder
        Folder with `datapackage.json` and its tables.
    memory
        Ceiling of the embedded database.
    work
        Where temporary files may stand; None: where the machine has them.

    Returns
    -------
    Study
        With every problem found. Rows whose identity is in doubt are left out; single cells that cannot be read
        count as unknown; nothing else is changed.

    Raises
    ------
    StudyError
        When no table at all can be read; it carries every problem.
    """
    package, problems = _descriptor(folder)
    temporary = tempfile.TemporaryDirectory(prefix="article16-study-", dir=work)
    database = connect(Path(temporary.name), memory=memory, threads=threads)
    try:
        examined = readable(_examined(folder, package, database, Path(temporary.name), problems))
        if not examined:
            raise StudyError(sorted(problems))
        problems += cross_check(examined, package.programmes)
        for checked in examined.values():
            problems += checked.problems
            _publish(checked)
    except BaseException:
        database.close()
        temporary.cleanup()
        raise
    order = {table: place for place, table in enumerate(BY_NAME)}
    problems.sort(key=lambda one: (order.get(one.table, -1), one.row, one.column, one.says))
    kept = {
        table: Resource(checked.table, package.resources[table].path, package.resources[table].format)
        for table, checked in examined.items()
    }
    found = replace(package, resources=kept)
    return Study(database, found, examined, problems, temporary)


def _descriptor(folder: Path) -> tuple[Package, list[Problem]]:
    path = folder / FILE_NAME
    try:
        package, problems = from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        says = f"{folder} has no {FILE_NAME}. Name a folder of study data, or import a file with a mapping."
        raise StudyError([Problem("", 0, "", says, Outcome.UNREADABLE)]) from None
    except (OSError, ValueError) as error:
        says = f"{FILE_NAME} cannot be read ({error}). Write it again as JSON in UTF-8."
        raise StudyError([Problem("", 0, "", says, Outcome.UNREADABLE)]) from None
    if not package.resources:
        says = f"{FILE_NAME} names no table that can be read. Add one of {listed(BY_NAME)}."
        raise StudyError([*problems, Problem("", 0, "", says, Outcome.UNREADABLE)])
    return package, problems


def _examined(folder: Path, package: Package, database: Any, work: Path, problems: list[Problem]) -> dict[str, Checked]:
    made: dict[str, Checked] = {}
    for table, resource in package.resources.items():
        path, faults = raw_parquet(table, folder / resource.path, resource.format, work)
        problems += faults
        if path is None:
            continue
        made[table] = check(database, resource.table, path)
        if not made[table].readable:
            problems += made[table].problems
    return made


def _publish(checked: Checked) -> None:
    """Gives the examined view the plain name of the table, without the row position."""
    columns = ", ".join(name(each) for each in checked.names)
    target = name(checked.table.name)
    if checked.path.name.endswith(".raw.parquet"):
        # Texts are turned into numbers once, not at every reading.
        clean = checked.path.with_name(f"{checked.table.name}.clean.parquet")
        query = f"SELECT {columns} FROM {checked.view}"
        checked.database.execute(f"COPY ({query}) TO {literal(str(clean))} (FORMAT parquet)")
        source = f"SELECT * FROM read_parquet({literal(str(clean))})"
        checked.database.execute(f"CREATE VIEW {target} AS {source}")
        checked.path.unlink()
        return
    checked.database.execute(f"CREATE VIEW {target} AS SELECT {columns} FROM {checked.view}")
