"""What support runs: its pages, the inbox, the tick that drains it, and the doctor's questions about what arrived."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from article16.common import commands as common
from article16.common import upgrading
from article16.common.accounts import queries as accounts
from article16.common.accounts.demo import DemoPerson
from article16.common.doctor import Finding, some
from article16.common.pulse import watching
from article16.common.restored import after_restore
from article16.common.service import Command, Refused
from article16.simulation.demonstration import SEED
from article16.support import order, sending_service
from article16.support.alerts import demo as alerts_demo
from article16.support.alerts import processes as alerts
from article16.support.alerts.actions import rounds
from article16.support.demo_people import PEOPLE
from article16.support.keys import demo as keys_demo
from article16.support.keys import doctoring as keys_doctor
from article16.support.keys import session, zone
from article16.support.keys.actions import rotating
from article16.support.keys.opening import Unlocked
from article16.support.outcomes import processes as outcomes
from article16.support.portal import outside
from article16.support.questionnaires import demo as questionnaires_demo
from article16.support.questionnaires import licensed
from article16.support.survivors import demo as survivors_demo
from article16.support.team import demo as team_demo
from article16.wall.box.errors import KeyFileRefused, PinRefused
from article16.wall.inbox import arrivals, draining, queries, receiving

KEYS_EVERY = 30.0  # seconds
SLOT_LIMIT = timedelta(minutes=5)


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
        answers = questionnaires_demo.fill(seed=asked.seed, by=by, at=timezone.now()) if cases else 0
        warnings = _warnings(asked.seed, by) if cases else 0
        took = f"{time.monotonic() - begun:.0f} s"
        counts = f"{cases} made-up cases, {answers} made-up questionnaires, {warnings} made-up warnings"
        sys.stderr.write(f"support: {counts}, {took}.\n")
    return code


def _warnings(seed: int, by: Unlocked) -> int:
    """Warnings with what was done about them, and who holds which case; how many warnings."""
    known = accounts.demo_people(one.email for one in PEOPLE)
    workers = tuple(known[one.email].pk for one in PEOPLE if one.role == "worker" and one.email in known)
    lead = next(known[one.email].pk for one in PEOPLE if one.role == "lead")
    women, at = survivors_demo.women_of(by), timezone.now()
    made = alerts_demo.fill(women=women, team=alerts_demo.Team(workers, lead), seed=seed, at=at)
    team_demo.fill(workers=workers, lead=lead, by=by, seed=seed, at=at)
    return made


def inbox(argv: Sequence[str]) -> int:
    """Take sealed messages and answer each with a receipt; this process can only insert."""
    if settings.WALL_LISTEN.startswith("unix:"):
        settings.RUN_FOLDER.mkdir(mode=0o750, parents=True, exist_ok=True)
    receiving.serve(zone=settings.WALL_ZONE, store=settings.WALL_STORE, listen=settings.WALL_LISTEN)
    return 0


def drain() -> None:
    """Take over what arrived, sealed as it is; each message is opened once when somebody next unlocks."""
    sending_service.look()
    draining.drain(at=timezone.now())


def keep_keys() -> None:
    """Lock browsers that went idle, and notice who holds a key without the role for it."""
    session.forget_ended(at=timezone.now())
    rotating.notice_departures(at=timezone.now())


def safety() -> list[str]:
    """The key is there and kept from others, the pin is ours, and the way in can only insert."""
    return [*zone.problems(), *_way_in(), *outside.telling_name(), *licensed.problems()]


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
            f"{some(found.set_aside, 'message', 'messages')} could not be accepted ({codes}), and kept. "
            "Ask casework whether it was restored or its key changed.",
        )
    if found.missing:
        missing = some(found.missing, "message", "messages")
        return Finding(False, f"{missing} never came, though later ones did. Ask casework to look at its outbox.")
    return Finding(True, f"{some(found.total, 'message has', 'messages have')} come; none is missing.")


def _slot(at: datetime) -> Finding:
    waiting = queries.waiting().in_slot
    if not waiting:
        return Finding(True, "No message lies in the inbox.")
    age = at - arrivals.oldest(at)
    seconds = int(age.total_seconds())
    sentence = f"{some(waiting, 'message lies', 'messages lie')} in the inbox, the oldest for {seconds} s"
    if waiting > 500 or age > SLOT_LIMIT:
        return Finding(False, f"{sentence}, not taken over. Start the tick process.")
    return Finding(True, f"{sentence}.")


QUESTIONS = [
    _arrived,
    sending_service.paired,
    _slot,
    *keys_doctor.QUESTIONS,
    order.finding,
    watching.finding,
    alerts.reachable,
]


def grant_inbox(argv: Sequence[str]) -> int:
    """On PostgreSQL: let the database user named on the command line put arrivals in, and do nothing else."""
    if len(argv) != 1:
        raise Refused("Name the database user of the inbox: python -m article16.support grant-inbox USER.")
    arrivals.grant_insert_only(argv[0])
    return 0


def _restored(made_at: datetime, at: datetime) -> str:
    arrivals.bring_back(settings.DATA_FOLDER / "inbox.sqlite3")
    since = made_at.isoformat(timespec="seconds")
    return f"what casework handed over since the backup must come again. There: article16 send-again {since}"


KEEP_KEYS = rounds.every(KEYS_EVERY, keep_keys, clock=time.monotonic)
CLEAR_UP = rounds.every(outcomes.EVERY, outcomes.clear_up, clock=time.monotonic)
LAY = rounds.every(order.EVERY, lambda: order.lay(at=timezone.now()), clock=time.monotonic)

COMMANDS: dict[str, Command] = {
    **common.SHARED,
    "prepare": prepare,
    "demo-fill": demo_fill,
    "inbox": inbox,
    "pairing": sending_service.pairing,
    "accept-sender": sending_service.accept,
    "grant-inbox": grant_inbox,
    "lay": order.lay_by_hand,
    "tick": common.tick_with(drain, *alerts.JOBS, KEEP_KEYS, CLEAR_UP, LAY, every=1.0),
    "caller": alerts.caller,
    "watchdog": alerts.watchdog,
    "after-restore": after_restore(_restored),
}
