"""What programmes told of themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from ..models import Context, ContextDraft


@dataclass(frozen=True, slots=True)
class Told:
    """What holds of one year, without the answers."""

    year: int
    at: datetime
    by: str


def years(programme: UUID) -> tuple[Told, ...]:
    """Every year that was told, the latest first. One query."""
    rows = _standing().filter(programme=programme).order_by("-year")
    return tuple(Told(*row) for row in rows.values_list("year", "answered_at", "written_by__name"))


def standing(programme: UUID, year: int) -> Context | None:
    """What holds of one year. One query."""
    return _standing().filter(programme=programme, year=year).select_related("written_by").first()


def earlier(programme: UUID, year: int) -> list[Told]:
    """What was told of this year before, the latest first. One query."""
    rows = Context.objects.filter(Exists(Context.objects.filter(corrects=OuterRef("pk"))))
    rows = rows.filter(programme=programme, year=year).order_by("-answered_at")
    return [Told(*row) for row in rows.values_list("year", "answered_at", "written_by__name")]


def draft_of(programme: UUID, year: int) -> ContextDraft | None:
    """What is not yet ended. One query."""
    return ContextDraft.objects.filter(programme=programme, year=year).first()


def begun(programme: UUID) -> frozenset[int]:
    """The years that are begun and not ended. One query."""
    return frozenset(ContextDraft.objects.filter(programme=programme).values_list("year", flat=True))


def _standing():
    return Context.objects.filter(~Exists(Context.objects.filter(corrects=OuterRef("pk"))))
