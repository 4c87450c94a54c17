"""The digest of the board is brought up to date, when an evaluator unlocks and when she asks for it."""

import logging

from django.db import DatabaseError, transaction

from article16.support.keys.opening import Unlocked
from article16.support.keys.sealing import seal_for_study

from ..models import Digest, StudyRow
from ..queries import board
from ..queries.rows import opened
from ..sealed import digest_context
from ..tally import Tally, folded

AT_ONCE = 5000  # rows: about 0.4 s
logger = logging.getLogger("article16.outcomes")


class Overtaken(RuntimeError):
    """Somebody else counted the same rows in this moment."""


def after_unlocking(*, by: Unlocked) -> None:
    """Whatever goes wrong, she is in."""
    try:
        count_rows(by=by)
    except (DatabaseError, ValueError, Overtaken) as error:
        logger.error("the board was not brought up to date: %s", type(error).__name__)


def count_rows(*, by: Unlocked, most: int = AT_ONCE) -> int:
    """Put the next rows into the digest; how many. Opened before the transaction, so that no lock waits for it."""
    tally, version = board.digest(by)
    if tally is None:
        _begin_anew(version)
        tally, version = board.digest(by)
    rows = StudyRow.objects.filter(counted=False).order_by("id")
    ids = list(rows.values_list("id", flat=True)[:most])
    if not ids:
        return 0
    found = [kept for _row, kept in opened(StudyRow.objects.filter(id__in=ids), by)]
    tally = folded(tally or Tally(), found, broken=len(ids) - len(found))
    sealed = seal_for_study(tally.as_bytes(), context=digest_context(board.NAME, version + 1))
    with transaction.atomic():
        if StudyRow.objects.filter(id__in=ids, counted=False).update(counted=True) != len(ids):
            raise Overtaken
        _write(sealed, version)
    return len(ids)


def _write(sealed: bytes, version: int) -> None:
    if not version:
        Digest.objects.create(name=board.NAME, version=1, sealed=sealed)
    elif not Digest.objects.filter(name=board.NAME, version=version).update(version=version + 1, sealed=sealed):
        raise Overtaken


@transaction.atomic
def _begin_anew(version: int) -> None:
    """The digest was moved, changed or put back: it is made again from the rows, which are all there."""
    StudyRow.objects.filter(counted=True).update(counted=False)
    Digest.objects.filter(name=board.NAME, version=version).delete()
