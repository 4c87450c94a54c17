"""Writes about a worker's own key: making it, opening it with what she brings, changing what opens it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.box.errors import Broken
from article16.wall.box.framing import bind
from article16.wall.box.opening import KeyPair, make_key_pair
from article16.wall.box.secrets import SecretKey, decrypt, encrypt
from article16.wall.box.wrapping import SALT_BYTES, Cost, key_from_passphrase, key_from_secret, random_bytes

from .. import codes, holders
from ..models import Admission, Grant, Pair, Session, Share, WorkerKey, Wrap
from ..rings import WrapKind

CODE_BYTES = 16
CODE = "worker"  # the place that the checksums of printed codes know
FEWEST_WAYS = 2


class DoesNotFit(NotPossible):
    """What was brought does not open this key."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A worker's key, open."""

    key: UUID
    pair: KeyPair = field(repr=False)


def draw_code() -> str:
    """A new printed code: two lines of sixteen signs."""
    return " ".join(codes.lines_of(random_bytes(CODE_BYTES), place=CODE))


def code_secret(code: str) -> bytes:
    """What a printed code stands for; codes.Miscopied when it holds a slip."""
    signs = codes.tidy(code)
    half = codes.DATA_SIGNS + codes.CHECK_SIGNS
    return codes.secret_of([signs[:half], signs[half:]], place=CODE)


@transaction.atomic
def make_key(*, staff: UUID, passphrase: str, code: str, at: datetime) -> Opened:
    """A worker's first key, or her next one after she forgot what opens the last; it holds nothing yet."""
    if alone(staff):
        raise NotPossible(
            _(
                "You are the only one who holds the key of the service, and there are no recovery sheets: with a new "
                "key nobody could open anything any more. Print the sheets first, or let a colleague in."
            )
        )
    _end_keys(staff, at=at)
    pair, row = make_key_pair(holders.WORKER), WorkerKey(id=uuid4(), staff_id=staff, made_at=at)
    row.public_key = pair.public_key
    row.save(force_insert=True)
    _wrap_passphrase(row.id, pair, passphrase, at=at)
    secret = code_secret(code)
    _wrap(row.id, pair, WrapKind.CODE, lambda salt: key_from_secret(secret, purpose="printed code", salt=salt), at=at)
    _record(staff, "make_key", at=at)
    return Opened(row.id, pair)


def open_with_passphrase(*, staff: UUID, passphrase: str) -> Opened:
    """DoesNotFit when it is another passphrase. One query, and the time of Argon2id."""
    wrap = _way(staff, WrapKind.PASSPHRASE)
    cost = Cost(wrap.passes, wrap.memory)
    return _unwrap(wrap, key_from_passphrase(passphrase, salt=bytes(wrap.salt), cost=cost))


def open_with_code(*, staff: UUID, code: str) -> Opened:
    """DoesNotFit when it is another code; codes.Miscopied when it holds a slip. One query."""
    secret = code_secret(code)
    wrap = _way(staff, WrapKind.CODE)
    return _unwrap(wrap, key_from_secret(secret, purpose="printed code", salt=bytes(wrap.salt)))


def open_with_passkey(*, staff: UUID, wrap_id: UUID, secret: bytes) -> Opened:
    """`secret`: what the passkey's PRF gave for the wrap's salt. One query."""
    wrap = _way(staff, WrapKind.PASSKEY, wrap_id)
    return _unwrap(wrap, key_from_secret(secret, purpose="passkey", salt=bytes(wrap.salt)))


@transaction.atomic
def change_passphrase(*, opened: Opened, staff: UUID, passphrase: str, at: datetime) -> None:
    Wrap.objects.filter(key=opened.key, kind=WrapKind.PASSPHRASE).delete()
    _wrap_passphrase(opened.key, opened.pair, passphrase, at=at)
    _record(staff, "change_passphrase", at=at)


@transaction.atomic
def change_code(*, opened: Opened, staff: UUID, code: str, at: datetime) -> None:
    """The former code opens nothing from now on."""
    secret = code_secret(code)
    Wrap.objects.filter(key=opened.key, kind=WrapKind.CODE).delete()
    _wrap(
        opened.key,
        opened.pair,
        WrapKind.CODE,
        lambda salt: key_from_secret(secret, purpose="printed code", salt=salt),
        at=at,
    )
    _record(staff, "change_code", at=at)


@transaction.atomic
def add_passkey(
    *, opened: Opened, staff: UUID, credential: bytes, salt: bytes, secret: bytes, label: str, at: datetime
) -> None:
    """`salt` was given to the passkey, which answered with `secret`."""
    if Wrap.objects.filter(key=opened.key, credential=credential, kind=WrapKind.PASSKEY).exists():
        raise NotPossible(_("This passkey opens your key already."))
    kek = key_from_secret(secret, purpose="passkey", salt=salt)
    _wrap(
        opened.key,
        opened.pair,
        WrapKind.PASSKEY,
        lambda _salt: kek,
        at=at,
        salt=salt,
        credential=credential,
        label=label,
    )
    _record(staff, "add_passkey", at=at)


@transaction.atomic
def remove_way(*, staff: UUID, wrap_id: UUID, at: datetime) -> None:
    """Take one way away. Two stay."""
    key = WorkerKey.objects.select_for_update().filter(staff=staff, ended_at=None).first()
    ways = list(Wrap.objects.filter(key=key)) if key else []
    if wrap_id not in {one.id for one in ways}:
        raise NotPossible(_("This way to unlock is not there any more."))
    if len(ways) <= FEWEST_WAYS:
        raise NotPossible(_("Two ways to unlock must stay. Add another one first."))
    Wrap.objects.filter(id=wrap_id).delete()
    _record(staff, "remove_way", at=at)


@transaction.atomic
def note_failed(*, staff: UUID, at: datetime) -> None:
    record(verb=Verb.SIGN_IN_FAILED, thing="staff", ids=[str(staff)], by=str(staff), what="unlock_failed", at=at)


def alone(staff: UUID) -> bool:
    """Whether a ring opens with this worker's key and with nothing else: no colleague, no sheets. Two queries."""
    grants = Grant.objects.filter(generation__ended_at=None, key__ended_at=None)
    holders_of: dict[int, set[UUID]] = {}
    for generation, holder in grants.values_list("generation", "key__staff"):
        holders_of.setdefault(generation, set()).add(holder)
    lone = {generation for generation, found in holders_of.items() if found == {staff}}
    return bool(lone - set(Pair.objects.filter(generation__in=lone).values_list("generation", flat=True)))


def end_key(*, staff: UUID, at: datetime) -> int:
    """Nothing opens with this worker's key from now on. Part of an action; how many rings she held."""
    return _end_keys(staff, at=at)


def _end_keys(staff: UUID, *, at: datetime) -> int:
    mine = WorkerKey.objects.filter(staff=staff, ended_at=None)
    Session.objects.filter(key__in=mine).delete()
    Wrap.objects.filter(key__in=mine).delete()
    held, _rows = Grant.objects.filter(key__in=mine).delete()
    Share.objects.filter(key__in=mine).delete()
    Admission.objects.filter(key__in=mine, done_at=None, ended_at=None).update(ended_at=at)
    mine.update(ended_at=at)
    return held


def _wrap_passphrase(key: UUID, pair: KeyPair, passphrase: str, *, at: datetime) -> None:
    cost: Cost = settings.PASSPHRASE_COST
    _wrap(
        key,
        pair,
        WrapKind.PASSPHRASE,
        lambda salt: key_from_passphrase(passphrase, salt=salt, cost=cost),
        at=at,
        passes=cost.passes,
        memory=cost.memory,
    )


def _wrap(key: UUID, pair: KeyPair, kind: WrapKind, kek_for, *, at: datetime, salt: bytes = b"", **facts) -> None:
    row = Wrap(id=uuid4(), key_id=key, kind=kind, salt=salt or random_bytes(SALT_BYTES), made_at=at, **facts)
    row.sealed = encrypt(pair.raw, key=kek_for(row.salt), context=_context(row))
    row.save(force_insert=True)


def _way(staff: UUID, kind: WrapKind, wrap_id: UUID | None = None) -> Wrap:
    ways = Wrap.objects.filter(key__staff=staff, key__ended_at=None, kind=kind)
    found = (ways.filter(id=wrap_id) if wrap_id else ways).first()
    if found is None:
        raise DoesNotFit(_("There is nothing of this kind that unlocks your key. Choose another way."))
    return found


def _unwrap(wrap: Wrap, kek: SecretKey) -> Opened:
    try:
        raw = decrypt(bytes(wrap.sealed), key=kek, context=_context(wrap))
        return Opened(wrap.key_id, holders.worker_pair(raw))
    except Broken:
        raise DoesNotFit(_not_this(wrap.kind)) from None


def _not_this(kind: str) -> str:
    return {
        WrapKind.PASSPHRASE: _("This passphrase does not open your key. Try again, or use another way below."),
        WrapKind.CODE: _("This code is written correctly but belongs to another key. Take the newest print."),
        WrapKind.PASSKEY: _("This passkey does not open your key. Use another way below."),
    }[WrapKind(kind)]


def _context(wrap: Wrap) -> bytes:
    return bind("worker key", wrap.id.bytes, wrap.key_id.bytes, str(wrap.kind).encode(), bytes(wrap.credential))


def _record(staff: UUID, what: str, *, at: datetime) -> None:
    record(verb=Verb.SETTING, thing="staff", ids=[str(staff)], by=str(staff), what=what, at=at)
