"""`article16 restore-previous SERVICE`: back to the copy that was made before the last upgrade."""

import sys
from argparse import Namespace

from article16.cli import asking
from article16.cli.processes import SERVICES, in_use


def add_parser(commands) -> None:
    parser = commands.add_parser(
        "restore-previous",
        help="go back to the copy of the database made before the last upgrade",
        description="What is there now is copied first, so that nothing is lost.",
    )
    parser.add_argument("service", choices=[one.service for one in SERVICES])
    parser.add_argument("--list", action="store_true", help="show the copies, and change nothing")
    parser.add_argument("--copy", default="", metavar="NAME", help="go back to this one, and not to the latest")
    parser.add_argument("--reason", default="", help="why, as it stands in the record")
    parser.set_defaults(run=way_back)


def way_back(arguments: Namespace) -> int:
    one = next((each for each in asking.services() if each.service == arguments.service), None)
    if one is None:
        print(f"{arguments.service} is not on this machine.", file=sys.stderr)
        return 2
    if arguments.list:
        return asking.call(one.service, "restore-previous", "--list")
    if in_use(one.port):
        print(f"{one.service} runs on port {one.port}. Stop Article 16 first.", file=sys.stderr)
        return 2
    words = [
        word for name in ("copy", "reason") if (value := getattr(arguments, name)) for word in (f"--{name}", value)
    ]
    return asking.call(one.service, "restore-previous", *words)
