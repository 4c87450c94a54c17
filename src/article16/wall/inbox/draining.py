"""Taking over what arrived, from the slot into support's own records. Part of support's tick."""

from datetime import datetime

from article16.wall.inbox import arrivals
from article16.wall.inbox.actions import Drained, take_over
from article16.wall.inbox.seals import Keys

BATCH = 200  # messages taken over in one transaction


def drain(*, at: datetime, keys: Keys | None = None) -> Drained:
    """Take over all that lies in the slot. Safe to kill at any point and to start again.

    Without keys the seals stay unchecked until `actions.check_seals`.
    """
    total = Drained()
    while arrived := arrivals.read(BATCH):
        # First stored, then taken out of the slot: a crash between the two only makes it known twice.
        total += take_over(arrived, keys=keys, at=at)
        arrivals.forget(arrived)
    return total
