"""What stands inside the seals of a case about contact, consent and support. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to reach her, or a contact of hers."""

    way: str
    outcome: str
    words: str = ""
    next_at: datetime | None = None
    danger: str = ""  # the reason, when it was made outside her safe contact


@dataclass(frozen=True, slots=True)
class Duty:
    """She was told this."""

    what: str
    how: str
    on: date


@dataclass(frozen=True, slots=True)
class Consent:
    """She agrees that this is told to this recipient for this purpose. Never a condition of support."""

    scope: str
    recipient: str
    purpose: str
    since: date
    expires_on: date | None = None
    about: str = (
        ""  # "questions": to be asked them; "evaluation": her answers, without her name; empty: what scope says
    )


@dataclass(frozen=True, slots=True)
class ConsentEnded:
    consent: UUID
    on: date


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What was told to whom, under which consent."""

    consent: UUID
    recipient: str
    what: str
    on: date


@dataclass(frozen=True, slots=True)
class Written:
    """A session, a note, a need, her view of risk, or what concerns a child."""

    words: str
    on: date
    title: str = ""
    minutes: int | None = None
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of her safety plan."""

    words: str
    based_on: UUID | None = None  # the version the writer had before her


@dataclass(frozen=True, slots=True)
class LinkMade:
    """A link for her. `secret` opens what she saves by it."""

    link: UUID
    secret: str = field(repr=False)
    wave: str
    instrument: str  # empty: for a message alone
    version: str
    fingerprint: str
    language: str
    until: datetime
