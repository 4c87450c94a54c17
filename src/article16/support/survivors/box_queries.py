"""Boxes from casework, for whoever is unlocked. Each message is opened once; empty ones are forgotten at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from article16.support.keys.opening import Unlocked
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.inbox.models import ReceivedMessage
from article16.wall.vocabulary import PartnerDetails

from . import boxes
from .boxes import Box, Decision
from .known import closed_men
from .models import Basket, Decided, Sorted

TYPE = "PartnerDetails"
ON_A_PAGE = 200  # messages that came since somebody unlocked, which a page opens itself: 30 ms


@dataclass(frozen=True, slots=True)
class BasketRow:
    id: UUID
    messages: int
    boxes: tuple[Box, ...]


def waiting(staff: UUID, by: Unlocked) -> list[tuple[Box, list[int]]]:
    """Boxes with somebody in them whom nobody has looked at, the first that came first. Four queries; writes nothing.

    Boxes of men who are closed to this person are not there.
    """
    men, done = closed_men(staff, by), decided(by)
    fresh = [box for _row, box in opened(by, unsorted()[:ON_A_PAGE]) if box]
    known = [box for row in baskets(by) for box in row.boxes]
    mine = {box.message: box for box in (*known, *fresh) if box.mailbox not in men}
    found = [(box, boxes.open_places(box, done)) for box in mine.values()]
    return sorted([one for one in found if one[1]], key=lambda one: (one[0].came_at, str(one[0].message)))


def box(staff: UUID, by: Unlocked, message: UUID) -> Box | None:
    """One box; None alike when there is none, when it is empty, and when he is closed to this person. Two queries."""
    rows = ReceivedMessage.objects.filter(pk=message, type=TYPE, set_aside="")
    found = next((one for _row, one in opened(by, rows)), None)
    return found if found and found.mailbox not in closed_men(staff, by) else None


def came(message: UUID) -> bool:
    """Whether such a message came, empty or not. One query; locked or unlocked."""
    return ReceivedMessage.objects.filter(pk=message, type=TYPE, set_aside="").exists()


def baskets(by: Unlocked, *, below: int | None = None) -> list[BasketRow]:
    """One query."""
    rows = Basket.objects.all() if below is None else Basket.objects.filter(messages__lt=below)
    found = []
    for row, messages, sealed in rows.values_list("id", "messages", "sealed"):
        content = by.open_sealed(sealed, context=basket_context(row))
        found.append(BasketRow(row, messages, boxes.boxes_from(content)))
    return found


def decided(by: Unlocked) -> list[Decision]:
    """Everything that was done. One query, and 60 µs for each."""
    rows = Decided.objects.values_list("id", "sealed")
    return [boxes.decision_from(by.open_sealed(sealed, context=decided_context(row))) for row, sealed in rows]


def unsorted() -> QuerySet[ReceivedMessage]:
    known = Sorted.objects.filter(message=OuterRef("pk"))
    return ReceivedMessage.objects.filter(~Exists(known), set_aside="", type=TYPE).order_by("arrived_at", "id")


def opened(by: Unlocked, rows: QuerySet[ReceivedMessage]) -> Iterator[tuple[UUID, Box | None]]:
    """Each message with its box, None for an empty one. What does not open is left for the check of seals."""
    for row, header, sealed, at in rows.values_list("id", "header", "sealed", "arrived_at"):
        try:
            message = by.open_message(header, sealed)
        except Broken:
            continue
        if isinstance(message, PartnerDetails):
            yield row, boxes.box_of(message, row=row, came_at=at)


def basket_context(row: UUID) -> bytes:
    return bind("basket of boxes", row.bytes)


def decided_context(row: UUID) -> bytes:
    return bind("decided of a box", row.bytes)
