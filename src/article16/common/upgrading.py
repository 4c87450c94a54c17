"""Bringing a database to this version with a copy made first, and the command that goes back."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from article16.common.audit import sealer
from article16.common.db import checks, previous, triggers
from article16.common.service import Refused

WITHOUT = "--without-backup"


def prepare_database(argv: Sequence[str] = ()) -> None:
    """Bring the database to this version, with a copy made before anything is changed, and make its triggers again."""
    folder: Path = settings.DATA_FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    later = checks.answers(connection) or checks.later_version(connection)
    if later:
        raise Refused("\n".join(later))
    pending = checks.pending_migrations(connection)
    lost = [] if pending else triggers.missing(connection)
    if pending and MigrationRecorder(connection).applied_migrations() and WITHOUT not in argv:
        _copy(folder)
    call_command("migrate", interactive=False, verbosity=0)
    triggers.install(connection)
    previous.finish(folder=folder, at=timezone.now())
    if lost:
        made = f"{settings.SERVICE}: rules of the database were missing and are made again ({', '.join(lost)})."
        _say(f"{made} Find out who removed them, and verify the record.")


def _copy(folder: Path) -> None:
    try:
        copy = previous.begin(connection, folder=folder, at=timezone.now())
    except previous.NoCopy as no:
        raise Refused(str(no)) from None
    _say(f"{settings.SERVICE}: a newer version changes the database. It was copied to {copy.path} first.")


def restore_previous(argv: Sequence[str], *, afterwards: Callable[[datetime], str] | None = None) -> int:
    """Go back to the copy made before the last upgrade, or to the one that is named.

    `afterwards` does what the service owes to others after a way back, and says it in a sentence.
    """
    parser = argparse.ArgumentParser(prog="restore-previous")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--copy", default="")
    parser.add_argument("--reason", default="")
    arguments = parser.parse_args(argv)
    if arguments.list:
        for one in previous.copies(settings.DATA_FOLDER):
            print(f"{one.name}  {timezone.localtime(one.made_at):%d %B %Y, %H:%M}")  # noqa: T201  it was asked
        return 0
    if not arguments.reason.strip():
        raise Refused('Give the reason in quotes; it stands in the record: --reason "the upgrade of 3 May failed".')
    at = timezone.now()
    try:
        used, now = previous.go_back(connection, folder=settings.DATA_FOLDER, at=at, name=arguments.copy)
    except previous.NoCopy as no:
        raise Refused(str(no)) from None
    _say(f"{settings.SERVICE} is as it was on {timezone.localtime(used.made_at):%d %B %Y, %H:%M}.")
    _say(f"What was there before stands in {now.path}; what was written in between is only there.")
    _tell_others(afterwards, arguments.reason, at)
    _say("Now start the version of this program that made the copy: this one would upgrade again.")
    return 0


def _tell_others(afterwards: Callable[[datetime], str] | None, reason: str, at: datetime) -> None:
    try:
        if afterwards:
            _say(afterwards(at))
        sealer.accept(by="", reason=f"went back to the copy before the upgrade: {reason}", at=at)
    except DatabaseError:
        _say("The record could not be told of it. Run accept-record with the reason once the other version runs.")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  for the person who starts it
