"""The command line: `article16 COMMAND`. It imports neither service; it starts their commands as processes."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from article16.cli import (
    audit,
    bench,
    bring,
    demo,
    doctor,
    evaluate_map,
    instruments,
    pool,
    report,
    restoring,
    serve,
    simulate,
    take,
    test,
    way_back,
)

COMMANDS = (
    demo,
    serve,
    doctor,
    audit,
    bring,
    take,
    way_back,
    restoring,
    instruments,
    simulate,
    evaluate_map,
    report,
    pool,
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
    return arguments.run(arguments)
