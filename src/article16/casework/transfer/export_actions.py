"""That a copy was taken stands in the record, before the first file is written."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import LONGEST, Verb, record

AT_ONCE = 500  # ids in one row of the record


@transaction.atomic
def record_export(*, ids: Sequence[UUID], by: str, reason: str, at: datetime) -> None:
    """Whose files were copied, by whom and why."""
    reason = reason[: LONGEST["reason"]]
    for begin in range(0, max(len(ids), 1), AT_ONCE):
        some = [str(one) for one in ids[begin : begin + AT_ONCE]]
        record(verb=Verb.EXPORT, thing="client", ids=some, by=by, what="export", reason=reason, at=at)
