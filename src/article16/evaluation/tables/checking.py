"""One table against the codebook: columns, cells, keys; and the view that gives the honest rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from article16.evaluation.tables.engine import literal, name
from article16.evaluation.tables.fields import Field, Table
from article16.evaluation.tables.problems import NAMED, Outcome, Problem, listed, shown
from article16.evaluation.tables.raw import columns_of, file_row
from article16.evaluation.tables.rules import Rule, rules, typed, unknown

ROW = "row_"  # position in the file, from 0


class Checked:
    """A table under examination: which rows are out, which cells count as unknown.

    Parameters
    ----------
    database
        DuckDB connection.
    table
        Its codebook.
    path
        Parquet file as it is.
    """

    def __init__(self, database: Any, table: Table, path: Path) -> None:
        self.database, self.table, self.path = database, table, path
        self.problems: list[Problem] = []
        self.readable = True
        self._stored = columns_of(path)
        self.fields = tuple(each for each in table.fields if each.name in self._stored)
        self._out = f"out_{table.name}"
        self._unknown: dict[str, list[str]] = {}
        self._left_out: list[str] = []
        self._any_out = False
        database.execute(f"CREATE TABLE {name(self._out)} ({ROW} BIGINT)")
        self._source = f"read_parquet({literal(str(path))}, file_row_number = true)"

    @property
    def names(self) -> tuple[str, ...]:
        """Columns that are there and in the codebook."""
        return tuple(each.name for each in self.fields)

    def note(self, says: str, *, row: int = 0, column: str = "", outcome: Outcome = Outcome.NOTED) -> None:
        """Writes down a problem of this table."""
        self.problems.append(Problem(self.table.name, row, column, says, outcome))

    def check_columns(self) -> None:
        """Columns that are missing, and columns nobody knows."""
        for each in self.table.fields:
            if each.required and each.name not in self._stored:
                says = f"The column is missing. Add it: {each.meaning}."
                self.note(says, column=each.name, outcome=Outcome.UNREADABLE)
                self.readable = False
        unknown_names = [column for column in self._stored if column not in self.table.names]
        if unknown_names:
            many = len(unknown_names) > 1
            says = f"{len(unknown_names)} columns are" if many else "One column is"
            says += f" not in the codebook and not read: {listed(unknown_names)}. Remove them, or map them."
            self.note(says, row=1, column=unknown_names[0] if not many else "")

    def check_cells(self) -> None:
        """Every cell of every column; one reading of the file finds whether anything is wrong at all."""
        every = [rule for each in self.fields for rule in rules(each, self._stored[each.name])]
        counts = ", ".join(f"COUNT_IF({rule.fault})" for rule in every)
        found = self.database.execute(f"SELECT COUNT(*), {counts} FROM {self._source}").fetchall()[0]
        if found[0] == 0:
            self.note("The table has no rows. Nothing can be said from it.")
        for rule, number in zip(every, found[1:], strict=True):
            if number:
                self._take(rule, number)
        if self._left_out:
            self.leave_out(f"SELECT file_row_number FROM {self._source} WHERE {' OR '.join(self._left_out)}")

    def _take(self, rule: Rule, number: int) -> None:
        column = rule.field.name
        cells = f"SELECT file_row_number, CAST({name(column)} AS VARCHAR) FROM {self._source} WHERE {rule.fault}"
        for row, value in self.database.execute(f"{cells} LIMIT {NAMED}").fetchall():
            says = rule.says.replace("{}", shown(value))
            self.note(says, row=file_row(row), column=column, outcome=rule.outcome)
        if number > NAMED:
            says = f"{number - NAMED:,} more cells are at fault in the same way."
            self.note(says, column=column, outcome=rule.outcome)
        if rule.outcome is Outcome.LEFT_OUT:
            self._left_out.append(rule.fault)
        else:
            self._unknown.setdefault(column, []).append(rule.fault)

    def check_key(self) -> None:
        """Rows with the same key: which is right cannot be known, so none of them is kept."""
        key = [column for column in self.table.key if column in self._stored]
        if not key or len(key) < len(self.table.key):
            return
        columns = ", ".join(name(column) for column in key)
        twice = f"SELECT {columns} FROM {self.view} GROUP BY ALL HAVING COUNT(*) > 1"
        join = " AND ".join(f"a.{name(column)} IS NOT DISTINCT FROM b.{name(column)}" for column in key)
        self.out_where(
            f"SELECT a.{ROW}, concat_ws(', ', {', '.join(f'a.{name(column)}' for column in key)}) "
            f"FROM {self.view} a JOIN ({twice}) b ON {join}",
            says=f"Several rows have the same {' and '.join(key)}, {{}}. Keep the one that is right.",
            column=key[0],
        )

    def out_where(self, query: str, *, says: str, column: str = "") -> None:
        """Leaves out the rows a query gives (row, value to show) and says so for each."""
        self._say(query, says, column, Outcome.LEFT_OUT)
        self.leave_out(f"SELECT {ROW} FROM ({query}) AS faulty({ROW}, shown_)")

    def unknown_where(self, query: str, *, says: str, columns: tuple[str, ...]) -> None:
        """Makes cells of these columns unknown in the rows a query gives (row, value to show)."""
        if not self._say(query, says, columns[-1], Outcome.REPAIRED):
            return
        store = f"unknown_{self.table.name}_{len(self.problems)}"
        self.database.execute(f"CREATE TABLE {name(store)} AS SELECT {ROW} FROM ({query}) AS f({ROW}, shown_)")
        for column in columns:
            fault = f"file_row_number IN (SELECT {ROW} FROM {name(store)})"
            self._unknown.setdefault(column, []).append(fault)
        self.make_view()

    def _say(self, query: str, says: str, column: str, outcome: Outcome) -> int:
        faulty = f"({query}) AS faulty({ROW}, shown_)"
        number: int = self.database.execute(f"SELECT COUNT(*) FROM {faulty}").fetchall()[0][0]
        if not number:
            return 0
        rows = self.database.execute(f"SELECT {ROW}, shown_ FROM {faulty} ORDER BY 1 LIMIT {NAMED}").fetchall()
        for row, value in rows:
            text = says.replace("{}", shown(value))
            self.note(text, row=file_row(row), column=column, outcome=outcome)
        if number > NAMED:
            self.note(f"{number - NAMED:,} more rows are at fault in the same way.", column=column, outcome=outcome)
        return number

    def leave_out(self, query: str) -> None:
        """Leaves out the rows a query gives, and makes the view again."""
        self.database.execute(f"INSERT INTO {name(self._out)} {query}")
        self._any_out = bool(self.database.execute(f"SELECT COUNT(*) FROM {name(self._out)}").fetchall()[0][0])
        self.make_view()

    @property
    def view(self) -> str:
        """Name of the view with what is left, as SQL takes it."""
        return name(f"checked_{self.table.name}")

    def make_view(self) -> None:
        """The view: typed, repaired, without the rows that are out, with the position in the file."""
        cells = [f"{self._cell(each)} AS {name(each.name)}" for each in self.fields]
        out = f" WHERE file_row_number NOT IN (SELECT {ROW} FROM {name(self._out)})" if self._any_out else ""
        columns = ", ".join([*cells, f"file_row_number AS {ROW}"])
        self.database.execute(f"CREATE OR REPLACE VIEW {self.view} AS SELECT {columns} FROM {self._source}{out}")

    def _cell(self, each: Field) -> str:
        value = typed(each, self._stored[each.name])
        faults = self._unknown.get(each.name)
        return f"CASE WHEN {' OR '.join(faults)} THEN {unknown(each)} ELSE {value} END" if faults else value


def check(database: Any, table: Table, path: Path) -> Checked:
    """One table, examined on its own."""
    made = Checked(database, table, path)
    made.check_columns()
    if made.readable:
        made.check_cells()
        made.make_view()
        made.check_key()
    return made


def readable(tables: Mapping[str, Checked]) -> dict[str, Checked]:
    """The tables that can be read."""
    return {table: made for table, made in tables.items() if made.readable}
