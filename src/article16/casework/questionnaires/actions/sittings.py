"""One-time links and tablets: made by a worker, bound to one browser, ended for good. Only hashes are kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from article16.common.accounts.actions import hash_of
from article16.common.audit.actions import Verb, record

from ..models import Asking, Draft, Entry, Sitting, SittingKind, Why
from ..policy import LINK_DAYS, TABLET_HOURS
from ..queries import askings
from . import answering

SECRET = 24  # bytes
LINK_LIFE = timedelta(days=LINK_DAYS)


@dataclass(frozen=True, slots=True)
class Opened:
    """A sitting that a browser now holds: the secret for its cookie, and until when it lasts."""

    sitting: Sitting
    secret: str


def _end_open(asking: Asking, why: object, at: datetime) -> None:
    Sitting.objects.filter(asking=asking, ended_at__isnull=True).update(ended_at=at, ended_why=why)


@transaction.atomic
def make_link(*, asking: Asking, language: str, by: str, at: datetime) -> str:
    """A link for him alone; gives the secret part of its address. A link or tablet before it stops working."""
    held = answering.must_be_askable(asking, by=by, at=at)
    answering.begin(asking=held, entry=Entry.DIRECT, language=language, mode="self", by=by, at=at)
    _end_open(held, Why.REPLACED, at)
    token = secrets.token_urlsafe(SECRET)
    Sitting.objects.create(
        asking=held, kind=SittingKind.LINK, token_hash=hash_of(token), made_at=at, made_by_id=by,
        expires_at=at + LINK_LIFE,
    )  # fmt: skip
    _record("make_link", held, by, at)
    return token


@transaction.atomic
def hand_over(*, asking: Asking, language: str, by: str, at: datetime) -> Opened:
    """The tablet becomes his: gives the secret for its cookie. The caller signs the worker out."""
    held = answering.must_be_askable(asking, by=by, at=at)
    answering.begin(asking=held, entry=Entry.DIRECT, language=language, mode="self", by=by, at=at)
    _end_open(held, Why.REPLACED, at)
    secret = secrets.token_urlsafe(SECRET)
    sitting = Sitting.objects.create(
        asking=held, kind=SittingKind.TABLET, token_hash=hash_of(secrets.token_urlsafe(SECRET)),
        claim_hash=hash_of(secret), made_at=at, made_by_id=by, claimed_at=at,
        expires_at=at + timedelta(hours=TABLET_HOURS),
    )  # fmt: skip
    _record("hand_over", held, by, at)
    return Opened(sitting, secret)


@transaction.atomic
def claim(*, token: str, at: datetime) -> Opened | None:
    """Bind a link to the browser that opens it first. None for every link that is not open, whatever the reason."""
    row = askings.link(hash_of(token), at)
    if row is None:
        return None
    held = answering.of_this_moment(row.asking, by="", at=at)
    sitting = Sitting.objects.select_for_update().get(pk=row.pk)
    if sitting.claim_hash or sitting.ended_at or not may_go_on(held, at):
        return None
    secret = secrets.token_urlsafe(SECRET)
    sitting.claim_hash, sitting.claimed_at = hash_of(secret), at
    sitting.save(update_fields=["claim_hash", "claimed_at"])
    _record("open_link", held, "", at)
    return Opened(sitting, secret)


def may_go_on(asking: Asking, at: datetime) -> bool:
    """What was begun in time may be ended for a while; never once it is answered, or nothing may be asked any more."""
    return asking.done_at is None and not asking.ended


@transaction.atomic
def end(*, sitting: Sitting, why: Why, by: str, at: datetime) -> None:
    """A worker takes it back, or he leaves: the link and its browser open nothing any more."""
    if Sitting.objects.filter(pk=sitting.pk, ended_at__isnull=True).update(ended_at=at, ended_why=why):
        _record("end_sitting", sitting.asking, by, at)


@transaction.atomic
def take_back(*, asking: Asking, by: str, at: datetime) -> bool:
    """End whatever link or tablet is open for this; whether there was one."""
    ended = Sitting.objects.filter(asking=asking, ended_at__isnull=True).update(ended_at=at, ended_why=Why.WITHDRAWN)
    if ended:
        _record("end_sitting", asking, by, at)
    return bool(ended)


def draft_of(sitting: Sitting, *, lock: bool = False) -> Draft | None:
    return askings.draft_of(sitting.asking_id, str(Entry.DIRECT), lock=lock)


def _record(what: str, asking: Asking, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(asking.episode.client_id)], by=by, what=what, at=at)
