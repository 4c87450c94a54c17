"""Reads of copies and of how the end of a case stands. Opened for this request only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from article16.support.keys.cases import CaseBox
from article16.support.survivors.models import Case
from article16.wall.box.errors import Broken

from .models import Copy, Erased, Keeping, Period
from .writings import COPY, KEEP, Held, Keep

COPY_FIELD, KEEP_FIELD = "copy", "keeping"


@dataclass(frozen=True, slots=True)
class PeriodRow:
    country: str
    months: int
    source: str
    is_example: bool


def copies(box: CaseBox) -> list[tuple[UUID, Held]]:
    """Copies of one case, the latest first. One query."""
    found = []
    for row in Copy.objects.filter(case=box.case):
        try:
            found.append((row.pk, read(box, row)))
        except Broken:
            continue  # damaged: the case's own page counts what does not open
    return sorted(found, key=lambda one: (one[1].asked_on, str(one[0])), reverse=True)


def copy(box: CaseBox, copy_id: UUID) -> Held | None:
    """One of them. One query."""
    return next((held for pk, held in copies(box) if pk == copy_id), None)


def read(box: CaseBox, row: Copy) -> Held:
    return COPY.validate_json(box.open(row.sealed, field=COPY_FIELD, row=row.pk, version=row.version))


def keeping(box: CaseBox) -> Keep:
    """One query."""
    row = Keeping.objects.filter(case=box.case).first()
    if row is None:
        return Keep()
    return KEEP.validate_json(box.open(row.sealed, field=KEEP_FIELD, row=box.case, version=row.version))


def period() -> PeriodRow | None:
    """The one that counts. One query."""
    one = Period.objects.order_by("-written_at").first()
    return PeriodRow(one.country, one.months, one.source, one.is_example) if one else None


def old(*, today: date, months: int) -> set[UUID]:
    """Cases opened in a quarter that lies so many months back. One query; also while locked."""
    return {pk for pk, quarter in Case.objects.values_list("pk", "quarter") if _ended(quarter, months) <= today}


def _ended(quarter: str, months: int) -> date:
    """The first day so many months after a quarter such as 2026-Q4."""
    year, number = quarter.split("-Q")
    count = int(year) * 12 + int(number) * 3 + months
    return date(count // 12, count % 12 + 1, 1)


def erased() -> list[str]:
    """The quarters in which cases were erased. One query."""
    return sorted(Erased.objects.values_list("quarter", flat=True), reverse=True)
