"""What we owe her, and by when: a short account of a case, kept beside it, and what is due on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from pydantic import TypeAdapter

from .contact import OLD, Wish
from .policy import DUTIES
from .writings import CaseFile, ConsentNow, Core, Kind

WORDS = 80  # signs of something to do that stand in the account; the rest stands in the case
AT_MOST = 6  # of each kind, the first due first
SIZES = (2048, 4096, 16384)  # bytes of an account: nearly always the first, so that its length says nothing
REACHED = ("reached", "wish")  # outcomes after which the first contact was made


@dataclass(frozen=True, slots=True)
class Terms:
    """Within how many days, as the programme has set it. Another setting is another version."""

    first_contact: int = 7  # days after his referral; of a woman who came by herself, after the case was opened
    try_again: int = 24  # hours after nobody answered
    consent_ahead: int = 14  # days before a consent ends


@dataclass(frozen=True, slots=True)
class Dated:
    """Something with a day by which it is done or looked at."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What Today needs of a case, so that it does not open every entry of every case."""

    wish: Wish = Wish.NOT_ASKED
    confirmed_on: date | None = None
    from_casework: bool = False
    reached: bool = False
    next_at: datetime | None = None
    told: tuple[str, ...] = ()
    consents: tuple[Dated, ...] = ()  # their last days
    to_do: tuple[Dated, ...] = ()
    more_to_do: int = 0
    children: tuple[Dated, ...] = ()  # their plans
    groups: tuple[UUID, ...] = ()
    core: Core | None = None  # once more here: a page of many cases opens one seal of each, and not two


_STANDING = TypeAdapter(Standing)
_READ_STANDING = _STANDING.validator.validate_json  # read by the thousand: past the adapter's own frame


def standing_bytes(standing: Standing) -> bytes:
    return _STANDING.dump_json(standing, exclude_defaults=True)


def standing_from(content: bytes) -> Standing:
    found: Standing = _READ_STANDING(content)
    return found


def standing(file: CaseFile) -> Standing:
    """The account of a case, from all its entries."""
    contact, attempts, waiting = file.contact, file.of(Kind.ATTEMPT), file.to_do
    ended = [one for one in file.consents if one.ended_on is None and one.consent.expires_on]
    return Standing(
        wish=contact.wish if contact else Wish.NOT_ASKED,
        confirmed_on=contact.confirmed_on if contact else None,
        from_casework=bool(contact and contact.from_casework),
        reached=any(one.value.outcome in REACHED for one in attempts),
        next_at=attempts[0].value.next_at if attempts else None,
        told=tuple(what for what in DUTIES if what in file.duties),
        consents=_first([Dated(_last_day(one), one.consent.recipient[:WORDS]) for one in ended]),
        to_do=_first([Dated(one.value.due, one.value.words[:WORDS]) for one in waiting]),
        more_to_do=max(0, len(waiting) - AT_MOST),
        children=_first(
            [
                Dated(one.plan.review_on, one.record.name[:WORDS])
                for one in file.children
                if one.plan and one.plan.review_on
            ]
        ),
        groups=tuple(sorted(file.groups)),
        core=file.core,
    )


def _last_day(one: ConsentNow) -> date:
    return one.consent.expires_on or date.max


def _first(found: Sequence[Dated]) -> tuple[Dated, ...]:
    return tuple(sorted(found, key=lambda one: (one.on, one.words))[:AT_MOST])


class Duty(StrEnum):
    FIRST_CONTACT = "first contact"
    TELL = "tell her"
    TRY_AGAIN = "try again"
    CONFIRM = "safe contact is old"
    CONSENT = "consent ends"
    TO_DO = "to do"
    CHILD = "plan of a child"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody does about a case, by a day."""

    what: Duty
    by: date
    words: str = ""  # of whoever wrote it, or a name
    at: datetime | None = None  # of an attempt: the moment proposed
    number: int = 0  # how many


def due(core: Core, now: Standing, *, terms: Terms, on: date, zone: tzinfo) -> list[Due]:
    """What is due on this day or late, the first first. Her no ends whatever would ask her."""
    found = [*_contact(core, now, terms, on, zone), *_kept(now, terms, on)]
    return sorted(found, key=lambda one: (one.by, one.what)) if len(found) > 1 else found


def _contact(core: Core, now: Standing, terms: Terms, on: date, zone: tzinfo) -> Iterator[Due]:
    if now.wish in (Wish.NEVER, Wish.DANGER_ONLY):
        return
    by = (core.counted_from or on) + timedelta(days=terms.first_contact)
    missing = len(DUTIES) - len(now.told)
    if not now.reached:
        yield Due(Duty.FIRST_CONTACT, by)
    elif missing:
        yield Due(Duty.TELL, by, number=missing)
    if now.next_at and (day := now.next_at.astimezone(zone).date()) <= on:
        yield Due(Duty.TRY_AGAIN, day, at=now.next_at)
    if now.wish is Wish.OPEN and (now.confirmed_on is None or on - now.confirmed_on > OLD):
        yield Due(Duty.CONFIRM, (now.confirmed_on or on) + OLD)


def _kept(now: Standing, terms: Terms, on: date) -> Iterator[Due]:
    soon = on + timedelta(days=terms.consent_ahead) if now.consents else on
    for one in now.consents:
        if on <= one.on <= soon:
            yield Due(Duty.CONSENT, one.on, one.words)
    for what, dated in ((Duty.TO_DO, now.to_do), (Duty.CHILD, now.children)):
        for one in dated:
            if one.on <= on:
                yield Due(what, one.on, one.words)
