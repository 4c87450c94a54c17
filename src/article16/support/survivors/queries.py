"""Reads of cases. Everything is opened for this request, and for this worker only."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.support.alerts.queries import rota
from article16.support.keys.cases import CaseBox
from article16.support.keys.holders import case_box, case_boxes
from article16.support.keys.opening import Unlocked
from article16.wall.box.errors import Broken

from . import writings
from .duties import Standing, standing, standing_from
from .known import closed_men
from .models import Case, Entry
from .policy import THING
from .writings import CaseFile, Core

CORE, ENTRY, STANDING = "core", "entry", "standing"


def may_open(viewer: Viewer, case: UUID) -> bool:
    """Whether there is such a case and it is not closed to this person. One query."""
    return OPEN.first(case=case, staff=viewer.id) is not None


def _open_to(case: UUID, staff: UUID) -> QuerySet:
    return Case.objects.filter(pk=case).exclude(pk__in=accounts.closed_objects(staff, THING)).values_list("pk")


OPEN = Prepared(_open_to)


def any_case() -> bool:
    """Whether a case was ever opened here."""
    return Case.objects.exists()


def every_case() -> list[UUID]:
    """The ids of all cases, in no order that says anything. One query."""
    return list(Case.objects.order_by("pk").values_list("pk", flat=True))


def cores(viewer: Viewer, by: Unlocked, *, among: Collection[UUID] | None = None) -> list[tuple[UUID, Core]]:
    """All cases this worker may open, by name; without a name, a case that does not open. Four queries.

    `among`: of these alone.
    """
    mine = Case.objects.exclude(pk__in=accounts.closed_objects(viewer.id, THING))
    if among is not None:
        mine = mine.filter(pk__in=list(among))
    broken: set[UUID] = set()
    boxes = case_boxes(mine.values("pk"), by, broken=broken)
    men = closed_men(viewer.id, by)
    found = [(case, Core(name="", code="")) for case in broken]
    for case, version, sealed in mine.values_list("id", "version", "core"):
        box = boxes.get(case)
        if box is None:
            continue
        try:
            found.append((case, writings.core_from(box.open(sealed, field=CORE, row=case, version=version))))
        except Broken:
            found.append((case, Core(name="", code="")))
    open_to_her = [one for one in found if one[1].mailbox is None or one[1].mailbox not in men]
    return sorted(open_to_her, key=lambda one: (one[1].name.casefold(), one[0].int))


def others_of(mailbox: UUID, case: UUID, by: Unlocked) -> bool:
    """Whether another case may be this man's: one that says so, or one that this key does not open. Three queries."""
    others, broken = Case.objects.exclude(pk=case), set[UUID]()
    boxes = case_boxes(others.values("pk"), by, broken=broken)
    for pk, version, sealed in others.values_list("id", "version", "core"):
        if (box := boxes.get(pk)) is None:
            return True
        try:
            core = writings.core_from(box.open(sealed, field=CORE, row=pk, version=version))
        except Broken:
            return True
        if core.mailbox == mailbox:
            return True
    return False


def standings(viewer: Viewer, by: Unlocked) -> list[tuple[UUID, Core, Standing]]:
    """What is due of all cases this worker may open, in no order. Four queries; what does not open is on the list.

    A case to which nothing was written since it has an account is opened whole: four queries more for each.
    """
    mine = Case.objects.exclude(pk__in=accounts.closed_objects(viewer.id, THING))
    boxes = case_boxes(mine.values("pk"), by, broken=set())
    men = closed_men(viewer.id, by)
    found = []
    for case, number, account in mine.values_list("id", "standing_version", "standing"):
        if (box := boxes.get(case)) is None:
            continue
        try:
            now = _standing(box, number, account, by)
            core = now.core or opened(case, by, box).core
        except Broken:
            continue
        if core.mailbox is None or core.mailbox not in men:
            found.append((case, core, now))
    return found


def _standing(box: CaseBox, number: int, account: bytes, by: Unlocked) -> Standing:
    if not number:
        return standing(opened(box.case, by, box))
    return standing_from(box.open(account, field=STANDING, row=box.case, version=number))


def case_file(viewer: Viewer, by: Unlocked, case: UUID) -> CaseFile | None:
    """One case, or None alike when there is none, when it is closed to this person, and when it does not open to her.

    Five queries, whatever its size.
    """
    if not may_open(viewer, case):
        return None
    try:
        found = opened(case, by)
    except Broken:  # not held, or damaged: the list shows the latter
        return None
    return None if found.core.mailbox and found.core.mailbox in closed_men(viewer.id, by) else found


def holder(file: CaseFile, *, at: datetime) -> str:
    """The name of who holds this case; empty when nobody does, when she has left, and when it is closed to her.

    Two queries at most.
    """
    if (worker := file.holder) is None:
        return ""
    name = dict(rota.people(at)).get(str(worker), "")
    return "" if accounts.closed_objects(worker, THING).filter(object_id=file.id).exists() else name


def opened(case: UUID, by: Unlocked, box: CaseBox | None = None, *, lock: bool = False) -> CaseFile:
    """One case. Three queries, two with its key. Entries that do not open are counted, never left out in silence.

    `lock`: whoever else writes to it waits for this transaction.
    """
    box = box or case_box(case, by)
    row = (LOCKED if lock else CASE).first(case=case)
    if row is None:
        raise Case.DoesNotExist
    version, sealed_core, account = row
    core = writings.core_from(box.open(sealed_core, field=CORE, row=case, version=version))
    entries, broken = [], 0
    for entry, sealed in ENTRIES.rows(case=case):
        try:
            entries.append(writings.read(entry, box.open(sealed, field=ENTRY, row=entry, version=1)))
        except ValueError:  # Broken is one too
            broken += 1
    return CaseFile(case, core, writings.latest_first(entries), broken, account)


def _case(case: UUID) -> QuerySet:
    return Case.objects.filter(pk=case).values_list("version", "core", "standing_version")


def _locked(case: UUID) -> QuerySet:
    return _case(case).select_for_update()


def _entries(case: UUID) -> QuerySet:
    return Entry.objects.filter(case=case).values_list("id", "sealed")


CASE, LOCKED, ENTRIES = Prepared(_case), Prepared(_locked), Prepared(_entries)
