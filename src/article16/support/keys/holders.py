"""Who holds what, opened step by step: a worker's key, her grants, and through them every generation of a ring."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import QuerySet

from article16.common.db.prepared import Prepared
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.box.opening import KeyPair, key_pair_from, open_sealed
from article16.wall.box.sealing import Pin
from article16.wall.box.secrets import SecretKey

from .case_keys import CaseKeys
from .cases import CaseBox, share_context
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
    """Everything this worker's key opens. One query; once a ring was rotated two, whatever the number of times."""
    grants = {of.ring: (of, sealed) for of, sealed in _granted_to(key)}
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


GENERATION = ("ring", "number", "public_key", "previous")


def _granted_to(key: UUID) -> list[tuple[Generation, bytes]]:
    return [(_generation(*row), sealed) for *row, sealed in GRANTED.rows(key=key)]


def _granted(key: UUID) -> QuerySet:
    current = Grant.objects.filter(key=key, key__ended_at=None, generation__ended_at=None)
    return current.values_list(*(f"generation__{name}" for name in GENERATION), "sealed")


def _generation(ring: str, number: int, public_key: bytes, previous: bytes | None) -> Generation:
    return Generation(ring=ring, number=number, public_key=public_key, previous=previous)


def _generations(
    grant: tuple[Generation, bytes] | None, worker: KeyPair, key: UUID
) -> tuple[Generation, KeyPair] | None:
    if grant is None:
        return None
    of, sealed = grant
    try:
        raw = open_sealed(bytes(sealed), keys=worker, context=grant_context(of.ring, of.number, key))
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
    if all(found is None or found[0].previous is None for found in rings.values()):
        return {}
    return {(row[0], row[1]): _generation(*row) for row in GENERATIONS.rows()}


def _generations_of_all() -> QuerySet:
    return Generation.objects.values_list(*GENERATION)


GRANTED, GENERATIONS = Prepared(_granted), Prepared(_generations_of_all)


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
    row = KEY.first(case=case)
    if row is None:
        raise NotHeld
    restricted, generation, sealed = row
    if restricted:
        share = Share.objects.filter(case=case, key=by.worker_id).first()
        if share is None:
            raise NotHeld
        raw = open_sealed(bytes(share.sealed), keys=by.worker, context=share_context(case, by.worker_id))
        return CaseBox(case, SecretKey(raw))
    return CaseBox(case, CaseKeys(by.zone).open(case, generation=generation, blob=bytes(sealed)))


def _key(case: UUID) -> QuerySet:
    return CaseKey.objects.filter(case=case).values_list("restricted", "generation", "sealed")


KEY = Prepared(_key)


def case_boxes(
    cases: Collection[UUID] | QuerySet, by: Unlocked, *, broken: set[UUID] | None = None
) -> dict[UUID, CaseBox]:
    """The keys of many cases, given by their ids or by a query for these; those closed to this worker are left out.

    A key that does not open holds up no other: its case is put into `broken`. Two queries, and for each key 7 µs, or 50
    as long as nobody has unlocked since it was made.
    """
    boxes: dict[UUID, CaseBox] = {}
    keys = CaseKeys(by.zone)
    damaged = set() if broken is None else broken
    rows = CaseKey.objects.filter(case__in=cases, restricted=False).values_list("case", "generation", "sealed")
    for case, generation, sealed in rows:
        try:
            boxes[case] = CaseBox(case, keys.open(case, generation=generation, blob=bytes(sealed)))
        except Broken:
            damaged.add(case)
    for share in Share.objects.filter(case__in=cases, key=by.worker_id, case__restricted=True):
        try:
            raw = open_sealed(bytes(share.sealed), keys=by.worker, context=share_context(share.case_id, by.worker_id))
            boxes[share.case_id] = CaseBox(share.case_id, SecretKey(raw))
        except Broken:
            damaged.add(share.case_id)
    return boxes
