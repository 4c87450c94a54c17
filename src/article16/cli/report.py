"""`article16 report FOLDER… --to FOLDER`: the six questions to one study or to several packages, as CSV files."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

EXACT = "The counts are exact, and small ones can show a single man: for those who may see the study, not for release."


def add_parser(subparsers: Any) -> None:
    """The command and its options."""
    parser = subparsers.add_parser("report", help="ask six questions to studies, together and by programme")
    parser.add_argument("folders", metavar="FOLDER", nargs="+", type=Path, help="study data, one folder or several")
    parser.add_argument("--to", metavar="FOLDER", type=Path, required=True, help="new folder for the answers")
    parser.add_argument(
        "--same-programmes", action="store_true", help="programmes of one name in different folders are one programme"
    )
    parser.add_argument(
        "--spark", action="store_true", help="ask on Spark instead of DuckDB; needs requirements/spark.txt"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when all is well, 1 when there were problems and the rest is reported, 2 when nothing can be."""
    from article16.evaluation.tables.problems import StudyError

    if args.to.exists():
        print(f"{args.to} exists already. Name a new folder.", file=sys.stderr)
        return 2
    try:
        problems = _report(args)
    except StudyError as error:
        print(error, file=sys.stderr)
        return 2
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"Answers in {args.to}: pooled, and by programme; {len(problems)} problems. {EXACT}")
    return 1 if problems else 0


def _report(args: argparse.Namespace) -> tuple[Any, ...]:
    from article16.evaluation.tables.report import PROGRAMME
    from article16.evaluation.tables.reporting import save_csv
    from article16.evaluation.tables.together import unite

    with tempfile.TemporaryDirectory(prefix="article16-together-") as work:
        study = Path(work) / "study"
        _, problems = unite(args.folders, study, same=args.same_programmes)
        for name, by in (("pooled", ()), ("by_programme", PROGRAMME)):
            save_csv(_engine(spark=args.spark)(study, by=by), args.to / name)
    return problems


def _engine(*, spark: bool) -> Callable[..., dict[str, Any]]:
    from article16.evaluation.tables.reporting import report_files

    if not spark:
        return report_files
    from article16.evaluation.tables.spark import report_spark

    return report_spark
