"""The six questions on Spark: the same expressions, on a second engine. Needs pyspark and a Java 17."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from article16.evaluation.tables.descriptor import FILE_NAME, from_json
from article16.evaluation.tables.problems import Problem, StudyError
from article16.evaluation.tables.report import QUESTIONS, By, as_sql
from article16.evaluation.tables.reporting import answerable, collected

MISSING = "Spark is not installed here. Install requirements/spark.txt and a Java 17, or ask without --spark."


def report_spark(folder: Path, *, by: By = ()) -> dict[str, Any]:
    """What `report_files` gives, asked of Spark on this machine.

    Raises
    ------
    StudyError
        When Spark is not installed, or the descriptor cannot be read.
    """
    package, problems = from_json(json.loads((folder / FILE_NAME).read_text(encoding="utf-8")))
    if problems:
        raise StudyError(problems)
    books = {}
    with _session() as session:
        _ = ibis.pyspark  # reads its own settings in; without them it cannot translate
        for table, each in package.resources.items():
            rows = session.read.parquet(str(folder / each.path))
            rows.createOrReplaceTempView(table)
            books[table] = collected(each.table, rows.columns)
        return {
            question.name: _rows(session.sql(as_sql(question, books, "pyspark", by)), 3 + len(by))
            for question in QUESTIONS
            if answerable(question, books) and (not by or "cases" in books)
        }


@contextmanager
def _session() -> Iterator[Any]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise StudyError([Problem("", 0, "", MISSING)]) from None
    plain = SparkSession.builder.appName("article16").master("local[*]").config("spark.ui.enabled", "false")
    session = plain.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def _rows(found: Any, keys: int) -> Any:
    made = pa.Table.from_pylist([row.asDict() for row in found.collect()])
    return made.select(found.columns).sort_by([(column, "ascending") for column in found.columns[:keys]])
