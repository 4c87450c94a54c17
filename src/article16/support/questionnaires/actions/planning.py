"""A lead sets what is asked at each time, from a day on."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record

from ..models import AskedAt
from ..planned import Asked


@transaction.atomic
def set_asked(*, asked: Asked, by: UUID, at: datetime, on: date) -> None:
    """For times that begin on this day or later."""
    told = {wave: list(ids) for wave, ids in asked.items()}
    row = AskedAt.objects.create(since=on, asked=told, set_by=by, set_at=at)
    record(verb=Verb.SETTING, thing="page", ids=[str(row.pk)], by=str(by), what="set_her_questionnaires", at=at)
