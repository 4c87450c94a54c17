"""The one thing that is written here: that figures left the screen."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record


@transaction.atomic
def note_export(*, by: UUID, at: datetime) -> None:
    """Figures of the service were made into a file."""
    record(verb=Verb.EXPORT, thing="return", ids=[], by=str(by), what="return-sheet", at=at)
