"""Restricted cases and the sheets: a copy of each key that any two sheets open, once nobody named holds a key."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from article16.common.audit.actions import Verb, record
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.box.sealing import seal
from article16.wall.box.secrets import SecretKey

from .. import holders
from ..cases import share_context
from ..models import Share, SheetSet, Spare, WorkerKey
from ..opening import Unlocked
from ..rings import Ring
from . import sheets


def keep(*, case: UUID, key: SecretKey) -> None:
    """The key of a restricted case for each two of the present sheets; none before there are any. Part of an action."""
    of = sheets.set_of(Ring.ZONE)
    if of is None:
        return
    Spare.objects.filter(case=case).delete()
    sealed = sheets.to_each_two(of, key.raw, place=lambda inner, outer: _context(case, of, inner, outer))
    Spare.objects.bulk_create(Spare(case_id=case, set=of, **one) for one in sealed)


@transaction.atomic
def when_unlocked(*, found: Unlocked, at: datetime) -> None:
    """One of `WHEN_UNLOCKED`: after new sheets, or where there were none, her restricted cases get their copies."""
    of = sheets.set_of(Ring.ZONE)
    kept = Spare.objects.filter(set=of).values("case")
    for share in Share.objects.filter(key=found.worker_id).exclude(case__in=kept) if of else ():
        try:
            keep(case=share.case_id, key=holders.case_box(share.case_id, found).key)
        except Broken:
            continue  # said where the case is opened


def bring_back(*, one: sheets.Typed, other: sheets.Typed, to: WorkerKey, by: UUID, at: datetime) -> list[UUID]:
    """Restricted cases in which nobody named holds a key any more, given to this worker. Part of an action.

    A case that somebody can still open stays closed, also to two sheets.
    """
    inner, outer = sorted((one, other), key=lambda sheet: sheet.number)
    held = Share.objects.filter(key__ended_at=None).values("case")
    left = Spare.objects.filter(set__name=inner.set, inner=inner.number, outer=outer.number).exclude(case__in=held)
    brought = [row.case_id for row in left.select_related("set") if _brought(row, inner, outer, to, at)]
    if brought:
        record(
            verb=Verb.SETTING, thing="case", ids=[str(case) for case in brought], by=str(by), what="recover_case", at=at
        )
    return brought


def _brought(row: Spare, inner: sheets.Typed, outer: sheets.Typed, to: WorkerKey, at: datetime) -> bool:
    context = _context(row.case_id, row.set, inner.number, outer.number)
    try:
        raw = sheets.open_with_two(bytes(row.sealed), inner, outer, context=context)
    except Broken:
        return False
    sealed = seal(raw, to=holders.worker_pin(bytes(to.public_key)), context=share_context(row.case_id, to.pk))
    Share.objects.create(case_id=row.case_id, key=to, sealed=sealed, given_at=at)
    return True


def _context(case: UUID, of: SheetSet, inner: int, outer: int) -> bytes:
    return bind("spare of a case", case.bytes, f"{of.name}|{inner}|{outer}".encode())
