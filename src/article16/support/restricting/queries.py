"""Who may open a case. Each says what it costs."""

from datetime import datetime
from uuid import UUID

from article16.support.keys import queries as keys
from article16.support.keys.models import CaseKey, Share
from article16.support.keys.rings import Ring


def named(case: UUID) -> set[UUID] | None:
    """Staff ids of those who may open a restricted case; None: everybody with the key of the service. Two queries."""
    if not CaseKey.objects.filter(case=case, restricted=True).exists():
        return None
    return set(Share.objects.filter(case=case, key__ended_at=None).values_list("key__staff", flat=True))


def to_name(*, at: datetime) -> list[tuple[str, str]]:
    """Everybody who holds the key of the service now, by name. Six queries."""
    return [(str(one.staff), one.name) for one in keys.holders(Ring.ZONE, at=at) if one.holds]
