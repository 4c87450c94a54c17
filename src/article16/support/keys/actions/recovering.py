"""Recovery: two of three sheets open the service for a lead who has a key of her own and nothing else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.box.errors import Broken
from article16.wall.box.opening import KeyPair

from .. import holders
from ..models import Generation, Grant, Pair, WorkerKey
from ..rings import Ring
from . import founding, sheets, sparing


def open_ring(ring: Ring, one: sheets.Typed, other: sheets.Typed) -> KeyPair:
    """The ring's current pair from two sheets, in either order. NotPossible says which sheet is wrong and why."""
    rows = [sheets.row_of(sheet, ring=ring) for sheet in (one, other)]
    if one.number == other.number:
        raise NotPossible(_("This is the same sheet twice. Two different ones are needed."))
    inner, outer = sorted((one, other), key=lambda sheet: sheet.number)
    generation = Generation.objects.filter(ring=ring, ended_at=None).first()
    pair = Pair.objects.filter(generation=generation, set=rows[0].set, inner=inner.number, outer=outer.number).first()
    if generation is None or pair is None:
        raise NotPossible(_("These sheets were never sealed to this key. Is the right backup restored?"))
    context = sheets.pair_context(generation, rows[0].set.name, inner.number, outer.number)
    try:
        return holders.whole(sheets.open_with_two(bytes(pair.sealed), inner, outer, context=context), generation)
    except Broken:
        words = _("The sheets are right, but what they open is damaged here. Restore another backup and try again.")
        raise NotPossible(words) from None


@transaction.atomic
def recover(*, ring: Ring, one: sheets.Typed, other: sheets.Typed, key: UUID, by: UUID, at: datetime) -> int:
    """Give the ring's key to this worker's own key, by two sheets instead of a colleague.

    How many restricted cases came with it, because nobody who was named in them holds a key any more.
    """
    pair = open_ring(ring, one, other)
    generation = Generation.objects.get(ring=ring, ended_at=None)
    to = WorkerKey.objects.get(pk=key, staff=by, ended_at=None)
    Grant.objects.filter(generation=generation, key=to).delete()
    founding.give(pair, of=generation, to=to, by=by, at=at)
    record(verb=Verb.SETTING, thing="keys", ids=[str(key)], by=str(by), what=f"recover_{ring}", at=at)
    return len(sparing.bring_back(one=one, other=other, to=to, by=by, at=at)) if ring == Ring.ZONE else 0
