"""Rows of the study, opened. One query for each batch, and some 60 µs for each row."""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db.models import QuerySet

from article16.support.keys.opening import Unlocked
from article16.wall.box.errors import Broken

from .. import rows
from ..models import StudyRow, Unsorted
from ..sealed import row_context

AT_ONCE = 2000
Progress = Callable[[int, int], None]  # rows opened, of how many


def opened_rows(by: Unlocked, *, progress: Progress | None = None) -> list[rows.Kept]:
    """Every row, the earliest first. What does not open is left out and counted in `broken`."""
    total = StudyRow.objects.count() if progress else 0
    found: list[rows.Kept] = []
    for number, (_id, kept) in enumerate(opened(StudyRow.objects.all(), by), 1):
        found.append(kept)
        if progress and number % AT_ONCE == 0:
            progress(number, total)
    return rows.in_order(found)


def opened(stored: QuerySet[StudyRow], by: Unlocked) -> Iterator[tuple[UUID, rows.Kept]]:
    """These rows with their ids. A row that was moved or changed opens nowhere and is no row.

    Read batch by batch in the order of the ids: a reading that stays open would keep its connection from writing how
    far it is, as soon as anybody else has written.
    """
    last = UUID(int=0)
    while batch := list(stored.filter(id__gt=last).order_by("id").values_list("id", "sealed")[:AT_ONCE]):
        last = batch[-1][0]
        for row, sealed in batch:
            try:
                yield row, rows.read(by.open_study(sealed, context=row_context(row)))
            except (Broken, ValueError):
                continue
        if len(batch) < AT_ONCE:
            return


def uncounted() -> int:
    """Rows that came since the digest was made. One query."""
    return StudyRow.objects.filter(counted=False).count()


def unsorted() -> int:
    """Messages for the study that wait until a worker unlocks. One query."""
    return Unsorted.objects.filter(message__set_aside="").count()
