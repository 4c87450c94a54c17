"""`article16 serve`: both services, the sender, the inbox and the ticks, each in a process of its own."""

import sys
from argparse import Namespace

from article16.cli.processes import SERVICES, Failed, Keeper, Kept, in_use, run, wait_until_healthy


def add_parser(commands) -> None:
    parser = commands.add_parser("serve", help="start both services on this machine (training mode until installed)")
    parser.add_argument(
        "--without-backup", action="store_true", help="upgrade a database of which no copy can be made first"
    )
    parser.set_defaults(run=serve)


def serve(arguments: Namespace) -> int:
    try:
        prepare({}, *(["--without-backup"] if arguments.without_backup else []))
        for one in SERVICES:
            link = run(one.service, "first-link").strip()
            print(
                f"{one.service}: first account, this link works once: {link}"
                if link
                else f"{one.service}: {one.origin}"
            )
        return keep({}, said=lambda: print("Both services run. Stop them with Ctrl+C."))
    except Failed:
        return 2


def prepare(environment: dict[str, str], *words: str) -> None:
    """Support first: it makes the key pair whose public half casework is given as its pin."""
    run("support", "prepare", *words, environment=environment)
    run("casework", "prepare", *words, environment=environment)


def keep(environment: dict[str, str], *, said) -> int:
    """Start everything, say so once both services answer, and keep it running until stopped."""
    words = {
        "support": ("inbox", "web", "tick", "caller", "watchdog"),
        "casework": ("web", "sender", "tick", "watchdog"),
    }
    keeper = Keeper([Kept(service, (word,), environment) for service, all_words in words.items() for word in all_words])
    if taken := [one for one in SERVICES if in_use(one.port)]:
        for one in taken:
            print(
                f"Port {one.port} of {one.service} is in use, perhaps by Article 16 itself. Stop that.",
                file=sys.stderr,
            )
        return 2
    keeper.start()
    if all(wait_until_healthy(one, keeper) for one in SERVICES):
        said()
    elif not keeper.stop.is_set():
        print("A service did not start. The reason stands above; article16 doctor says more.", file=sys.stderr)
        keeper.end()
        return 2
    sys.stdout.flush()
    return keeper.keep()
