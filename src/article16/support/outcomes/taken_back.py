"""A woman who took her agreement to the evaluation back: what she said before leaves the study. Pure."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from .rows import Kept, StudyRow

EVENT = "agreement taken back"


def row_of(*, man: UUID, woman: UUID) -> StudyRow:
    """The row that says so. It stands in the study sealed, as long as every other."""
    return StudyRow(table="course", man=man, woman=woman, values=(("event", EVENT),))


def still_agreed(rows: Sequence[Kept]) -> tuple[list[Kept], int]:
    """The rows that may be used, and how many may not. Agreed she again, what she says from then on counts."""
    until: dict[UUID, datetime] = {}
    for one in rows:
        if one.row.woman and says_so(one.row):
            until[one.row.woman] = max(one.at, until.get(one.row.woman, one.at))
    if not until:
        return list(rows), 0
    said = [one for one in rows if not says_so(one.row)]
    kept = [one for one in said if one.row.woman not in until or one.at > until[one.row.woman]]
    return kept, len(said) - len(kept)


def says_so(row: StudyRow) -> bool:
    """Whether this row takes her agreement back."""
    return row.table == "course" and dict(row.values).get("event") == EVENT
