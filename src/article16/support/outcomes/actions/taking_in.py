"""Messages from casework become rows of the study, once, when a worker who can open them unlocks."""

import logging
from datetime import datetime
from threading import Thread

from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from article16.support.keys.opening import NotHeld, Unlocked
from article16.support.keys.rings import Ring
from article16.support.keys.session import any_open
from article16.support.keys.zone import ring_pin
from article16.wall.box.errors import Broken
from article16.wall.inbox.models import ReceivedMessage

from ..messages import row_of
from ..models import Unsorted
from ..rows import StudyRow
from .keeping import keep_rows

MOST_AT_ONCE = 500  # messages: about 0.2 s of an unlocking
MOST_AFTER = 400  # times as many, beside her work
logger = logging.getLogger("article16.outcomes")


def when_unlocked(*, found: Unlocked, at: datetime) -> None:
    """After a worker has unlocked: the first messages at once, and when there are more, the rest beside her work.

    Whatever goes wrong here, she is in: her work waits for no study.
    """
    if not found.zone:
        return
    try:
        if take_in(by=found, at=at) == MOST_AT_ONCE:
            Thread(target=_the_rest, args=(found,), name="study", daemon=True).start()
    except (DatabaseError, ValueError) as error:
        logger.error("messages were not taken into the study: %s", type(error).__name__)


def _the_rest(found: Unlocked) -> None:
    """Until nothing waits or she locks. Her key lives in this thread no longer than in her browser."""
    try:
        for _time in range(MOST_AFTER):
            if not any_open(found.worker_id) or take_in(by=found, at=timezone.now()) < MOST_AT_ONCE:
                return
    except (DatabaseError, ValueError) as error:
        logger.error("messages were not taken into the study: %s", type(error).__name__)
    finally:
        connections.close_all()


@transaction.atomic
def take_in(*, by: Unlocked, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """The next messages, in the order in which they came; how many. Killed anywhere, it is done again or not at all.

    A message that does not open stays noted: who checks the seals sets it aside, or somebody holds its key.
    """
    if ring_pin(Ring.STUDY) is None:
        return 0
    # Of two workers who unlock at once, the second waits, and finds these gone.
    noted = Unsorted.objects.select_for_update(of=("self",)).filter(message__set_aside="")
    ids = list(noted.order_by("message__arrived_at", "message__sequence").values_list("pk", flat=True)[:most])
    messages = ReceivedMessage.objects.filter(pk__in=ids).order_by("arrived_at", "sequence")
    rows: list[StudyRow] = []
    opened = []
    for message in messages:
        try:
            row = row_of(by.open_message(message.header, message.sealed))
        except (NotHeld, Broken):
            continue
        opened.append(message.pk)
        rows += [row] if row else []
    keep_rows(rows=rows, at=at)
    Unsorted.objects.filter(pk__in=opened).delete()
    return len(opened)
