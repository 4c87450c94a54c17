"""The six questions on DuckDB and on Spark, to the same made-up study: `just spark`. Exit code 1: they differ."""

import argparse
import math
import sys
import time
from pathlib import Path
from typing import Any

from bench.home import disk_folder
from bench.study import simulated

CLOSE = 1e-9  # relative: means are summed in another order


def main() -> int:
    """Prints a row for each question, asked of all men and by programme."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--men", type=int, default=20_000)
    men = parser.parse_args().men
    with disk_folder() as made:
        folder = made / "study"
        simulated(folder, men)()
        return compared(folder, men)


def compared(folder: Path, men: int) -> int:
    from article16.evaluation.tables.report import PROGRAMME
    from article16.evaluation.tables.reporting import report_files
    from article16.evaluation.tables.spark import report_spark

    wrong = 0
    print(f"{men:,} men\n\n| asked of | question | rows | values | differ |\n|---|---|---|---|---|")
    for of, by in (("all men", ()), ("each programme", PROGRAMME)):
        begun = time.perf_counter()
        here = report_files(folder, by=by)
        between = time.perf_counter()
        there = report_spark(folder, by=by)
        took = f"DuckDB {between - begun:.1f} s, Spark {time.perf_counter() - between:.1f} s with its start"
        for question, rows in here.items():
            differ = different(rows, there.get(question))
            wrong += differ
            print(f"| {of} | {question} | {rows.num_rows} | {rows.num_rows * rows.num_columns} | {differ} |")
        print(f"| {of} | {took} | | | |")
    return 1 if wrong else 0


def different(one: Any, other: Any) -> int:
    """How many values differ; all of them when a row or a column is missing."""
    if other is None or one.column_names != other.column_names or one.num_rows != other.num_rows:
        return int(one.num_rows * one.num_columns) or 1
    pairs = zip(one.to_pylist(), other.to_pylist(), strict=True)
    return sum(not _same(left[column], right[column]) for left, right in pairs for column in left)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=CLOSE, abs_tol=1e-12)
    return bool(left == right)


if __name__ == "__main__":
    sys.exit(main())
