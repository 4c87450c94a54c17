"""What leads set to be asked at each time."""

from ..models import AskedAt
from ..planned import Planned


def planned() -> Planned:
    """One query."""
    rows = AskedAt.objects.order_by("-since", "-set_at", "-id").values_list("since", "asked")
    return Planned(tuple((since, {wave: tuple(ids) for wave, ids in asked.items()}) for since, asked in rows))
