"""A worker is let in: a colleague who is unlocked asks, a second person approves, the colleague hands the key over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.accounts.queries import staff, viewer
from article16.common.audit.actions import Verb, record

from .. import policy
from ..models import Admission, Generation, Grant, WorkerKey
from ..opening import Unlocked
from ..rings import Ring
from . import founding


@transaction.atomic
def ask(*, ring: Ring, key: UUID, by: Unlocked, at: datetime) -> Admission:
    """Ask that this worker's key be let in to a ring that the asker holds."""
    _held(by, ring)
    to = WorkerKey.objects.filter(pk=key, ended_at=None, staff__is_active=True).select_related("staff").first()
    if to is None or to.pk == by.worker_id:
        raise NotPossible(_("This key has ended. The colleague has to make a new one first."))
    if not policy.ROLES_OF[ring] & set(viewer(to.staff, at=at).grants):
        raise NotPossible(_("This colleague has no role that goes with this key. An administrator gives roles."))
    if Grant.objects.filter(key=to, generation__ring=ring, generation__ended_at=None).exists():
        raise NotPossible(_("This colleague holds the key already."))
    asked, made = Admission.objects.get_or_create(
        ring=ring, key=to, done_at=None, ended_at=None, defaults={"asked_at": at, "asked_by_id": by.staff}
    )
    if made:
        _record(asked, by.staff, "ask_admission", at=at)
    return asked


@transaction.atomic
def approve(*, admission: UUID, by: UUID, at: datetime) -> None:
    """The second person says yes. She needs no key herself, and is neither who asked nor who is let in."""
    row = _open(admission)
    if not policy.APPROVERS & set(viewer(staff(by), at=at).grants):
        raise NotPossible(_("Only a lead, a support worker or a second approver can approve this."))
    if by in {row.asked_by_id, row.key.staff_id}:
        raise NotPossible(_("Somebody else has to approve this: neither who asked nor who is let in."))
    if row.approved_by_id is None:
        Admission.objects.filter(pk=row.pk).update(approved_at=at, approved_by=by)
        _record(row, by, "approve_admission", at=at)


@transaction.atomic
def hand_over(*, admission: UUID, by: Unlocked, at: datetime) -> None:
    """After the approval, an unlocked holder seals the key to the worker's key, exactly the one that was approved."""
    row = _open(admission)
    if row.approved_by_id is None:
        raise NotPossible(_("A second person has to approve this first."))
    pair = _held(by, Ring(row.ring))
    generation = Generation.objects.get(ring=row.ring, ended_at=None)
    if pair.generation != generation.number:
        raise NotPossible(_("The key has just been made anew. Unlock again, then try once more."))
    founding.give(pair, of=generation, to=row.key, by=by.staff, second=row.approved_by_id, at=at)
    Admission.objects.filter(pk=row.pk).update(done_at=at)
    _record(row, by.staff, "hand_over", at=at)


@transaction.atomic
def give_up(*, admission: UUID, by: UUID, at: datetime) -> None:
    row = _open(admission)
    Admission.objects.filter(pk=row.pk).update(ended_at=at)
    _record(row, by, "give_up_admission", at=at)


def _open(admission: UUID) -> Admission:
    live = Admission.objects.select_for_update(of=("self",)).select_related("key")
    row = live.filter(pk=admission, done_at=None, ended_at=None, key__ended_at=None).first()
    if row is None:
        raise NotPossible(_("This has been decided already, or the colleague made another key since."))
    return row


def _held(by: Unlocked, ring: Ring):
    pairs = by.zone if ring == Ring.ZONE else by.study
    if not pairs:
        raise NotPossible(_("You do not hold this key yourself."))
    return pairs[0]


def _record(row: Admission, by: UUID, what: str, *, at: datetime) -> None:
    record(verb=Verb.SETTING, thing="keys", ids=[str(row.pk), str(row.key_id)], by=str(by), what=what, at=at)
