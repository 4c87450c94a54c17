"""What the doctor asks about keys: is the set-up done, can one accident undo it, does anything wait to be opened."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Min

from article16.common.doctor import Finding, some
from article16.wall.inbox.models import ReceivedMessage

from . import queries
from .models import Generation, Grant, Sheet
from .rings import Ring

UNOPENED = timedelta(hours=24)
TEST_AGAIN = timedelta(days=400)


def _set_up(at: datetime) -> Finding:
    state = queries.set_up()
    if state.done_at:
        return Finding(True, f"The keys are set up; recovery sheets of the set {state.sheets} are out.")
    if settings.TRAINING:
        return Finding(True, "The keys are not set up; in training mode nothing real can be lost.")
    return Finding(False, "The keys are not set up: no real data may be entered. A lead opens the page “Keys”, set-up.")


def _sheets(at: datetime) -> Finding:
    tested = Sheet.objects.filter(set__ended_at=None, tested_at__isnull=False)
    found = tested.aggregate(count=Count("pk"), oldest=Min("tested_at"))
    if not queries.done():
        return Finding(True, f"{found['count']} of 3 recovery sheets are tested.")
    if found["count"] < 2:
        return Finding(False, f"{found['count']} of 3 recovery sheets are tested. Let two holders test theirs.")
    if at - found["oldest"] > TEST_AGAIN:
        return Finding(False, f"The sheets were tested on {found['oldest']:%d %B %Y}. Print and test new ones.")
    return Finding(True, f"{found['count']} of 3 recovery sheets are tested.")


def _holders(at: datetime) -> Finding:
    count = Grant.objects.filter(generation__ring=Ring.ZONE, generation__ended_at=None, key__ended_at=None).count()
    if queries.done() and not count:
        return Finding(False, "Nobody can unlock: what is sealed stays closed. Two recovery sheets let a lead back in.")
    if queries.done() and count == 1:
        return Finding(False, "One person can unlock. Let another one in, so that an illness does not lock the house.")
    if not count:
        return Finding(True, "Nobody holds the key of the service yet.")
    return Finding(True, f"{some(count, 'person holds', 'people hold')} the key of the service.")


def _left(at: datetime) -> Finding:
    due = queries.due(Ring.ZONE)
    if due.left:
        return Finding(
            False,
            f"{some(len(due.left), 'person', 'people')} who held the key left. A lead unlocks and makes a new key.",
        )
    if due.behind:
        cases = some(due.behind, "case is", "cases are")
        return Finding(False, f"{cases} still under the former key. A lead unlocks and goes on with it.")
    return Finding(True, "Nobody who left holds a key that is still used.")


def _unopened(at: datetime) -> Finding:
    """What came while nobody was unlocked was never looked at; an age says how long nobody was there."""
    waiting = ReceivedMessage.objects.filter(checked=False, set_aside="")
    found = waiting.aggregate(count=Count("pk"), oldest=Min("arrived_at"))
    if not found["count"]:
        return Finding(True, "Every message that came has been opened once.")
    age = at - found["oldest"]
    hours = int(age.total_seconds() // 3600)
    came = some(found["count"], "message", "messages")
    sentence = f"{came} came since somebody unlocked, the oldest {some(hours, 'hour', 'hours')} ago."
    if age > UNOPENED:
        return Finding(False, f"{sentence} Somebody unlocks once a day.")
    return Finding(True, sentence)


def _kept(at: datetime) -> Finding:
    """A key that is in no backup goes with the disk, and with it whatever was sealed to it."""
    begun = Generation.objects.filter(ring=Ring.ZONE, ended_at=None).values_list("begun_at", flat=True).first()
    folder: Path = settings.BACKUP_FOLDER
    newest = max((path.stat().st_mtime for path in folder.glob("*") if path.is_file()), default=0.0)
    if begun is None or settings.TRAINING or datetime.fromtimestamp(newest, UTC) > begun:
        return Finding(True, "The present key is in a backup, or nothing real is sealed to it.")
    return Finding(False, f"No backup is newer than the key of {begun:%d %B %Y, %H:%M} UTC. Make one now.")


QUESTIONS = [_set_up, _sheets, _holders, _left, _unopened, _kept]
