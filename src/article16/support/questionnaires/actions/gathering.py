"""Messages about his dates are opened once and put together, all men in one sealed row. When a worker unlocks."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from article16.support.keys.opening import Unlocked

from .. import course
from ..models import Filed, Gathered
from ..queries import his_dates

AT_ONCE = 2_000  # messages in one unlocking: about 0.2 s


def when_unlocked(*, found: Unlocked, at: datetime) -> None:
    """One of `WHEN_UNLOCKED`."""
    if found.zone:
        gather(by=found)


@transaction.atomic
def gather(*, by: Unlocked) -> int:
    """How many were read. Twice at once does no harm: a step that stands there twice is one."""
    found = list(his_dates.opened(by, his_dates.unfiled()[:AT_ONCE]))
    if not found:
        return 0
    before = his_dates.gathered(by)
    steps = [step for row in before for step in row.steps] + [one.step for one in found if one.step]
    row, messages = uuid4(), sum(one.messages for one in before) + len(found)
    sealed = by.seal(course.steps_bytes(course.needed(steps)), context=his_dates.context_of(row))
    Gathered.objects.create(id=row, messages=messages, sealed=sealed)
    Gathered.objects.filter(pk__in=[one.id for one in before]).delete()
    Filed.objects.bulk_create([Filed(message=one.id) for one in found], ignore_conflicts=True)
    return len(found)
