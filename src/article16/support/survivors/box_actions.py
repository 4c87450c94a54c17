"""Boxes are sorted when a worker unlocks, and a person in one becomes a case, joins one, or is set aside."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.keys.opening import Unlocked

from . import box_queries, boxes
from .boxes import Box, Decision, Outcome
from .models import Basket, Decided, Sorted

AT_ONCE = 1_000  # messages in one unlocking: about 0.2 s
FULL = 500  # messages in one row; smaller rows are joined


def when_unlocked(*, found: Unlocked, at: datetime) -> None:
    """One of `WHEN_UNLOCKED`."""
    if found.zone:
        sort(by=found)


@transaction.atomic
def sort(*, by: Unlocked) -> int:
    """How many were opened. What is finished leaves its basket; the message itself stays.

    Twice at once does no harm: a box that stands in two baskets is one.
    """
    fresh = list(box_queries.opened(by, box_queries.unsorted()[:AT_ONCE]))
    if not fresh:
        return 0
    small = box_queries.baskets(by, below=FULL)
    done = box_queries.decided(by)
    kept = [box for row in small for box in row.boxes if boxes.open_places(box, done)]
    row, content = uuid4(), boxes.boxes_bytes([*kept, *(box for _row, box in fresh if box)])
    messages = sum(one.messages for one in small) + len(fresh)
    Basket.objects.create(id=row, messages=messages, sealed=by.seal(content, context=box_queries.basket_context(row)))
    Basket.objects.filter(pk__in=[one.id for one in small]).delete()
    Sorted.objects.bulk_create([Sorted(message=one) for one, _box in fresh], ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def decide(
    *,
    box: Box,
    place: int,
    outcome: Outcome,
    by: Unlocked,
    at: datetime,
    reason: str = "",
    act: Callable[[], UUID | None] = lambda: None,
) -> UUID | None:
    """What is done about one place of a box, once: whoever comes second is told so, and nothing is done twice.

    `act` does it, in the same transaction; what it gives back is given back.
    """
    list(Basket.objects.select_for_update().values_list("pk", flat=True))  # one after the other
    if place not in boxes.open_places(box, box_queries.decided(by)):
        raise NotPossible(_("Somebody has looked at this already. Go back to the list."))
    found, row = act(), uuid4()
    content = boxes.decision_bytes(Decision(box.message, place, outcome, by.staff, at, reason))
    Decided.objects.create(id=row, sealed=by.seal(content, context=box_queries.decided_context(row)))
    record(verb=Verb.WRITE, thing="case", ids=[str(row)], by=str(by.staff), what="decide_box", at=at)
    return found
