"""Writes a study as a folder: tables, descriptor, and nothing half done under its name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from article16.evaluation.tables.arrow import as_arrow
from article16.evaluation.tables.columns import Columns
from article16.evaluation.tables.descriptor import FILE_NAME, Package, Resource, as_json, extended
from article16.evaluation.tables.fields import Field, Table
from article16.evaluation.tables.problems import Outcome, Problem, StudyError
from article16.evaluation.tables.schema import BY_NAME

# Rows that are kept in memory before they are written; about 40 MB of questionnaires.
ROW_GROUP = 400_000


class StudyWriter:
    """Takes rows table by table and puts a finished study in its place.

    Everything is written into a folder beside the target whose name ends in `.unfinished`; only when all is
    written does it get its name. When the work is stopped or fails, that folder is removed.

    Parameters
    ----------
    folder
        Where the study is to stand; must not exist, or be empty.
    package
        Name, title and programmes; its resources are filled in here.
    format
        "parquet" or "csv".
    extra
        Item and score columns, by table.

    Raises
    ------
    StudyError
        When the folder is in use already.
    """

    def __init__(
        self,
        folder: Path,
        package: Package,
        *,
        format: str = "parquet",
        extra: Mapping[str, tuple[Field, ...]] | None = None,
    ) -> None:
        self._folder, self._package, self._format = folder, package, format
        self._unfinished = folder.with_name(folder.name + ".unfinished")
        self._extra = dict(extra or {})
        self._sinks: dict[str, _Sink] = {}

    def __enter__(self) -> Self:
        for path in (self._folder, self._unfinished):
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                says = f"{path} exists and is not empty. Name another folder, or remove it first."
                raise StudyError([Problem("", 0, "", says, Outcome.UNREADABLE)])
        self._unfinished.mkdir(parents=True, exist_ok=True)
        return self

    def add(self, name: str, columns: Columns) -> None:
        """Adds rows to a table; all calls for one table give the same columns.

        Raises
        ------
        ValueError
            When table or column are not in the codebook, or the columns differ from those of the first call.
        """
        if name not in self._sinks:
            table = extended(BY_NAME[name], self._extra.get(name, ()))
            self._sinks[name] = _Sink(table, self._unfinished, self._format)
        self._sinks[name].add(columns)

    def attach(self, name: str, document: Mapping[str, Any]) -> None:
        """Puts a JSON file beside the tables."""
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        (self._unfinished / name).write_text(text, encoding="utf-8")

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for sink in self._sinks.values():
                sink.close()
            if kind is None:
                self._finish()
        finally:
            shutil.rmtree(self._unfinished, ignore_errors=True)

    def _finish(self) -> None:
        resources = {name: sink.resource() for name, sink in self._sinks.items()}
        package = replace(self._package, resources=resources)
        self.attach(FILE_NAME, as_json(package))
        if self._folder.exists():
            self._folder.rmdir()
        self._unfinished.replace(self._folder)


class _Sink:
    """One table on its way to its file."""

    def __init__(self, table: Table, folder: Path, kind: str) -> None:
        self._table, self._kind = table, kind
        self._path = folder / f"{table.name}.{kind}"
        self._waiting: list[Any] = []
        self._rows = 0
        self._writer: Any = None
        self._fields: tuple[str, ...] = ()

    def add(self, columns: Columns) -> None:
        made = as_arrow(self._table, columns)
        if self._fields and tuple(made.column_names) != self._fields:
            raise ValueError(f"The table {self._table.name} was begun with other columns.")
        self._fields = tuple(made.column_names)
        self._waiting.append(made)
        self._rows += made.num_rows
        if self._rows >= ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        # One dictionary for the row group: the regions bring their own.
        whole = pa.concat_tables(self._waiting).unify_dictionaries()
        self._waiting, self._rows = [], 0
        if self._kind == "csv":
            whole = pa.table({name: _plain(whole[name]) for name in whole.column_names})
        elif self._table.name == "responses" and "status" in self._fields:
            whole = _answered_first(whole)
        if self._writer is None:
            self._writer = self._open(whole.schema)
        self._writer.write_table(whole)

    def _open(self, schema: Any) -> Any:
        if self._kind == "csv":
            options = pa.csv.WriteOptions(quoting_style="needed")
            return pa.csv.CSVWriter(self._path, schema, write_options=options)
        return pa.parquet.ParquetWriter(self._path, schema, compression="zstd", compression_level=1)

    def close(self) -> None:
        self._flush()
        if self._writer is not None:
            self._writer.close()

    def resource(self) -> Resource:
        """The table with the columns that were written."""
        written = tuple(each for each in self._table.fields if each.name in self._fields)
        table = Table(self._table.name, self._table.meaning, self._table.key, written)
        return Resource(table, self._path.name, self._kind)


def _answered_first(rows: Any) -> Any:
    """The same rows, by status: long runs of empty answers are read twice as fast, and take half the room."""
    return rows.take(pa.compute.sort_indices(_plain(rows["status"])))


def _plain(column: Any) -> Any:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
