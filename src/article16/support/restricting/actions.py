"""Closing a case to all but named workers, and changing who they are."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record
from article16.support.keys.actions.cases import name_worker, restrict, unname_worker
from article16.support.keys.opening import Unlocked

from . import queries


@transaction.atomic
def set_named(*, case: UUID, workers: set[UUID], by: Unlocked, at: datetime) -> None:
    """These workers and nobody else may open the case, from now on. Two at least."""
    now = queries.named(case)
    if now is None:
        restrict(case=case, workers=workers, by=by, at=at)
    else:
        for worker in sorted(workers - now):
            name_worker(case=case, worker=worker, by=by, at=at)
        for worker in sorted(now - workers):
            unname_worker(case=case, worker=worker)
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by.staff), what="restrict_case", at=at)
