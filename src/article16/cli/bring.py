"""`article16 import`: bring in the list that a programme keeps today. It asks casework's own command."""

from argparse import Namespace
from pathlib import Path

from article16.cli import asking


def add_parser(commands) -> None:
    parser = commands.add_parser(
        "import",
        help="bring in a list of referrals, attendance or endings, from Excel or CSV",
        description="Without --map a mapping file is proposed. With it, everything is imported, or nothing.",
    )
    parser.add_argument("file", type=Path, help="list as .xlsx or .csv")
    parser.add_argument("--map", type=Path, help="mapping file that you have read and corrected")
    parser.add_argument("--programme", required=True, metavar="CODE", help="programme that the list is of")
    parser.add_argument("--by", default="", metavar="EMAIL", help="whose import it is, as it stands in the record")
    lists = ("referrals", "attendance", "endings")
    parser.add_argument("--list", default="referrals", choices=lists, help="what to propose for")
    parser.add_argument("--to", type=Path, help="where the proposed mapping file goes")
    parser.add_argument("--dry-run", action="store_true", help="say everything that is wrong, and write nothing")
    parser.set_defaults(run=bring)


def bring(arguments: Namespace) -> int:
    words = [str(arguments.file), "--programme", arguments.programme, "--list", arguments.list]
    for name in ("map", "by", "to"):
        if value := getattr(arguments, name):
            words += [f"--{name}", str(value)]
    words += ["--dry-run"] if arguments.dry_run else []
    return asking.call("casework", "import", *words)
