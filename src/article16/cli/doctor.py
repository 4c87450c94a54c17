"""`article16 doctor`: what a person would otherwise find out too late, each in a sentence with the next step."""

from argparse import Namespace

from article16.cli import asking, machine_doctor
from article16.cli.processes import Served, answers


def add_parser(commands) -> None:
    parser = commands.add_parser("doctor", help="look at the services and the machine, and say what needs attention")
    parser.set_defaults(run=doctor)


def doctor(arguments: Namespace) -> int:
    """Each service is asked in a process of its own. 0: all well; 1: something needs a look."""
    codes = [_look_at(one) for one in asking.services()]
    if state := asking.state():
        codes.append(_machine(machine_doctor.examine(state)))
    print("Lines that begin with LOOK need a person." if any(codes) else "All is well.")
    return 1 if any(codes) else 0


def _look_at(one: Served) -> int:
    print(one.service, flush=True)
    code = asking.call(one.service, "check")
    if answers(one):
        print(f"ok   It answers at {one.origin}.")
        return code
    print(f"LOOK It does not answer at {one.origin}. {_start()}")
    return 1


def _start() -> str:
    if asking.state():
        return "Ask why: systemctl status 'article16-*'."
    return "Start it with article16 serve, or ask why it stopped."


def _machine(found: list[machine_doctor.Finding]) -> int:
    print("machine")
    for finding in found:
        print(f"{'ok  ' if finding.well else 'LOOK'} {finding.sentence}")
    return 0 if all(finding.well for finding in found) else 1
