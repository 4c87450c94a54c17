"""`article16 study-package`: casework's own study data, his answers only. It asks casework's own command."""

from argparse import Namespace
from pathlib import Path

from article16.cli import asking


def add_parser(commands) -> None:
    parser = commands.add_parser(
        "study-package",
        help="write casework's study data, his answers only, for article16 evaluate",
        description="A Data Package of his side alone, for countries where the law forbids to ask her. No names.",
    )
    parser.add_argument("--programme", metavar="CODE", default="", help="one programme; else all")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv")
    parser.add_argument("--by", default="", metavar="EMAIL", help="who takes the copy, as it stands in the record")
    parser.add_argument("--reason", default="", help="why, as it stands in the record")
    parser.add_argument("folder", type=Path, help="new folder")
    parser.set_defaults(run=package)


def package(arguments: Namespace) -> int:
    words = ["--format", arguments.format]
    for name in ("programme", "by", "reason"):
        if value := getattr(arguments, name):
            words += [f"--{name}", value]
    return asking.call("casework", "study-package", *words, str(arguments.folder))
