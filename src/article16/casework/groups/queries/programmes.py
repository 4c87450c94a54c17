"""What a manager has set for a programme."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from article16.common.accounts.access import Viewer

from ..models import Holiday
from ..policy import MANAGERS

MOST = 200


@dataclass(frozen=True, slots=True)
class HolidayRow:
    id: UUID
    first: date
    last: date
    name: str


def holidays_of(programme_id: UUID) -> tuple[HolidayRow, ...]:
    """The newest first, at most 200. One query."""
    rows = Holiday.objects.filter(programme=programme_id, removed_at__isnull=True).order_by("-first", "pk")
    return tuple(HolidayRow(*row) for row in rows.values_list("pk", "first", "last", "name")[:MOST])


def holiday_of(viewer: Viewer, holiday_id: UUID) -> Holiday | None:
    """The holiday of a programme that the viewer manages, or None alike. One query."""
    mine = Holiday.objects.filter(programme__in=viewer.programmes(MANAGERS), removed_at__isnull=True)
    return mine.filter(pk=holiday_id).first()
