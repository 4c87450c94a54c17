"""`article16 audit verify`: recompute the record of both services, or of one."""

from argparse import Namespace

from article16.cli import asking


def add_parser(commands) -> None:
    parser = commands.add_parser("audit", help="verify that nothing in the record was changed, removed or cut off")
    parser.add_argument("what", choices=["verify"])
    parser.add_argument("--service", choices=["casework", "support"], help="only this one")
    parser.set_defaults(run=audit)


def audit(arguments: Namespace) -> int:
    services = [arguments.service] if arguments.service else [one.service for one in asking.services()]
    return max(asking.call(service, "verify") for service in services)
