"""`article16 install`, `uninstall`, `take-pin`, `first-link`: what ends training mode, and what undoes it."""

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from article16.cli import asking
from article16.cli.installing import machine, pinning
from article16.cli.installing.layout import Asked, Certificate, Layout, NotPossible, check
from article16.cli.installing.units import TARGET
from article16.cli.processes import Failed
from article16.common.installed import USUAL, NotInstalled


def add_parser(commands: Any) -> None:
    """The commands of an administrator of the machine."""
    put = commands.add_parser("install", help="install for real data; run it with sudo. A second run changes nothing")
    for name in ("casework", "support"):
        put.add_argument(f"--{name}", metavar="HOST", default="", help=f"host name under which {name} answers")
        put.add_argument(f"--{name}-certificate", metavar="FILE", default="", help="certificate chain of your own")
        put.add_argument(f"--{name}-key", metavar="FILE", default="", help="its key")
    put.add_argument("--pages", metavar="HOST", default=None, help="host of her pages; its name must say nothing")
    for half, what in (("certificate", "certificate chain for it"), ("key", "its key")):
        put.add_argument(f"--pages-{half}", metavar="FILE", default="", help=what)
    put.add_argument("--inbox-from", metavar="ADDRESS", default=None, help="casework's machine, where it is another")
    put.add_argument(
        "--backup-to", metavar="FOLDER", default=None, help="where backups go, best another machine's disk"
    )
    put.add_argument("--continuous", action="store_true", default=None, help="a backup each minute, not each day")
    put.add_argument("--no-front", action="store_true", help="no web server is set up: you have one of your own")
    put.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    put.add_argument("--root", type=Path, default=None, metavar="DIR", help="write everything below DIR, start nothing")
    put.set_defaults(run=lambda words: _said(install, words))
    out = commands.add_parser("uninstall", help="stop the services and remove their units; data stay where they are")
    out.add_argument("--root", type=Path, default=None, metavar="DIR", help="as it was given to install")
    out.set_defaults(run=lambda words: _said(uninstall, words))
    pin = commands.add_parser("take-pin", help="give casework the public key of the women's service")
    pin.add_argument("file", type=Path, nargs="?", help="its pin; left out: the service's on this machine")
    pin.set_defaults(run=lambda words: _said(pinning.take, words))
    sender = commands.add_parser("take-sender", help="show the women's service by which key casework signs")
    sender.add_argument("file", type=Path, nargs="?", help="its public half; left out: casework's on this machine")
    sender.set_defaults(run=lambda words: _said(pinning.take_sender, words))
    pair = commands.add_parser("pairing", help="the fingerprints that two people read to each other by telephone")
    pair.add_argument("--file", action="store_true", help="print the file of casework for the women's service instead")
    pair.set_defaults(run=lambda words: _said(pinning.pairing, words))
    link = commands.add_parser("first-link", help="print the one-time link for the first account of each service")
    link.set_defaults(run=lambda words: _said(first_link, words))


def _said(work: Any, arguments: Namespace) -> int:
    try:
        return work(arguments)
    except (NotPossible, NotInstalled) as no:
        print(no, file=sys.stderr)
    except Failed:
        print("The service could not go on; it has said why.", file=sys.stderr)
    return 2


def install(words: Namespace) -> int:
    real = words.root is None
    layout = Layout((words.root or Path("/")).absolute(), _asked(words))
    check(layout.asked)
    if real and os.geteuid() != 0 and not words.dry_run:
        raise NotPossible(
            "Only root can install: sudo ./article16 install … . To look first: --dry-run, or --root DIR."
        )
    if real and (problems := machine.program_problems()):
        raise NotPossible("\n".join(problems))
    change = machine.Change(dry=words.dry_run)
    if real:
        machine.make_users(layout, change)
    machine.write(layout, change)
    for line in change.done:
        print(line)
    if change.absent:
        print(f"Not on this machine, so owners are not set: {', '.join(sorted(change.absent))}.")
    if words.dry_run:
        print(f"Nothing was changed. {len(change.done)} things would be done." if change.done else NOTHING)
        return 0
    if real:
        _start(layout, change)
    print("Installed." if change.done else NOTHING)
    if real:
        _next(layout)
    return 0


def _asked(words: Namespace) -> Asked:
    """What was typed, over what an earlier installation was told."""
    path = (words.root or Path("/")) / USUAL.relative_to("/")
    before = Asked.of(json.loads(path.read_text("utf-8"))["asked"]) if path.exists() else Asked({})
    hosts, certificates = dict(before.hosts), dict(before.certificates)
    for name in ("casework", "support"):
        if host := getattr(words, name):
            hosts[name] = host
    for name in ("casework", "support", "pages"):
        chain, key = getattr(words, f"{name}_certificate"), getattr(words, f"{name}_key")
        if chain or key:
            certificates[name] = Certificate(chain, key)
    return Asked(
        hosts,
        certificates,
        before.inbox_from if words.inbox_from is None else words.inbox_from,
        before.backup_to if words.backup_to is None else words.backup_to,
        before.continuous if words.continuous is None else words.continuous,
        before.front and not words.no_front,
        before.pages if words.pages is None else words.pages,
    )


def _start(layout: Layout, change: machine.Change) -> None:
    if not machine.has_systemd():
        raise NotPossible("Everything is written, but systemd does not run here: nothing was started.")
    targets = [TARGET.format(name) for name in layout.services]
    front = ["article16-front.service"] if layout.asked.front else []
    machine.compile_program()
    if change.done:
        machine.systemctl("daemon-reload")
        machine.systemctl("enable", "--quiet", *targets, *front)
        # Each target hands it on to its services; they stop before the database is prepared and start after.
        machine.systemctl("restart", *targets)
    machine.systemctl("start", *targets)
    if front and machine.has_front():
        machine.systemctl("restart" if change.done else "start", *front)


def _next(layout: Layout) -> None:
    print("\nNext:")
    if layout.asked.front and not machine.has_front():
        print("  apt install caddy && systemctl disable --now caddy && systemctl restart article16-front")
    print("  sudo ./article16 backup-key /media/STICK/article16-backup.key   and the stick goes into a drawer")
    print("  sudo ./article16 first-link                                     the first account of each service")
    print("  sudo ./article16 doctor                                         what is still missing")
    if "casework" in layout.services and not layout.pin.exists():
        print("Casework starts when the keys of the women's service are set up (docs/how-to/set-up-the-keys.md).")


def uninstall(words: Namespace) -> int:
    """Units go; data, settings, backups and users stay."""
    root = (words.root or Path("/")).absolute()
    state = root / USUAL.relative_to("/")
    if not state.exists():
        raise NotPossible("Nothing is installed here.")
    layout = Layout(root, Asked.of(json.loads(state.read_text("utf-8"))["asked"]))
    real = words.root is None
    if real and os.geteuid() != 0:
        raise NotPossible("Only root can do this: sudo ./article16 uninstall.")
    units = sorted(path for path in layout.units.glob("article16-*") if path.is_file())
    if real and machine.has_systemd():
        machine.systemctl("disable", "--now", "--quiet", *(path.name for path in units))
    for path in [*units, layout.tmpfiles]:
        path.unlink(missing_ok=True)
        print(f"{path} is removed.")
    if real and machine.has_systemd():
        machine.systemctl("daemon-reload")
    print("Nothing of Article 16 runs any more. What people entered was not touched. It stands here:")
    for part in layout.parts:
        print(f"  {layout.folder(part)}, of the user {machine.USERS[part]}")
    print(f"  backups: {', '.join(str(layout.backup(name)) for name in layout.services)}; settings: {layout.etc}")
    print("sudo ./article16 install brings everything back.")
    return 0


def first_link(words: Namespace) -> int:
    for one in asking.services():
        link = asking.ask(one.service, "first-link").strip()
        print(f"{one.service}: {link}" if link else f"{one.service} has its first account: {one.origin}")
    return 0


NOTHING = "Nothing had to be changed."
