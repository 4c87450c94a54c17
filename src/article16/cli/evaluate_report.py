"""`article16 evaluate FOLDER`: the report on a study, for those who may see it or, with `--release`, for everybody."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from article16.evaluation.report.model import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What a report may be told."""
    parser.add_argument("--language", default="en", metavar="CODE", help="of the report: en or es; default en")
    parser.add_argument("--release", action="store_true", help="withhold and round what could show a single person")
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="with --release: what was released before; kept apart from the report",
    )
    parser.add_argument("--json", action="store_true", help="print every number as JSON and write no files")
    parser.add_argument("--seed", type=int, default=None, help="of everything drawn at random")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(args: argparse.Namespace) -> int:
    """0 when the report was written, 1 when it was and the study has problems, 2 when nothing was."""
    from article16.evaluation.report.releasing import NotReleased
    from article16.evaluation.report.words import UnknownLanguage
    from article16.evaluation.tables.problems import StudyError

    if not args.json and (args.to is None or args.to.exists()):
        print("Name a new folder for the report: --to FOLDER.", file=sys.stderr)
        return 2
    if args.release and args.record is None:
        print(
            "Name the file that remembers what was released: --record FILE. Keep it apart from the report.",
            file=sys.stderr,
        )
        return 2
    try:
        return _report(args)
    except (UnknownLanguage, NotReleased) as no:
        print(no, file=sys.stderr)
    except StudyError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped. Nothing was written.", file=sys.stderr)
    return 2


def _report(args: argparse.Namespace) -> int:
    from article16.evaluation.report.making import SEED, make_report
    from article16.evaluation.report.releasing import check, load, record
    from article16.evaluation.report.saving import as_json

    at = datetime.now(UTC)
    shown = None if args.quiet or args.json else _Shown()
    seed = SEED if args.seed is None else args.seed
    earlier = load(args.record) if args.release else None
    check(earlier, on=at.date())
    report = make_report(
        args.study, language=args.language, release=args.release, earlier=earlier, seed=seed, progress=shown
    )
    if args.json:
        print(as_json(report), end="")
    else:
        _write(report, args.to, at)
        print(f"The report is in {args.to}: report.html, report.pdf, numbers.json, numbers.csv, figures.")
    if args.release:
        # Last: a record of a release that was not written would hold back the next one.
        _whole(args.record, record(report, on=at.date()))
    return 0


def _write(report: Report, to: Path, at: datetime) -> None:
    """All files or none: written beside the folder, then renamed."""
    from article16.evaluation.report.saving import save

    beside = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        save(report, beside, at=at)
        beside.rename(to)
    except BaseException:
        with suppress(OSError):
            shutil.rmtree(beside)
        raise


def _whole(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.unfinished")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@dataclass
class _Shown:
    """Progress on the terminal: the chapter that is being worked out."""

    stream: Any = sys.stderr

    def __call__(self, what: str, number: int, of: int) -> None:
        line = f"{number} of {of}: {what.replace('_', ' ')}"
        if self.stream.isatty():
            print(f"\r{line:<60}", end="\n" if number == of else "", file=self.stream, flush=True)
        else:
            print(line, file=self.stream, flush=True)
