"""Every case that this worker may open, opened: for counts over many women."""

from uuid import UUID

from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.support.keys.holders import case_boxes
from article16.support.keys.opening import Unlocked
from article16.support.survivors import writings
from article16.support.survivors.known import closed_men
from article16.support.survivors.models import Case, Entry
from article16.support.survivors.policy import THING
from article16.support.survivors.writings import CaseFile, Opened

CORE, ENTRY = "core", "entry"


def files(viewer: Viewer, by: Unlocked) -> list[CaseFile]:
    """Six queries, and some 60 µs for each entry. What does not open is counted in its file."""
    mine = Case.objects.exclude(pk__in=accounts.closed_objects(viewer.id, THING))
    boxes = case_boxes(mine.values("pk"), by)
    entries: dict[UUID, list[Opened]] = {case: [] for case in boxes}
    broken = dict.fromkeys(boxes, 0)
    for row, case, sealed in Entry.objects.filter(case__in=list(boxes)).values_list("id", "case", "sealed"):
        try:
            entries[case].append(writings.read(row, boxes[case].open(sealed, field=ENTRY, row=row, version=1)))
        except ValueError:  # Broken is one too
            broken[case] += 1
    found, men = [], closed_men(viewer.id, by)
    for case, version, sealed in mine.values_list("id", "version", "core"):
        if case not in boxes:
            continue
        try:
            core = writings.core_from(boxes[case].open(sealed, field=CORE, row=case, version=version))
        except ValueError:
            continue
        if core.mailbox is None or core.mailbox not in men:
            found.append(CaseFile(case, core, writings.latest_first(entries[case]), broken[case]))
    return found
