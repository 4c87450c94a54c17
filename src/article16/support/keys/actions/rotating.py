"""A worker left: a new generation for those who stay. May be killed at any point; what is left is done at the next try.

First, in one transaction, the new generation with its grants and sheets. From then on nothing new is sealed to the
former key, which the new one opens. Then the case keys, some at a time, each time as long as any is left behind.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.accounts.queries import people
from article16.common.audit.actions import Verb, record
from article16.wall.box.opening import KeyPair, make_key_pair

from .. import policy, zone
from ..case_keys import CaseKeys
from ..models import CaseKey, Departure, Generation, Grant, WorkerKey
from ..opening import Unlocked
from ..rings import Ring
from . import founding, sheets, workers, wrapping


@dataclass(frozen=True, slots=True)
class Rotated:
    """What one rotation came to."""

    generation: int
    holders: int
    resealed: int


def leave(*, staff: UUID, at: datetime) -> None:
    """Part of the action by which somebody leaves: her key opens nothing from now on, and a rotation is due.

    NotPossible for the only one who could open anything at all.
    """
    if workers.alone(staff):
        raise NotPossible(
            _(
                "Nobody else holds the key of the service, and there are no recovery sheets. Let a colleague in, or "
                "print the sheets, before this person leaves."
            )
        )
    held = list(
        Grant.objects.filter(key__staff=staff, key__ended_at=None, generation__ended_at=None).values_list(
            "generation__ring", flat=True
        )
    )
    workers.end_key(staff=staff, at=at)
    Departure.objects.bulk_create(Departure(ring=ring, staff_id=staff, left_at=at) for ring in held)


@transaction.atomic
def notice_departures(*, at: datetime) -> int:
    """Whoever holds a key without a role that goes with it has left it: a role ended, or its time ran out.

    Part of the tick. Three queries when there is nothing to notice.
    """
    holding = Grant.objects.filter(key__ended_at=None, generation__ended_at=None)
    pairs = list(holding.values_list("generation__ring", "key__staff"))
    roles = {one.id: {grant.role for grant in one.grants} if one.is_active else set() for one in people(at=at)}
    gone = {staff for ring, staff in pairs if not policy.ROLES_OF[ring] & roles.get(staff, set())}
    ended = [staff for staff in gone if not workers.alone(staff)]  # the only key is kept; it opens no page
    for staff in ended:
        leave(staff=staff, at=at)
        record(verb=Verb.SETTING, thing="staff", ids=[str(staff)], what="key_ended", at=at)
    return len(ended)


def rotate(*, ring: Ring, by: Unlocked, at: datetime) -> Rotated:
    """The next generation, unless one that was begun is not finished: then that one is. NotPossible without the key."""
    held = by.zone if ring == Ring.ZONE else by.study
    if not held:
        raise NotPossible(_("Only who holds this key can make the next one."))
    pair = held[0]
    begun = _left_behind(pair.generation).exists() if ring == Ring.ZONE else False
    if not begun:
        pair = begin(ring=ring, held=pair, by=by.staff, at=at)
        held = (pair, *held)
    holders = Grant.objects.filter(generation__ring=ring, generation__ended_at=None).count()
    resealed = reseal_cases(held=held) if ring == Ring.ZONE else 0
    finish(ring=ring, by=by.staff, at=at)
    return Rotated(pair.generation, holders, resealed)


@transaction.atomic
def begin(*, ring: Ring, held: KeyPair, by: UUID, at: datetime) -> KeyPair:
    """The new generation, for everybody who holds the present one and is still here, and for the sheets."""
    present = Generation.objects.select_for_update().get(ring=ring, ended_at=None)
    if present.number != held.generation:
        raise NotPossible(_("The key has just been made anew by somebody else. Unlock again."))
    pair = make_key_pair(held.zone, held.generation + 1)
    staying = WorkerKey.objects.filter(
        pk__in=Grant.objects.filter(generation=present).values("key"), ended_at=None, staff__is_active=True
    )
    printed = sheets.set_of(ring)
    following = founding.begin_generation(ring, pair, before=held, at=at)
    for key in staying:
        founding.give(pair, of=following, to=key, by=by, at=at)
    Grant.objects.filter(generation=present).delete()
    if printed:
        sheets.seal_pairs(printed, pair, ring)
        sheets.drop_pairs(present)
    record(verb=Verb.SETTING, thing="keys", by=str(by), what=f"rotate_{ring}", at=at)
    if ring == Ring.ZONE:
        transaction.on_commit(zone.publish)
    return pair


def reseal_cases(*, held: tuple[KeyPair, ...]) -> int:
    """Bring every case key to the newest of these generations. How many were brought; safe to kill and start again."""
    keys, count = CaseKeys(held), 0
    while done := wrapping.wrap(_left_behind(keys.newest), keys):
        count += done
    return count


@transaction.atomic
def finish(*, ring: Ring, by: UUID, at: datetime) -> None:
    """Nothing is left under the former key: done with are those who left before this generation began."""
    present = Generation.objects.get(ring=ring, ended_at=None)
    Departure.objects.filter(ring=ring, rotated_at=None, left_at__lte=present.begun_at).update(rotated_at=at)
    record(verb=Verb.SETTING, thing="keys", by=str(by), what=f"rotated_{ring}", at=at)


def _left_behind(generation: int):
    return CaseKey.objects.filter(restricted=False, generation__lt=generation)
