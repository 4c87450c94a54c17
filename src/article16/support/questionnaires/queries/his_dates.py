"""What casework's messages say of his dates, for whoever is unlocked."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from article16.support.keys.opening import Unlocked
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.inbox.models import ReceivedMessage

from .. import course
from ..course import Step
from ..models import Filed, Gathered

TYPES = ("Course", "Opened", "Schedule")
ON_A_PAGE = 300  # messages not gathered yet that a page opens itself: 30 ms


@dataclass(frozen=True, slots=True)
class Steps:
    """Everything known of dates, of every man."""

    steps: tuple[Step, ...]
    unread: int = 0  # messages that are read at the next unlocking


def steps(by: Unlocked) -> Steps:
    """What was gathered, and what came since. Three queries at most; writes nothing."""
    known = [step for row in gathered(by) for step in row.steps]
    fresh = list(opened(by, unfiled()[:ON_A_PAGE]))
    waiting = unfiled().count() if len(fresh) >= ON_A_PAGE else len(fresh)
    return Steps((*known, *(one.step for one in fresh if one.step)), waiting - len(fresh))


@dataclass(frozen=True, slots=True)
class GatheredRow:
    id: UUID
    messages: int
    steps: tuple[Step, ...]


def gathered(by: Unlocked) -> list[GatheredRow]:
    """Mostly one row; two where two workers unlocked at one moment. One query."""
    rows = Gathered.objects.all()
    return [
        GatheredRow(row, messages, course.steps_from(by.open_sealed(sealed, context=context_of(row))))
        for row, messages, sealed in rows.values_list("id", "messages", "sealed")
    ]


def context_of(row: UUID) -> bytes:
    return bind("gathered dates", row.bytes)


def unfiled() -> QuerySet[ReceivedMessage]:
    """Messages about dates that no gathered row holds, the first that came first."""
    filed = Filed.objects.filter(message=OuterRef("pk"))
    return ReceivedMessage.objects.filter(~Exists(filed), set_aside="", type__in=TYPES).order_by("arrived_at", "id")


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    id: UUID
    step: Step | None  # None: her dates do not hang on it


def opened(by: Unlocked, rows: QuerySet[ReceivedMessage]) -> Iterator[OpenedMessage]:
    """Each as a step. One that does not open is left for the check of seals, which sets it aside."""
    for row, header, sealed, at, number in rows.values_list("id", "header", "sealed", "arrived_at", "sequence"):
        try:
            message = by.open_message(header, sealed)
        except Broken:
            continue
        yield OpenedMessage(row, course.step_of(message, at=at, number=number))
