"""`article16 doctor`: what a person would otherwise find out too late, each in a sentence with the next step."""

import subprocess
from argparse import Namespace

from article16.cli.processes import command


def add_parser(commands) -> None:
    parser = commands.add_parser("doctor", help="look at both services and say what needs attention")
    parser.set_defaults(run=doctor)


def doctor(arguments: Namespace) -> int:
    """Each service is asked in a process of its own. 0: all well; 1: something needs a look."""
    worst = 0
    for service in ("casework", "support"):
        print(service, flush=True)
        worst = max(worst, subprocess.run(command(service, "check"), check=False).returncode)
    print("All is well." if worst == 0 else "Lines that begin with LOOK need a person.")
    return min(worst, 1)
