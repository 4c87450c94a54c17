"""What a service does after its data came back from a backup: prepare itself, tell others, and write it down."""

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from article16.common.audit import sealer
from article16.common.db import previous
from article16.common.service import Command, Refused
from article16.common.upgrading import prepare_database


def places(argv: Sequence[str]) -> int:
    """Where this service has its data, for the commands that back it up and bring it back."""
    on_sqlite = connection.vendor == "sqlite"
    database = str(connection.settings_dict["NAME"]) if on_sqlite else ""
    told = {"data": str(settings.DATA_FOLDER), "database": database, "pin": str(settings.PIN_FILE)}
    print(json.dumps(told))  # noqa: T201  because the command line asked
    return 0


def after_restore(afterwards: Callable[[datetime, datetime], str]) -> Command:
    """The command of a service; `afterwards(made_at, now)` says in a sentence what it owes to others."""

    def command(argv: Sequence[str]) -> int:
        parser = argparse.ArgumentParser(prog="after-restore")
        parser.add_argument("--made-at", type=datetime.fromisoformat, required=True)
        parser.add_argument("--reason", required=True)
        parser.add_argument("--dump", type=Path, default=None)
        asked = parser.parse_args(argv)
        if asked.dump is not None:
            try:
                previous.bring_back(connection, asked.dump)
            except previous.NoCopy as no:
                raise Refused(str(no)) from None
            asked.dump.unlink()
        prepare_database()
        at = timezone.now()
        said = afterwards(asked.made_at, at)
        made = timezone.localtime(asked.made_at)
        sealer.accept(by="", reason=f"restored the backup of {made:%d %B %Y, %H:%M}: {asked.reason.strip()}", at=at)
        print(f"{settings.SERVICE}: {said}")  # noqa: T201  because the command line asked
        return 0

    return command
