"""`article16 doctor`: what a person would otherwise find out too late, each in a sentence with the next step."""

import subprocess
from argparse import Namespace

from article16.cli.processes import SERVICES, Served, answers, command


def add_parser(commands) -> None:
    parser = commands.add_parser("doctor", help="look at both services and say what needs attention")
    parser.set_defaults(run=doctor)


def doctor(arguments: Namespace) -> int:
    """Each service is asked in a process of its own. 0: all well; 1: something needs a look."""
    codes = [_look_at(one) for one in SERVICES]
    print("Lines that begin with LOOK need a person." if any(codes) else "All is well.")
    return 1 if any(codes) else 0


def _look_at(one: Served) -> int:
    print(one.service, flush=True)
    code = subprocess.run(command(one.service, "check"), check=False).returncode
    if answers(one):
        print(f"ok   It answers at {one.origin}.")
        return code
    print(f"LOOK It does not answer at {one.origin}. Start it with article16 serve, or ask why it stopped.")
    return 1
