"""What of a case is being filled in. Opened for this request, and for this worker only."""

from uuid import UUID

from django.db.models import QuerySet

from article16.common.db.prepared import Prepared
from article16.support.keys.cases import CaseBox
from article16.support.keys.holders import case_box
from article16.support.keys.opening import Unlocked

from .. import held as sealed
from ..held import Entry, Held, Row, What
from ..models import Sitting

FIELD = "sitting"


def of_case(case: UUID, box: CaseBox) -> list[Row]:
    """Every sitting of this case. One query. One that does not open is an error: nothing is left out in silence."""
    return [Row(row, version, _open(box, row, version, blob)) for row, version, blob in SITTINGS.rows(case=case)]


def _sittings(case: UUID) -> QuerySet:
    return Sitting.objects.filter(case=case).values_list("id", "version", "sealed")


SITTINGS = Prepared(_sittings)


def in_progress(case: UUID, by: Unlocked) -> list[Row]:
    """As `of_case`, for whoever has not opened the case's key yet. Three queries."""
    return of_case(case, case_box(case, by))


def one(rows: list[Row], what: What, entry: Entry, *, fingerprint: str = "") -> Row | None:
    """The sitting of this questionnaire; with a fingerprint only that of this version."""
    found = (row for row in rows if row.held.what == what and row.held.entry is entry)
    return next((row for row in found if fingerprint in ("", row.held.fingerprint)), None)


def _open(box: CaseBox, row: UUID, version: int, blob: bytes) -> Held:
    return sealed.held_from(box.open(blob, field=FIELD, row=row, version=version))
