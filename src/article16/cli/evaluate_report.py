"""`article16 evaluate FOLDER`: the report on a study, for those who may see it or, with `--release`, for everybody."""

from __future__ import annotations

import argparse
import fcntl
import glob
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from article16.evaluation.report.model import Report


class NotWritten(RuntimeError):
    """Nothing was written; the text says why."""


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
    parser.add_argument("--year", default="", metavar="YEAR", help="in the title of the yearly form")
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
        with _alone(args.record if args.release else None):
            return _report(args)
    except (UnknownLanguage, NotReleased, NotWritten) as no:
        print(no, file=sys.stderr)
    except StudyError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped. Nothing was written.", file=sys.stderr)
    return 2


def _report(args: argparse.Namespace) -> int:
    from article16.evaluation.report.data import read
    from article16.evaluation.report.making import SEED, report_on
    from article16.evaluation.report.releasing import check, load, record
    from article16.evaluation.report.saving import as_json
    from article16.evaluation.report.words import Words
    from article16.evaluation.tables.reading import open_study

    at = datetime.now(UTC)
    shown = None if args.quiet or args.json else _Shown()
    seed = SEED if args.seed is None else args.seed
    earlier = load(args.record) if args.release else None
    check(earlier, on=at.date())
    words = Words(args.language)
    with open_study(args.study) as study:
        problems = study.problems
        for problem in problems:
            print(problem, file=sys.stderr)
        data = read(study)
    report = report_on(data, words, release=args.release, earlier=earlier, seed=seed, progress=shown)
    if args.json:
        print(as_json(report), end="")
    else:
        _write(report, args.to, at, args.year)
        files = "report.html, report.pdf, form.html, form.pdf, numbers.json, numbers.csv, figures"
        print(f"The report is in {args.to}: {files}.")
    if args.release:
        # Last: a record of a release that was not written would hold back the next one.
        _whole(args.record, record(report, on=at.date()))
    return 1 if problems else 0


def _write(report: Report, to: Path, at: datetime, year: str) -> None:
    """All files or none: written beside the folder, under a name of this process alone, then renamed."""
    from article16.evaluation.report.making import form_of
    from article16.evaluation.report.saving import save

    _clear_after_killed(to)
    beside = to.with_name(f".{to.name}.unfinished.{os.getpid()}")
    try:
        save(report, beside, at=at, form=form_of(report, year=year))
        beside.rename(to)
    except OSError as no:
        raise NotWritten(f"{to} could not be written: {no.strerror}. Name another new folder.") from None
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(beside)


def _clear_after_killed(to: Path) -> None:
    """What a process left that was killed half-way; of one that still works nothing is touched."""
    for path in to.parent.glob(f".{glob.escape(to.name)}.unfinished.*"):
        number = path.suffix.removeprefix(".")
        if number.isdigit() and not _alive(int(number)):
            shutil.rmtree(path, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks only
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _alone(record: Path | None) -> Iterator[None]:
    """Of two releases with one record only one is made: else the second would forget what the first let out."""
    if record is None:
        yield
        return
    handle = os.open(record.with_name(f".{record.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise NotWritten(
            f"Another release with {record} is being made. Wait for it, then look what it let out."
        ) from None
    finally:
        os.close(handle)


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
