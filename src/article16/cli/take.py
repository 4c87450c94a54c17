"""`article16 export`: everything of one man, of a programme, of casework, as files. It asks casework's own command."""

from argparse import Namespace
from pathlib import Path

from article16.cli import asking


def add_parser(commands) -> None:
    parser = commands.add_parser(
        "export",
        help="copy everything of a man, a programme or all of casework into files",
        description="JSON for each man, CSV tables, documents, and a dictionary. Nothing that left sealed is in them.",
    )
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--client", metavar="CODE", help="one man, such as C-014")
    whose.add_argument("--programme", metavar="CODE", help="one programme, and only passages through it")
    whose.add_argument("--all", action="store_true", help="all of casework")
    parser.add_argument("--by", default="", metavar="EMAIL", help="who takes the copy, as it stands in the record")
    parser.add_argument("--reason", default="", help="why, as it stands in the record")
    parser.add_argument("folder", type=Path, help="new folder")
    parser.set_defaults(run=take)


def take(arguments: Namespace) -> int:
    words = ["--all"] if arguments.all else []
    for name in ("client", "programme", "by", "reason"):
        if value := getattr(arguments, name):
            words += [f"--{name}", value]
    return asking.call("casework", "export", *words, str(arguments.folder))
