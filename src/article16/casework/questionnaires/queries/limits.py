"""How much a score must move to be more than the questionnaire's own error, as measured in this programme."""

from uuid import UUID

from django.utils.translation import gettext as _

from article16.common.questionnaires.results import Limit

from ..models import Reference


def limits_of(programme: UUID, fingerprint: str) -> dict[str, Limit]:
    """By score. One query."""
    rows = Reference.objects.filter(programme=programme, fingerprint=fingerprint)
    of = _("men of this programme")
    return {score: Limit(limit, men, of) for score, limit, men in rows.values_list("score", "limit", "men")}
