"""What support runs: its pages, the inbox, the tick that drains it, and the doctor's questions about what arrived."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from article16.common import commands as common
from article16.common import upgrading
from article16.common.accounts.demo import DemoPerson
from article16.common.doctor import Finding
from article16.common.pulse import watching
from article16.common.restored import after_restore
from article16.common.service import Command, Refused
from article16.simulation.demonstration import SEED
from article16.support.alerts import processes as alerts
from article16.support.alerts.actions import rounds
from article16.support.demo_people import PEOPLE
from article16.support.keys import demo as keys_demo
from article16.support.keys import doctoring as keys_doctor
from article16.support.keys import session, zone
from article16.support.keys.actions import rotating
from article16.support.survivors import demo as survivors_demo
from article16.wall.box.errors import KeyFileRefused, PinRefused
from article16.wall.inbox import arrivals, draining, queries, receiving

KEYS_EVERY = 30.0  # seconds


def prepare(argv: Sequence[str]) -> int:
    """Database, triggers, key, pin. Nothing is recorded before there is a key to seal the record to."""
    upgrading.prepare_database(argv)
    try:
        zone.ensure()
    except (KeyFileRefused, PinRefused) as no:
        raise Refused(str(no)) from None
    return 0


def demo_fill(argv: Sequence[str]) -> int:
    """As casework's, with a key for each worker, and women beside the made-up men (--men N, --seed S)."""
    parser = argparse.ArgumentParser(prog="demo-fill")
    parser.add_argument("--men", type=int, default=0)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args(argv)
    made: list[bool] = []

    def more(person: DemoPerson) -> dict[str, str]:
        if not made:
            keys_demo.fill(PEOPLE, at=timezone.now())
            made.append(True)
        return {"passphrase": keys_demo.passphrase(person)}

    code = common.demo_fill([], more=more)
    if asked.men and (by := keys_demo.opened(PEOPLE)):
        begun = time.monotonic()
        cases = survivors_demo.fill(men=asked.men, seed=asked.seed, by=by, at=timezone.now())
        sys.stderr.write(f"support: {cases} made-up cases, {time.monotonic() - begun:.0f} s.\n")
    return code


def inbox(argv: Sequence[str]) -> int:
    """Take sealed messages and answer each with a receipt; this process can only insert."""
    settings.RUN_FOLDER.mkdir(mode=0o750, parents=True, exist_ok=True)
    receiving.serve(zone=settings.WALL_ZONE, store=settings.WALL_STORE, listen=settings.WALL_LISTEN)
    return 0


def drain() -> None:
    """Take over what arrived, sealed as it is; each message is opened once when somebody next unlocks."""
    draining.drain(at=timezone.now())


def keep_keys() -> None:
    """Lock browsers that went idle, and notice who holds a key without the role for it."""
    session.forget_ended(at=timezone.now())
    rotating.notice_departures(at=timezone.now())


def safety() -> list[str]:
    """The key is there and kept from others, the pin is ours, and the way in can only insert."""
    return [*zone.problems(), *_way_in()]


def _way_in() -> list[str]:
    """On PostgreSQL the inbox needs a database user of its own, who may only insert."""
    own = os.environ.get("ARTICLE16_SUPPORT_DATABASE", "").strip()
    if settings.TRAINING or not own or own != settings.WALL_STORE:
        return []
    return [
        "The inbox would use the database user of the whole service. Make one that may only insert, and name it "
        "in ARTICLE16_SUPPORT_INBOX_DATABASE (see docs/how-to/several-machines.md)."
    ]


def _arrived(at: datetime) -> Finding:
    found = queries.waiting()
    if found.set_aside:
        codes = ", ".join(row.code for row in queries.set_aside())
        return Finding(
            False,
            f"{found.set_aside} messages could not be accepted ({codes}). They are kept. "
            "Ask casework whether it was restored or its key changed.",
        )
    if found.missing:
        return Finding(
            False, f"{found.missing} messages never came, though later ones did. Ask casework to look at its outbox."
        )
    return Finding(True, f"{found.total} messages have come; none is missing.")


def _slot(at: datetime) -> Finding:
    waiting = queries.waiting().in_slot
    if waiting > 500:
        return Finding(False, f"{waiting} messages lie in the inbox and are not taken over. Start the tick process.")
    return Finding(True, f"{waiting} messages lie in the inbox.")


QUESTIONS = [_arrived, _slot, *keys_doctor.QUESTIONS, watching.finding, alerts.reachable]


def grant_inbox(argv: Sequence[str]) -> int:
    """On PostgreSQL: let the database user named on the command line put arrivals in, and do nothing else."""
    if len(argv) != 1:
        raise Refused("Name the database user of the inbox: python -m article16.support grant-inbox USER.")
    arrivals.grant_insert_only(argv[0])
    return 0


def _restored(made_at: datetime, at: datetime) -> str:
    since = made_at.isoformat(timespec="seconds")
    return f"what casework handed over since the backup must come again. There: article16 send-again {since}"


KEEP_KEYS = rounds.every(KEYS_EVERY, keep_keys, clock=time.monotonic)

COMMANDS: dict[str, Command] = {
    **common.SHARED,
    "prepare": prepare,
    "demo-fill": demo_fill,
    "inbox": inbox,
    "grant-inbox": grant_inbox,
    "tick": common.tick_with(drain, *alerts.JOBS, KEEP_KEYS, every=1.0),
    "caller": alerts.caller,
    "watchdog": alerts.watchdog,
    "after-restore": after_restore(_restored),
}
