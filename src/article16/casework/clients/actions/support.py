"""Where each programme's messages go."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record

from ..models import SupportLink


@transaction.atomic
def set_support(*, programme: UUID, zone: str, alerts_to: UUID | None, by: str, at: datetime) -> None:
    """Name the support zone of a programme, or, where there is no women's service, the person who is warned."""
    SupportLink.objects.update_or_create(
        programme_id=programme, defaults={"zone": zone, "alerts_to_id": None if zone else alerts_to}
    )
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="set_support", at=at)
