"""The command line: `article16 COMMAND`. It imports neither service; it starts their commands as processes."""

import argparse
from collections.abc import Sequence

from article16.cli import audit, bench, demo, doctor, instruments, serve, test

COMMANDS = (demo, serve, doctor, audit, instruments, test, bench)


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="article16", description="For programmes and the women's services beside them."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(commands)
    arguments = parser.parse_args(argv)
    return arguments.run(arguments)
