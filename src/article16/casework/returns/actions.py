"""What is written here: that figures left the screen, and the numbers of months that were counted anew."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record

from . import queries
from .models import Cell, Outdated

NOTES, MONTHS, AT_ONCE = 20_000, 6, 5_000  # notes looked at, months counted in one step; notes taken away in one query


@transaction.atomic
def note_export(*, programmes: Sequence[UUID], by: str, at: datetime) -> None:
    """Figures of these programmes were made into a file."""
    record(verb=Verb.EXPORT, thing="programme", ids=[str(one) for one in programmes], by=by, what="return-sheet", at=at)


def count_outdated(today: date) -> int:
    """Count anew the months about which something was written; how many. The next step takes what is left.

    Only notes that were there before the counting are taken away: whatever is written while it goes on has its own, and
    is counted with the next step.
    """
    months = list(queries.outdated(NOTES).items())[:MONTHS]
    for (about, month), notes in months:
        _keep(about, month, queries.cells_of(about, month, today=today), notes)
    return len(months)


@transaction.atomic
def _keep(about: str, month: date, cells: list[Cell], notes: Sequence[int]) -> None:
    figures = [code for code, one in queries.MONTHLY.items() if one == about]
    Cell.objects.filter(figure__in=figures, month=month).delete()
    Cell.objects.bulk_create(cells)
    for start in range(0, len(notes), AT_ONCE):
        Outdated.objects.filter(pk__in=notes[start : start + AT_ONCE]).delete()
