"""Rows of the study are sealed when they arise. Whoever saves what she answered calls this in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from article16.common.db.inserting import insert
from article16.support.keys import zone
from article16.support.keys.rings import Ring
from article16.wall.box.sealing import seal

from ..models import StudyRow as Stored
from ..rows import ROOM, StudyRow, pieces
from ..sealed import row_context

SIZE = ROOM + 4  # bytes before they are sealed: each row is as long as every other


@transaction.atomic(savepoint=False)
def keep_rows(*, rows: Sequence[StudyRow], at: datetime) -> None:
    """Seal these rows to the evaluators. Works while locked; two queries, whatever their number.

    Whoever calls it records the audit row: whose row this is stands inside the seal and nowhere else. Until the set-up
    has made the study key only made-up people are entered, and nothing is kept: nobody could ever read it.
    """
    pin = zone.ring_pin(Ring.STUDY)
    if pin is None:
        return
    contents = [content for order, row in enumerate(rows) for content in pieces(row, at=at, order=order)]
    stored = [Stored(id=uuid4()) for _content in contents]
    for one, content in zip(stored, contents, strict=True):
        one.sealed = seal(content, to=pin, context=row_context(one.id), size=SIZE)
    # In the order of their random ids: the order in which they were made is nobody's business.
    insert(sorted(stored, key=lambda one: one.id.bytes))
