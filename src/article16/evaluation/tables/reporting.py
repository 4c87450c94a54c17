"""Runs the six questions: over an examined study, or straight over its files when they are known to be good."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from article16.evaluation.tables.descriptor import FILE_NAME, from_json
from article16.evaluation.tables.engine import connect, literal, name
from article16.evaluation.tables.fields import Table
from article16.evaluation.tables.problems import Outcome, Problem, StudyError, listed
from article16.evaluation.tables.reading import Study
from article16.evaluation.tables.report import QUESTIONS, By, Question, as_sql

# Enough for 1,000,000 men; with the interpreter and Ibis the process stays below 400 MB. Beyond it DuckDB spills.
LEAN = "220MB"
# What spreadsheets take for the beginning of a formula.
FORMULA = r"^[=+\-@\t\r]"


def report(study: Study) -> dict[str, Any]:
    """Answers to every question the tables of the study can answer.

    Returns
    -------
    dict
        Name of the question to an Arrow table; rows in the order of their first columns.
    """
    codebooks = {table: study.codebook(table) for table in study.tables}
    return _asked(study.database, codebooks)


def report_files(folder: Path, *, by: By = (), memory: str = LEAN, threads: int | None = None) -> dict[str, Any]:
    """The same straight from Parquet files that this program wrote, without examining them again.

    Parameters
    ----------
    by
        () for all men together, `PROGRAMME` for each programme's men.

    Raises
    ------
    StudyError
        When the descriptor cannot be read or a table is not Parquet.
    """
    package, problems = from_json(json.loads((folder / FILE_NAME).read_text(encoding="utf-8")))
    wrong = [each.path for each in package.resources.values() if each.format != "parquet"]
    if wrong:
        says = f"{listed(wrong)} is not Parquet. Open the study to examine it first."
        problems.append(Problem("", 0, "", says, Outcome.UNREADABLE))
    if problems:
        raise StudyError(problems)
    with tempfile.TemporaryDirectory(prefix="article16-report-") as work:
        database = connect(Path(work), memory=memory, threads=threads)
        try:
            # No question depends on the order of rows, and keeping it costs memory.
            database.execute("SET preserve_insertion_order = false")
            books = {}
            for table, resource in package.resources.items():
                source = f"SELECT * FROM read_parquet({literal(str(folder / resource.path))})"
                database.execute(f"CREATE VIEW {name(table)} AS {source}")
                columns = {row[0] for row in database.execute(f"DESCRIBE {name(table)}").fetchall()}
                books[table] = collected(resource.table, columns)
            return _asked(database, books, by)
        finally:
            database.close()


def collected(table: Table, columns: Collection[str]) -> Table:
    """The table with the columns that its file holds: a question that needs another one is not asked."""
    return replace(table, fields=tuple(each for each in table.fields if each.name in columns))


def _asked(database: Any, codebooks: dict[str, Table], by: By = ()) -> dict[str, Any]:
    made = {}
    for question in QUESTIONS:
        if answerable(question, codebooks) and (not by or "cases" in codebooks):
            found = database.sql(as_sql(question, codebooks, by=by)).to_arrow_table()
            keys = found.column_names[: 3 + len(by)]
            made[question.name] = found.sort_by([(column, "ascending") for column in keys])
    return made


def answerable(question: Question, codebooks: dict[str, Table]) -> bool:
    """Whether the study has the tables and columns the question needs."""
    return all(
        table in codebooks and column in codebooks[table].names
        for table, columns in question.needs.items()
        for column in columns
    ) and (not question.scored or any(each.startswith("score_") for each in codebooks["responses"].names))


def save_csv(answers: dict[str, Any], folder: Path) -> None:
    """One file for each question in a new folder. No text in it is a formula for a spreadsheet."""
    folder.mkdir(parents=True)
    for question, rows in answers.items():
        pyarrow.csv.write_csv(guarded(rows), folder / f"{question}.csv")


def guarded(rows: Any) -> Any:
    """The same table; a text that begins like a formula, such as a programme called =1+1, gets an apostrophe first."""
    columns = [_guarded(rows.column(place), kind) for place, kind in enumerate(rows.schema.types)]
    return pa.table(columns, names=rows.column_names)


def _guarded(column: Any, kind: Any) -> Any:
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind)):
        return column
    text = column.cast(pa.string())
    risky = pc.match_substring_regex(text, FORMULA)
    return pc.if_else(risky, pc.binary_join_element_wise("'", text, ""), text)
