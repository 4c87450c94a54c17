"""The key of each case: made without unlocking, opened unlocked; and what is sealed under it knows its place."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.wall.box.sealing import Pin, seal
from article16.wall.box.secrets import SecretKey
from article16.wall.box.wrapping import draw_key

from .. import holders, zone
from ..cases import CaseBox, case_context, share_context
from ..models import CaseKey, Ceremony, Share, WorkerKey
from ..opening import Unlocked
from ..rings import Ring
from . import sparing

FEWEST_NAMED = 2  # one who leaves must not take the case with her


@transaction.atomic
def new_case_key(*, case: UUID, at: datetime) -> CaseBox:
    """A key for a new case, sealed to the zone; anybody may make one, also locked. Two queries."""
    return new_case_keys(cases=[case], at=at)[0]


@transaction.atomic
def new_case_keys(*, cases: Sequence[UUID], at: datetime) -> list[CaseBox]:
    """As `new_case_key`, for many at once: 74 µs for each."""
    pin = _zone_pin()
    boxes = [CaseBox(case, draw_key()) for case in cases]
    sealed = (seal(box.key.raw, to=pin, context=case_context(box.case, pin.generation)) for box in boxes)
    CaseKey.objects.bulk_create(
        CaseKey(case=box.case, generation=pin.generation, sealed=blob) for box, blob in zip(boxes, sealed, strict=True)
    )
    return boxes


@transaction.atomic
def new_restricted_case_key(*, case: UUID, workers: Collection[UUID], at: datetime) -> CaseBox:
    """A key that only these workers (ids of staff) open, two at least; two sheets once none of them has a key."""
    _zone_pin()
    keys = _keys_of(workers)
    key = draw_key()
    row = CaseKey.objects.create(case=case, restricted=True)
    _share(row, key, keys, at=at)
    sparing.keep(case=case, key=key)
    return CaseBox(case, key)


@transaction.atomic
def restrict(*, case: UUID, workers: Collection[UUID], by: Unlocked, at: datetime) -> None:
    """Close a case to all but these workers. What is sealed under its key stays as it is.

    Who held the zone's key until now could have kept the case's key: closing hides what is written from now on only
    when the room that owns the case writes it anew under a new key.
    """
    box = holders.case_box(case, by)
    keys = _keys_of(workers)
    CaseKey.objects.filter(case=case).update(restricted=True, generation=None, sealed=None)
    Share.objects.filter(case=case).delete()
    _share(CaseKey.objects.get(case=case), box.key, keys, at=at)
    sparing.keep(case=case, key=box.key)


@transaction.atomic
def name_worker(*, case: UUID, worker: UUID, by: Unlocked, at: datetime) -> None:
    """Let one more worker into a restricted case; only one who is in it can."""
    box = holders.case_box(case, by)
    row = CaseKey.objects.get(case=case)
    if not row.restricted:
        raise NotPossible(_("This case is open to everybody who holds the key of the service."))
    _share(row, box.key, _keys_of([worker], fewest=1), at=at)


@transaction.atomic
def unname_worker(*, case: UUID, worker: UUID) -> None:
    """Take one worker out of a restricted case. Two stay."""
    shares = Share.objects.select_for_update().filter(case=case)
    if shares.exclude(key__staff=worker).count() < FEWEST_NAMED:
        raise NotPossible(_("Two workers must stay in a restricted case. Name another one first."))
    shares.filter(key__staff=worker).delete()


@transaction.atomic
def destroy_case_key(*, case: UUID) -> None:
    """Erase the case: nothing that was sealed under its key opens again. Backups end with their retention."""
    CaseKey.objects.filter(case=case).delete()


def _share(row: CaseKey, key: SecretKey, keys: Collection[WorkerKey], *, at: datetime) -> None:
    for to in keys:
        sealed = seal(key.raw, to=holders.worker_pin(bytes(to.public_key)), context=share_context(row.case, to.pk))
        Share.objects.update_or_create(case=row, key=to, defaults={"sealed": sealed, "given_at": at})


def _keys_of(workers: Collection[UUID], *, fewest: int = FEWEST_NAMED) -> list[WorkerKey]:
    found = list(WorkerKey.objects.filter(staff__in=workers, ended_at=None, staff__is_active=True))
    if len(found) < len(set(workers)):
        raise NotPossible(_("One of these workers has no key yet. She has to make one first."))
    if len(found) < fewest:
        raise NotPossible(_("Name at least two workers, so that one who leaves does not take the case with her."))
    return found


def _zone_pin() -> Pin:
    """The zone's public half, once real data may be entered. One query."""
    pin = zone.ring_pin(Ring.ZONE)
    if pin is None or not (settings.TRAINING or Ceremony.objects.filter(done_at__isnull=False).exists()):
        raise NotPossible(_("The keys of this service are not set up yet. A lead finishes the set-up first."))
    return pin
