"""`article16 study-package`: casework's own study data, his answers only. It asks nothing of the women's service."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from article16.casework.transfer.export_actions import record_export
from article16.casework.transfer.exporting import staff_named
from article16.common import commands as common
from article16.common.service import Refused
from article16.evaluation.tables.problems import StudyError

from . import packaging
from .numbering import secret


def package(argv: Sequence[str]) -> int:
    """Write the package, and say in the record whose files went into it."""
    arguments = _parser().parse_args(argv)
    common.refuse_unless_ready()
    target: Path = arguments.folder.absolute()
    by, at = staff_named(arguments.by), timezone.now()
    episodes = packaging.first_passages(arguments.programme)
    if not episodes:
        whose = f"the programme {arguments.programme}" if arguments.programme else "this service"
        raise Refused(f"Nobody was referred to {whose}, so there is no study.")
    record_export(ids=packaging.clients_of(episodes), by=by, reason=arguments.reason, at=at)
    try:
        with transaction.atomic():  # one moment, whatever is saved meanwhile
            written = packaging.write_package(target, episodes, secret=secret(), format=arguments.format, at=at)
    except StudyError as no:
        raise Refused(str(no.problems[0]) if no.problems else "The package could not be written.") from None
    _say(f"{written.men:,} men, {written.responses:,} questionnaires, in {target}. Numbers stand for persons.")
    for note in written.notes:
        _say(note)
    _say(f"His side only. The report: article16 evaluate {target} --to FOLDER")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="article16 study-package")
    parser.add_argument("--programme", metavar="CODE", default="")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--by", default="", metavar="EMAIL")
    parser.add_argument("--reason", default="")
    parser.add_argument("folder", type=Path)
    return parser


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  because the command line asked
