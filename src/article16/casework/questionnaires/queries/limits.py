"""How much a score must move to be more than the questionnaire's own error, as measured in this programme."""

from dataclasses import dataclass
from uuid import UUID

from ..models import Reference


@dataclass(frozen=True, slots=True)
class Limit:
    """How much one man's score must move to be more than the questionnaire's own error."""

    value: float  # points
    men: int  # behind it


def limits_of(programme: UUID, fingerprint: str) -> dict[str, Limit]:
    """By score. One query."""
    rows = Reference.objects.filter(programme=programme, fingerprint=fingerprint)
    return {score: Limit(limit, men) for score, limit, men in rows.values_list("score", "limit", "men")}
