"""`article16 test`: everything that CI runs."""

import os
import shutil
import subprocess
import sys
from argparse import REMAINDER, Namespace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def add_parser(commands) -> None:
    parser = commands.add_parser("test", help="run every check and test")
    parser.add_argument("arguments", nargs=REMAINDER, help="handed to pytest; then only the tests run")
    parser.set_defaults(run=test)


def test(arguments: Namespace) -> int:
    """Lint, imports, types, then all tests on both cores. With arguments, only pytest with them."""
    tools = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    if arguments.arguments:
        return subprocess.run(
            [tools / "pytest", *arguments.arguments], cwd=ROOT, env=environment, check=False
        ).returncode
    just = shutil.which("just", path=environment["PATH"])
    if just is None:
        print("The task runner just is missing. Remove the folder .venv and run this again.", file=sys.stderr)
        return 1
    return subprocess.run([just, "check"], cwd=ROOT, env=environment, check=False).returncode
