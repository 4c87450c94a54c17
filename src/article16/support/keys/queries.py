"""Reads about keys: who holds one, who waits, what is due. Each says what it costs; none needs to be unlocked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from article16.common.accounts import queries as accounts
from article16.wall.box.sealing import fingerprint

from . import policy
from .models import (
    Admission,
    CaseKey,
    Ceremony,
    Departure,
    Generation,
    Grant,
    Pair,
    Share,
    Sheet,
    SheetSet,
    WorkerKey,
    Wrap,
)
from .rings import Ring

GROUP = 4  # signs of a key's name that are read out at a time


@dataclass(frozen=True, slots=True)
class SetUp:
    """How far the set-up has come."""

    zone: bool  # the service has its key
    sheets: str  # the name of the printed set; empty: none
    tested: tuple[int, ...]  # numbers of the sheets that gave their sentence
    done_at: datetime | None


def set_up() -> SetUp:
    """Three queries."""
    tested = tuple(
        Sheet.objects.filter(set__ended_at=None, tested_at__isnull=False)
        .order_by("number")
        .values_list("number", flat=True)
    )
    current = SheetSet.objects.filter(ended_at=None).values_list("name", flat=True).first()
    ceremony = Ceremony.objects.values_list("done_at", flat=True).first()
    return SetUp(zone=has_key(Ring.ZONE), sheets=current or "", tested=tested, done_at=ceremony)


def sheets_that_open(ring: Ring) -> str:
    """The name of the set whose sheets open this ring; empty: none. One query."""
    sealed = Pair.objects.filter(generation__ring=ring, generation__ended_at=None)
    return sealed.order_by("-set").values_list("set__name", flat=True).first() or ""


def has_key(ring: Ring) -> bool:
    """One query."""
    return Generation.objects.filter(ring=ring, ended_at=None).exists()


def done() -> bool:
    """Whether real data may be entered. One query."""
    return Ceremony.objects.filter(done_at__isnull=False).exists()


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a key of her own, and what it opens."""

    key: UUID
    staff: UUID
    name: str
    code: str  # name of the key, to be compared by voice
    made_at: datetime
    holds: bool
    admission: UUID | None
    approved: bool
    asked_by: UUID | None


def holders(ring: Ring, *, at: datetime) -> list[Holder]:
    """Everybody who may hold this ring's key and has one of her own, by name. Six queries, whatever their number."""
    roles = policy.ROLES_OF[ring]
    people = {
        one.id: one.name for one in accounts.people(at=at) if one.is_active and roles & {g.role for g in one.grants}
    }
    keys = WorkerKey.objects.filter(staff__in=people, ended_at=None)
    held = set(Grant.objects.filter(generation__ring=ring, generation__ended_at=None).values_list("key", flat=True))
    asked = {row.key_id: row for row in Admission.objects.filter(ring=ring, done_at=None, ended_at=None)}
    rows = [_holder(key, people[key.staff_id], key.pk in held, asked.get(key.pk)) for key in keys]
    return sorted(rows, key=lambda row: (row.name, str(row.key)))


def _holder(key: WorkerKey, name: str, holds: bool, asked: Admission | None) -> Holder:
    return Holder(
        key=key.pk,
        staff=key.staff_id,
        name=name,
        code=spoken(bytes(key.public_key)),
        made_at=key.made_at,
        holds=holds,
        admission=asked.pk if asked else None,
        approved=bool(asked and asked.approved_by_id),
        asked_by=asked.asked_by_id if asked else None,
    )


def spoken(public_key: bytes) -> str:
    """The first 64 bits of a key's fingerprint in groups of four, as two people read them to each other."""
    signs = fingerprint(public_key)[:16].upper()
    return " ".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


@dataclass(frozen=True, slots=True)
class Due:
    """What waits for an unlocked lead: somebody left, or a rotation was not finished."""

    left: tuple[str, ...]  # names
    behind: int  # case keys under a former generation

    def __bool__(self) -> bool:
        return bool(self.left or self.behind)


def due(ring: Ring) -> Due:
    """Three queries."""
    gone = (
        Departure.objects.filter(ring=ring, rotated_at=None).order_by("left_at").values_list("staff__name", flat=True)
    )
    current = Generation.objects.filter(ring=ring, ended_at=None).values_list("number", flat=True).first()
    if ring != Ring.ZONE or current is None:
        return Due(tuple(gone), 0)
    return Due(tuple(gone), CaseKey.objects.filter(restricted=False, generation__lt=current).count())


def generation(ring: Ring) -> tuple[int, str]:
    """Number and whole fingerprint of the current generation. One query."""
    number, key = Generation.objects.filter(ring=ring, ended_at=None).values_list("number", "public_key").get()
    return number, fingerprint(bytes(key))


@dataclass(frozen=True, slots=True)
class Way:
    """One way to open the own key."""

    id: UUID
    kind: str
    label: str
    made_at: datetime


def ways(staff: UUID) -> list[Way]:
    """What opens this worker's key. One query."""
    rows = Wrap.objects.filter(key__staff=staff, key__ended_at=None).order_by("made_at")
    return [Way(row.pk, row.kind, row.label, row.made_at) for row in rows]


@dataclass(frozen=True, slots=True)
class Passkey:
    """What the browser asks a passkey: which one, and for which salt."""

    wrap: UUID
    credential: bytes
    salt: bytes


def passkeys(staff: UUID) -> list[Passkey]:
    """One query."""
    rows = Wrap.objects.filter(key__staff=staff, key__ended_at=None, kind="passkey").order_by("made_at")
    return [Passkey(row.pk, bytes(row.credential), bytes(row.salt)) for row in rows]


def own_key(staff: UUID) -> WorkerKey | None:
    """One query."""
    return WorkerKey.objects.filter(staff=staff, ended_at=None).first()


def admission(admission_id: UUID) -> Admission | None:
    """One that is still open, with its key and whose that is. One query."""
    live = Admission.objects.filter(pk=admission_id, done_at=None, ended_at=None)
    return live.select_related("key__staff", "asked_by").first()


def worker_key(key_id: UUID) -> WorkerKey | None:
    """One in use, with whose it is. One query."""
    return WorkerKey.objects.filter(pk=key_id, ended_at=None, staff__is_active=True).select_related("staff").first()


def alone_in_a_case() -> int:
    """How many restricted cases fewer than two workers can open. Two queries."""
    shared = Share.objects.filter(key__ended_at=None).values("case").annotate(workers=Count("pk"))
    return CaseKey.objects.filter(restricted=True).count() - shared.filter(workers__gte=2).count()
