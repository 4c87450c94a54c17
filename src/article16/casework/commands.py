"""What casework runs: its pages, the sender, the tick, and the doctor's questions about the way out."""

import argparse
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from article16.casework import signing
from article16.casework.clients.queries import DEFAULT_ZONE, programmes_that_warn_nobody
from article16.casework.groups.actions import keep_planned
from article16.casework.questionnaires import ticking
from article16.casework.retention import ticking as retention_round
from article16.casework.returns import actions as figures
from article16.casework.rules import calling
from article16.casework.rules import processes as rules
from article16.casework.study import commands as study
from article16.casework.study import ticking as study_round
from article16.casework.transfer import commands as transfer
from article16.casework.transfer import exporting
from article16.common import commands as common
from article16.common import upgrading
from article16.common.doctor import Finding, some
from article16.common.pulse import watching
from article16.common.restored import after_restore
from article16.common.service import Command, Refused, until_stopped
from article16.wall import sender as wall_sender
from article16.wall.box.errors import KeyFileRefused, PinRefused
from article16.wall.box.signing import heard
from article16.wall.outbox import actions, pins, queries

OLDEST_UNSENT = timedelta(minutes=5)


def prepare(argv: Sequence[str]) -> int:
    """Database, triggers, and the key that signs, and the first epoch to the pinned key."""
    upgrading.prepare_database(argv)
    try:
        signing.ensure()
        actions.ensure_epoch(zone=DEFAULT_ZONE, at=timezone.now())
    except (PinRefused, KeyFileRefused) as no:
        raise Refused(str(no)) from None
    return 0


def demo_fill(argv: Sequence[str]) -> int:
    """Made-up staff; made-up men with all about them (--men N), or with episodes only (--names N); --seed S."""
    parser = argparse.ArgumentParser(prog="demo-fill")
    parser.add_argument("--men", type=int, default=0)
    parser.add_argument("--names", type=int, default=0)
    parser.add_argument("--seed", type=int)
    asked = parser.parse_args(argv)
    code = common.demo_fill([])
    if asked.men or asked.names:
        # Brings the simulation and its numbers with it: only this command pays for that.
        from article16.casework.synthetic import filling

        seed = filling.SEED if asked.seed is None else asked.seed
        filling.fill(men=asked.men, seed=seed, at=timezone.now())
        filling.fill_thin(men=asked.names, seed=seed, at=timezone.now())
    return code


def restore_previous(argv: Sequence[str]) -> int:
    """Go back to the copy made before the last upgrade; messages are numbered anew from there."""
    return upgrading.restore_previous(argv, afterwards=_new_epoch)


def _new_epoch(at: datetime) -> str:
    try:
        actions.begin_epoch(zone=DEFAULT_ZONE, at=at)
    except PinRefused as no:
        return f"{no} Until that is settled no message can leave."
    return "Messages that left since then stay with the women's service; new ones are numbered from 1 again."


def _restored(made_at: datetime, at: datetime) -> str:
    return _new_epoch(at)


def send_again(argv: Sequence[str]) -> int:
    """After the women's service restored a backup: hand over again what it may have lost. Nothing arrives twice."""
    if len(argv) != 1:
        raise Refused("Say from when: send-again 2026-11-20T09:00:00+01:00")
    try:
        since = datetime.fromisoformat(argv[0])
    except ValueError:
        raise Refused(f"“{argv[0]}” is not a time such as 2026-11-20T09:00:00+01:00.") from None
    number = actions.send_again(zone=DEFAULT_ZONE, since=since)
    print(f"casework: {number} messages are handed over again.")  # noqa: T201  because the command line asked
    return 0


def sender(argv: Sequence[str]) -> int:
    """Hand over sealed messages until told to stop."""
    common.refuse_unless_ready()
    wall_sender.run(zone=DEFAULT_ZONE, stop=until_stopped(), clock=watching.beating("sender"))
    return 0


def accept_pin(argv: Sequence[str]) -> int:
    """Go on with a new key of the women's service, whose whole fingerprint they read out to you."""
    if not argv:
        raise Refused("Give the fingerprint that the women's service read out: accept-pin FINGERPRINT.")
    try:
        actions.begin_epoch(zone=DEFAULT_ZONE, at=timezone.now(), accepting=heard("".join(argv)))
    except PinRefused as no:
        raise Refused(str(no)) from None
    return 0


def safety() -> list[str]:
    """The pinned key is the one this service was set up with, and nothing of support can be read from here."""
    return [*_pin(), *signing.problems(), *_support_in_reach()]


def _pin() -> list[str]:
    try:
        pins.pin_of(DEFAULT_ZONE)
        queries.pin_in_use(DEFAULT_ZONE)
    except PinRefused as no:
        return [str(no)]
    except DatabaseError:
        return []  # said by the check of the database
    return []


def _support_in_reach() -> list[str]:
    """Outside training mode two operating-system users keep the services apart."""
    folder = settings.DATA_FOLDER.parent / "support"
    if settings.TRAINING or not folder.exists():
        return []
    try:
        list(folder.iterdir())
    except PermissionError:
        return []
    return [f"Casework can read {folder}, the women's service. Install again, so that each service has its own user."]


def _outbox(at: datetime) -> Finding:
    state = queries.state(DEFAULT_ZONE)
    if state.refused:
        codes = ", ".join(sorted({row.code for row in queries.refused(DEFAULT_ZONE)}))
        refused = some(state.refused, "message was", "messages were")
        return Finding(
            False,
            f"{refused} not taken by the support service ({codes}), and kept to be tried again. "
            "Check that both services run the same version.",
        )
    if state.oldest_unsent and at - state.oldest_unsent > OLDEST_UNSENT:
        waited = some(int((at - state.oldest_unsent).total_seconds() // 60), "minute", "minutes")
        return Finding(False, f"The oldest message has waited {waited}. Check that the sender and the inbox run.")
    age = (
        f"the oldest for {int((at - state.oldest_unsent).total_seconds())} s" if state.oldest_unsent else "none is old"
    )
    return Finding(True, f"{some(state.unsent, 'message waits', 'messages wait')} to be handed over; {age}.")


def _new_key(at: datetime) -> Finding:
    recorded = queries.recorded_fingerprint(DEFAULT_ZONE)
    try:
        new = pins.waiting_pin(DEFAULT_ZONE, recorded) if recorded else None
    except PinRefused:
        return Finding(False, "The pin of the women's service cannot be trusted; see above. No message can leave.")
    if new:
        return Finding(
            False,
            f"The women's service has a new key, {new.fingerprint[:16]}…. Messages go to the former one until somebody "
            "rings the service, compares the whole fingerprint, and accepts it (docs/how-to/pin-refused.md).",
        )
    return Finding(True, "Messages are sealed to the key that was accepted.")


def _warned(at: datetime) -> Finding:
    codes = programmes_that_warn_nobody()
    if codes:
        sentence = "has left and nobody else is warned. Name another person on the page of the programme."
        return Finding(False, f"The person named to be warned about {', '.join(codes)} {sentence}")
    return Finding(True, "Every programme has somebody who is warned.")


QUESTIONS = [_outbox, _new_key, signing.signed, _warned, calling.reachable, watching.finding]
COMMANDS: dict[str, Command] = {
    **common.SHARED,
    "demo-fill": demo_fill,
    "prepare": prepare,
    "sender": sender,
    "accept-pin": accept_pin,
    "pairing": signing.pairing,
    "new-signing-key": signing.new_key,
    "restore-previous": restore_previous,
    "after-restore": after_restore(_restored),
    "send-again": send_again,
    "import": transfer.import_list,
    "export": exporting.export,
    "study-package": study.package,
    "tick": common.tick_with(
        *rules.JOBS,
        *ticking.JOBS,
        *study_round.JOBS,
        rules.every(10, lambda: figures.count_outdated(timezone.localdate())),
        rules.every(3600, retention_round.remind),
        rules.every(60, lambda: keep_planned(at=timezone.now())),
        every=1.0,
    ),
    "watchdog": rules.watchdog,
    "reconcile": rules.reconcile,
}
