"""Who holds what, opened step by step: a worker's key, her grants, and through them every generation of a ring."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import QuerySet

from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.box.opening import KeyPair, key_pair_from, open_sealed
from article16.wall.box.sealing import Pin
from article16.wall.box.secrets import SecretKey

from .cases import CaseBox, case_context, share_context
from .models import CaseKey, Generation, Grant, Share, WorkerKey
from .opening import NotHeld, Unlocked
from .rings import Ring
from .zone import ring_name

WORKER = "worker"


def grant_context(ring: str, number: int, key: UUID) -> bytes:
    return bind("grant", ring.encode(), str(number).encode(), key.bytes)


def previous_context(ring: str, number: int) -> bytes:
    """`number`: the generation that opens; inside is the one before."""
    return bind("generation before", ring.encode(), str(number).encode())


def unlocked_with(worker: KeyPair, key: UUID, staff: UUID, *, rings: Collection[Ring] = tuple(Ring)) -> Unlocked:
    """Everything this worker's key opens. Two queries, whatever the number of generations."""
    grants = {
        one.generation.ring: one
        for one in Grant.objects.filter(key=key, key__ended_at=None, generation__ended_at=None).select_related(
            "generation"
        )
    }
    current = {ring: _generations(grants.get(ring), worker, key) for ring in rings}
    before = _earlier(current)
    held = {ring: _chain(pair, before) for ring, pair in current.items()}
    return Unlocked(
        staff=staff, worker=worker, worker_id=key, zone=held.get(Ring.ZONE, ()), study=held.get(Ring.STUDY, ())
    )


def worker_pin(public_key: bytes) -> Pin:
    """To seal to a worker."""
    return Pin(WORKER, 1, public_key, "")


def worker_pair(raw: bytes) -> KeyPair:
    return key_pair_from(raw, zone=WORKER)


def _generations(grant: Grant | None, worker: KeyPair, key: UUID) -> tuple[Generation, KeyPair] | None:
    if grant is None:
        return None
    of = grant.generation
    try:
        raw = open_sealed(bytes(grant.sealed), keys=worker, context=grant_context(of.ring, of.number, key))
        return of, whole(raw, of)
    except Broken:
        return None  # a grant that was moved or changed opens nothing


def whole(raw: bytes, of: Generation) -> KeyPair:
    """The pair of this generation; Broken when the secret is not the one that belongs to its public half."""
    pair = key_pair_from(raw, zone=ring_name(of.ring), generation=of.number)
    if pair.public_key != bytes(of.public_key):
        raise Broken("another-key")
    return pair


def _earlier(rings: Mapping[Ring, tuple[Generation, KeyPair] | None]) -> dict[tuple[str, int], Generation]:
    held = [ring for ring, found in rings.items() if found]
    rows = Generation.objects.filter(ring__in=held) if held else ()
    return {(row.ring, row.number): row for row in rows}


def _chain(current: tuple[Generation, KeyPair] | None, rows: dict[tuple[str, int], Generation]) -> tuple[KeyPair, ...]:
    """The current pair, and through it each one before."""
    if current is None:
        return ()
    of, pair = current
    pairs = [pair]
    while of.previous is not None and (earlier := rows.get((of.ring, of.number - 1))):
        try:
            raw = open_sealed(bytes(of.previous), keys=pair, context=previous_context(of.ring, of.number))
            pair = whole(raw, earlier)
        except Broken:
            break
        pairs.append(pair)
        of = earlier
    return tuple(pairs)


def open_key(staff: UUID) -> WorkerKey | None:
    """The key of this worker that is in use. One query."""
    return WorkerKey.objects.filter(staff=staff, ended_at=None).first()


def case_box(case: UUID, by: Unlocked) -> CaseBox:
    """The key of a case for this worker; NotHeld alike when there is no such case and when it is closed to her.

    Two queries at most.
    """
    row = CaseKey.objects.filter(case=case).first()
    if row is None:
        raise NotHeld
    if row.restricted:
        share = Share.objects.filter(case=case, key=by.worker_id).first()
        if share is None:
            raise NotHeld
        raw = open_sealed(bytes(share.sealed), keys=by.worker, context=share_context(case, by.worker_id))
        return CaseBox(case, SecretKey(raw))
    return CaseBox(case, _zone_case_key(row.case, row.generation, row.sealed, by))


def case_boxes(cases: Collection[UUID] | QuerySet, by: Unlocked) -> dict[UUID, CaseBox]:
    """The keys of many cases, given by their ids or by a query for these; those closed to this worker are left out.

    Two queries, and 40 µs for each.
    """
    boxes = {}
    rows = CaseKey.objects.filter(case__in=cases, restricted=False).values_list("case", "generation", "sealed")
    for case, generation, sealed in rows:
        boxes[case] = CaseBox(case, _zone_case_key(case, generation, sealed, by))
    for share in Share.objects.filter(case__in=cases, key=by.worker_id, case__restricted=True):
        raw = open_sealed(bytes(share.sealed), keys=by.worker, context=share_context(share.case_id, by.worker_id))
        boxes[share.case_id] = CaseBox(share.case_id, SecretKey(raw))
    return boxes


def _zone_case_key(case: UUID, generation: int, sealed: bytes, by: Unlocked) -> SecretKey:
    context = case_context(case, generation)
    return SecretKey(by.open_sealed(bytes(sealed), context=context, generation=generation))
