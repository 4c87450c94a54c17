"""The first generation of the zone: from the file of the trial, or new, given to the first lead."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.box.opening import KeyPair, make_key_pair
from article16.wall.box.sealing import seal

from .. import holders, zone
from ..models import Ceremony, Generation, Grant, WorkerKey
from ..rings import Ring


@transaction.atomic
def found(*, key: UUID, staff: UUID, at: datetime) -> None:
    """Give the zone's first key to this worker. In training the key of the trial goes on; else a new one begins."""
    if Generation.objects.filter(ring=Ring.ZONE).exists():
        raise NotPossible(_("The key of this service is made already."))
    trial = zone.keys()
    pair = trial if settings.TRAINING else make_key_pair(trial.zone, trial.generation + 1)
    first = begin_generation(Ring.ZONE, trial, at=at)
    current = first if pair is trial else begin_generation(Ring.ZONE, pair, before=trial, at=at)
    Ceremony.objects.get_or_create(defaults={"begun_at": at, "begun_by_id": staff})
    give(pair, of=current, to=WorkerKey.objects.get(pk=key), by=staff, at=at)
    record(verb=Verb.SETTING, thing="keys", by=str(staff), what="found", at=at)
    transaction.on_commit(zone.remove_file)


def begin_generation(ring: Ring, pair: KeyPair, *, before: KeyPair | None = None, at: datetime) -> Generation:
    """The next generation of a ring, current from now on; it opens the one before."""
    Generation.objects.filter(ring=ring, ended_at=None).update(ended_at=at)
    context = holders.previous_context(ring, pair.generation)
    previous = seal(before.raw, to=pair.pin(""), context=context) if before else None
    return Generation.objects.create(
        ring=ring, number=pair.generation, public_key=pair.public_key, previous=previous, begun_at=at
    )


def give(
    pair: KeyPair, *, of: Generation, to: WorkerKey, by: UUID | None, second: UUID | None = None, at: datetime
) -> None:
    """Seal a ring's secret to one worker."""
    context = holders.grant_context(of.ring, of.number, to.pk)
    sealed = seal(pair.raw, to=holders.worker_pin(bytes(to.public_key)), context=context)
    Grant.objects.create(generation=of, key=to, sealed=sealed, given_at=at, given_by_id=by, second_id=second)
