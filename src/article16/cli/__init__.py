"""The command line: `article16 COMMAND`. It imports neither service; it starts their commands as processes."""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from article16.cli import (
    audit,
    bench,
    bring,
    demo,
    doctor,
    evaluate_map,
    installing,
    instruments,
    papers,
    pool,
    report,
    restoring,
    serve,
    share,
    simulate,
    study_package,
    take,
    test,
    way_back,
)
from article16.common.installed import NotInstalled

COMMANDS = (
    demo,
    serve,
    doctor,
    audit,
    bring,
    take,
    papers,
    way_back,
    restoring,
    installing,
    instruments,
    simulate,
    study_package,
    evaluate_map,
    report,
    pool,
    share,
    test,
    bench,
)


ROOT = Path(__file__).resolve().parents[3]


def version() -> str:
    """The newest heading of CHANGELOG.md."""
    found = re.search(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else "unknown"


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="article16", description="For programmes and the women's services beside them."
    )
    parser.add_argument("--version", action="version", version=f"article16 {version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(commands)
    arguments = parser.parse_args(argv)
    try:
        return arguments.run(arguments)
    except NotInstalled as no:
        print(no, file=sys.stderr)
        return 2
