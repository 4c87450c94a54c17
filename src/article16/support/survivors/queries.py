"""Reads of cases. Everything is opened for this request, and for this worker only."""

from uuid import UUID

from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.support.keys.holders import case_box, case_boxes
from article16.support.keys.opening import NotHeld, Unlocked
from article16.wall.box.errors import Broken

from . import writings
from .models import Case, Entry
from .policy import THING
from .writings import CaseFile, Core

CORE, ENTRY = "core", "entry"


def may_open(viewer: Viewer, case: UUID) -> bool:
    """Whether there is such a case and it is not closed to this person. One query."""
    return Case.objects.filter(pk=case).exclude(pk__in=accounts.closed_objects(viewer.id, THING)).exists()


def any_case() -> bool:
    """Whether a case was ever opened here."""
    return Case.objects.exists()


def cores(viewer: Viewer, by: Unlocked) -> list[tuple[UUID, Core]]:
    """All cases this worker may open, by name. Three queries, and some 50 µs for each case."""
    mine = Case.objects.exclude(pk__in=accounts.closed_objects(viewer.id, THING))
    boxes = case_boxes(mine.values("pk"), by)
    found = []
    for case, version, sealed in mine.values_list("id", "version", "core"):
        box = boxes.get(case)
        if box is None:
            continue
        try:
            found.append((case, writings.core_from(box.open(sealed, field=CORE, row=case, version=version))))
        except Broken:
            found.append((case, Core(name="", code="")))
    return sorted(found, key=lambda one: (one[1].name.casefold(), str(one[0])))


def case_file(viewer: Viewer, by: Unlocked, case: UUID) -> CaseFile | None:
    """One case, or None alike when there is none, when it is closed to this person, and when she is not named in it.

    Four queries, whatever its size.
    """
    if not may_open(viewer, case):
        return None
    try:
        return opened(case, by)
    except NotHeld:
        return None


def opened(case: UUID, by: Unlocked) -> CaseFile:
    """One case. Three queries. Entries that do not open are counted, never left out in silence."""
    box = case_box(case, by)
    row = Case.objects.get(pk=case)
    core = writings.core_from(box.open(row.core, field=CORE, row=case, version=row.version))
    entries, broken = [], 0
    for entry, sealed in Entry.objects.filter(case=case).values_list("id", "sealed"):
        try:
            entries.append(writings.read(entry, box.open(sealed, field=ENTRY, row=entry, version=1)))
        except ValueError:  # Broken is one too
            broken += 1
    return CaseFile(case, core, writings.latest_first(entries), broken)
