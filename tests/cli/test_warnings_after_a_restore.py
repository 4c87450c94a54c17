"""After a restore every warning is there: those with a receipt come again, those never raised are found, none twice."""

import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from os import environ

from tests.cli.conftest import House, wait_until
from tests.cli.test_restoring import backups, reachable, restore, take_in, tell

Warnings = Counter[tuple[str, str]]  # kind and severity: each made-up fact has a pair of its own
THREAT, MOVE, SEPARATION = ("threat", "high"), ("move", "high"), ("separation", "ordinary")


def he_speaks_of(house: House, fact: tuple[str, str], *, noted: bool = True) -> None:
    """A note with a concern. Not noted: as when the machine stopped before the rules were asked."""
    environment = {**environ, **house.environment}
    command = [sys.executable, "-c", NOTE, *fact, "noted" if noted else ""]
    subprocess.run(command, env=environment, check=True, capture_output=True)


NOTE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "article16.casework.settings"
import django; django.setup()
from django.utils import timezone
from article16.casework.clients.models import Episode
from article16.casework.records.models import Note
from article16.casework.rules import actions
from article16.casework.warnings.models import Changed
from article16.common.accounts.models import Staff
at = timezone.now()
Note.objects.create(
    episode=Episode.objects.get(), on=timezone.localdate(at), kind="fact", channel="meeting", with_whom="him",
    words="He said so.", concern=sys.argv[1], seriousness=sys.argv[2], written_at=at, written_by=Staff.objects.first(),
)
actions.evaluate(at=at) if sys.argv[3] else Changed.objects.all().delete()
"""


def on_the_desk(house: House) -> Warnings:
    rows = tell(house, "support", "SELECT kind, severity FROM alerts_alert WHERE kind <> 'test'")
    return Counter((kind, severity) for kind, severity in rows)


def cross(house: House, wanted: Warnings) -> None:
    """Everything that hands over, receives and takes in works until the desk has these, and a little longer."""
    with ExitStack() as stack:
        for service, word in (("support", "inbox"), ("support", "tick"), ("casework", "sender")):
            stack.enter_context(house.running(service, word))
        wait_until(lambda: on_the_desk(house) >= wanted and not waiting(house), patience=180)
        wait_until(lambda: tell(house, "support", "SELECT count(*) FROM alerts_arrived") == [(0,)], patience=180)
    assert on_the_desk(house) == wanted


def waiting(house: House) -> int:
    return tell(house, "casework", "SELECT count(*) FROM outbox_outgoingmessage WHERE sent_at IS NULL")[0][0]


def reconciled(house: House) -> str:
    done = house.service("casework", "reconcile")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_after_a_restore_no_warning_is_lost_and_support_has_none_twice(kept):
    house, key = reachable(kept)
    take_in(house, "Lukas Brandner")
    he_speaks_of(house, THREAT)
    cross(house, Counter([THREAT]))
    yesterday = backups(house)["support"]
    he_speaks_of(house, MOVE)
    cross(house, Counter([THREAT, MOVE]))
    he_speaks_of(house, SEPARATION, noted=False)
    today = backups(house)["casework"]

    # Support back to yesterday: what has a receipt since comes again, and the reconciler finds what was never raised.
    done = restore(house, yesterday, key)
    assert "messages are handed over again" in done.stdout, done.stderr
    assert on_the_desk(house) == Counter([THREAT])
    assert "1 warnings were owed" in reconciled(house)
    cross(house, Counter([THREAT, MOVE, SEPARATION]))
    # Once more the same: nothing is owed, and what is sent again is taken for what it is.
    assert "0 warnings were owed" in reconciled(house)
    assert house.service("casework", "send-again", "2026-01-01T00:00:00+00:00").returncode == 0
    cross(house, Counter([THREAT, MOVE, SEPARATION]))

    # Casework back to before the last warning: its fact is there and warned of anew, under numbers of another epoch.
    # Support cannot see inside and so drops neither; what was on the desk stays.
    assert restore(house, today, key).returncode == 0
    assert "1 warnings were owed" in reconciled(house)
    cross(house, Counter([THREAT, MOVE, SEPARATION, SEPARATION]))
