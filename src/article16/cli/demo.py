"""`article16 demo`: both services with made-up staff, programmes and men, and one sign-in for each role."""

import json
import sys
from argparse import Namespace

from article16.cli.processes import SERVICES, Failed, run
from article16.cli.serve import keep, prepare

DEMO = {"ARTICLE16_DEMO": "yes"}
MEN = 300
MOST = 100_000


def add_parser(commands) -> None:
    parser = commands.add_parser("demo", help="try it: made-up people, nothing leaves this machine")
    parser.add_argument(
        "--men", type=int, default=MEN, help=f"how many made-up men, at the first start (default {MEN})"
    )
    parser.add_argument("--seed", type=int, help="another number makes other men")
    parser.set_defaults(run=demo)


def demo(arguments: Namespace) -> int:
    if not 0 <= arguments.men <= MOST:
        print(f"--men takes a number from 0 to {MOST:,}.", file=sys.stderr)
        return 2
    try:
        prepare(DEMO)
        sign_ins = {
            one.origin: [
                json.loads(line)
                for line in run(one.service, *words(one.service, arguments), environment=DEMO).splitlines()
            ]
            for one in SERVICES
        }
        return keep(DEMO, said=lambda: print(told(sign_ins)))
    except Failed:
        return 2


def words(service: str, arguments: Namespace) -> list[str]:
    """Casework makes the men, support the women beside them; nothing of hers is made in casework."""
    seed = [] if arguments.seed is None else ["--seed", str(arguments.seed)]
    return ["demo-fill", "--men", str(arguments.men), *seed]


def told(sign_ins: dict[str, list[dict[str, str]]]) -> str:
    """One sign-in for each role, as a person reads it in a terminal."""
    lines = ["", "Article 16 runs with made-up people. Stop it with Ctrl+C.", ""]
    for origin, people in sign_ins.items():
        lines.append(origin)
        roles: set[str] = set()
        for one in people:
            if one["role"] not in roles:
                roles.add(one["role"])
                lines.append(f"  {one['role']:<28} {one['email']:<22} code app secret {one['code_secret']}")
        lines.append(f"  password for all: {people[0]['password']}")
        passphrases = sorted({one["passphrase"] for one in people if one.get("passphrase")})
        lines += [*(f"  passphrase that unlocks: {words}" for words in passphrases), ""]
    lines.append("Or choose a role on the sign-in page; no password is needed there.")
    return "\n".join(lines)
