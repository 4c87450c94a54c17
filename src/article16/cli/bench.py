"""`article16 bench`: the benchmarks, one table. See bench/."""

import subprocess
import sys
from argparse import REMAINDER, Namespace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def add_parser(commands) -> None:
    parser = commands.add_parser("bench", help="measure against the limits, on this machine")
    parser.add_argument("arguments", nargs=REMAINDER)
    parser.set_defaults(run=bench)


def bench(arguments: Namespace) -> int:
    return subprocess.run([sys.executable, "-m", "bench", *arguments.arguments], cwd=ROOT, check=False).returncode
