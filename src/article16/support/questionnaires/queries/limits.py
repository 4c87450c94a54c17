"""How much a score must move to be more than the questionnaire's own error, measured over women of this service."""

from pydantic import TypeAdapter

from article16.common.questionnaires.results import Limit
from article16.support.keys.opening import Unlocked
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind

from ..limits import Measured
from ..models import Limits

_MEASURED = TypeAdapter(Measured)


def context_of(row) -> bytes:
    return bind("limits", row.bytes)


def measured(by: Unlocked) -> Measured | None:
    """What was measured last; None when nothing was yet. One query."""
    row = Limits.objects.values_list("id", "sealed").first()
    if row is None:
        return None
    try:
        return _MEASURED.validate_json(by.open_sealed(row[1], context=context_of(row[0])))
    except Broken:
        return None


def limits_of(by: Unlocked, fingerprint: str) -> dict[str, Limit]:
    """By score. One query."""
    found = measured(by)
    return found.by_score(fingerprint) if found else {}
