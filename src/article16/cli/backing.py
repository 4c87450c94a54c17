"""`article16 backup-key` and `backup`: what is done before the worst day."""

import json
import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from article16.cli import asking
from article16.cli.processes import Failed
from article16.wall.box.archive import as_file
from article16.wall.box.archive_opening import make_backup_key


def key(asked: Namespace) -> int:
    try:
        pair = make_backup_key(asked.file)
    except FileExistsError:
        print(f"{asked.file} exists already. Name a new file.", file=sys.stderr)
        return 2
    for one in asking.services():
        try:
            folder = Path(json.loads(asking.ask(one.service, "places"))["data"]) / "backup-recipients"
        except Failed:
            return 2
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / f"{pair.recipient.name}.pub").write_text(as_file(pair.recipient), encoding="utf-8")
        asking.give(one.service, folder)
    print(f"The secret half is in {asked.file}: move it off this machine, and make a second key for a second place.")
    print(f"Backups are sealed to {pair.recipient.name} from now on.")
    return 0


def backup(asked: Namespace) -> int:
    words = ["--to", str(asked.to)] if asked.to else []
    if asked.every:
        words += ["--every", str(asked.every)]
        running = [asking.start(one.service, "backup", *words) for one in asking.services()]
        with suppress(KeyboardInterrupt):
            return max(process.wait() for process in running)
        for process in running:
            process.wait()
        return 0
    try:
        for one in asking.services():
            print(asking.ask(one.service, "backup", *words).strip())
    except Failed:
        return 2
    return 0
