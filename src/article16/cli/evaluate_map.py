"""`article16 evaluate FOLDER` writes the report; `--map FILE` proposes a mapping, `--mapping` makes study data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from article16.cli import evaluate_report


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    """Adds `evaluate` with its two ways of bringing a file."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "evaluate",
        help="the report on a study; or bring your own file",
        description="Writes the report on a folder of study data: HTML, PDF, and every number as JSON and CSV. Or "
        "proposes a mapping file for a CSV, SPSS, Stata or Excel file, and turns the file into study data by the "
        "mapping you corrected.",
    )
    add_arguments(parser)
    parser.set_defaults(run=run)
    return parser


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments alone, for a command that has others too."""
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("study", metavar="FOLDER", nargs="?", type=Path, help="write the report on this study")
    way.add_argument("--map", type=Path, metavar="FILE", help="propose a mapping for this file")
    way.add_argument("--mapping", type=Path, metavar="YAML", help="turn a file into study data by this mapping")
    parser.add_argument("--to", type=Path, metavar="PATH", help="new mapping file, or new folder for the study")
    evaluate_report.add_arguments(parser)
    parser.add_argument("--encoding", default="", help="encoding of a text file, such as windows-1252")
    parser.add_argument("--delimiter", default="", help="delimiter of a text file")
    parser.add_argument("--sheet", default="", help="sheet of an Excel file")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet", help="of the study; default parquet")


def run(args: argparse.Namespace) -> int:
    """0 when all is well, 1 when there were problems and the rest was written, 2 when nothing could be done."""
    from article16.evaluation.tables.problems import StudyError

    try:
        if args.study is not None:
            return evaluate_report.run(args)
        return _propose(args) if args.map else _bring(args)
    except StudyError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2


def _propose(args: argparse.Namespace) -> int:
    from article16.evaluation.tables.proposing import propose
    from article16.evaluation.tables.sources import read_source

    text = propose(read_source(args.map, encoding=args.encoding, delimiter=args.delimiter, sheet=args.sheet))
    if args.to is None:
        print(text, end="")
        return 0
    if args.to.exists():
        print(f"{args.to} exists already. Name another file, so that nothing you wrote is lost.", file=sys.stderr)
        return 2
    args.to.write_text(text, encoding="utf-8")
    print(f"Proposed in {args.to}. Correct it, then: article16 evaluate --mapping {args.to} --to FOLDER")
    return 0


def _bring(args: argparse.Namespace) -> int:
    from article16.evaluation.tables.importing import import_study

    if args.to is None:
        print("Name a new folder for the study: --to FOLDER.", file=sys.stderr)
        return 2
    study, problems = import_study(args.mapping, args.to, kind=args.format)
    with study:
        every = [*problems, *study.problems]
        for problem in every:
            print(problem, file=sys.stderr)
        rows = ", ".join(f"{study.rows(table):,} rows of {table}" for table in study.tables)
        print(f"{rows} in {args.to}; {len(every)} problems.")
    return 1 if every else 0
