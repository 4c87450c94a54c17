"""What stands inside the seals of a case, and what follows from it. Pure: no database, no clock, no cryptography."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from .contact import SafeContact


class Kind(StrEnum):
    """What an entry is. Names are stored: add to them, never change one."""

    CONTACT = "contact"  # what she said about being contacted
    ATTEMPT = "attempt"
    DUTY = "duty"  # what she was told
    CONSENT = "consent"
    CONSENT_ENDED = "consent ended"
    DISCLOSURE = "disclosure"
    SESSION = "session"
    NOTE = "note"
    NEED = "need"
    PLAN = "plan"
    CHILD = "child"
    RISK = "risk"  # as she sees it


@dataclass(frozen=True, slots=True)
class Core:
    """What a list needs of a case."""

    name: str
    code: str  # such as S-7F3A, from the case's random id, so that it is not numbered like his
    relation: str = "partner"
    mailbox: UUID | None = None  # his; None: she came by herself
    opened_on: date | None = None
    called: str = ""  # how she wants to be called


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


Value = SafeContact | Attempt | Duty | Consent | ConsentEnded | Disclosure | Written | Plan
SHAPES: dict[Kind, type] = {
    Kind.CONTACT: SafeContact,
    Kind.ATTEMPT: Attempt,
    Kind.DUTY: Duty,
    Kind.CONSENT: Consent,
    Kind.CONSENT_ENDED: ConsentEnded,
    Kind.DISCLOSURE: Disclosure,
    Kind.SESSION: Written,
    Kind.NOTE: Written,
    Kind.NEED: Written,
    Kind.PLAN: Plan,
    Kind.CHILD: Written,
    Kind.RISK: Written,
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it is sealed."""

    kind: Kind
    at: datetime
    by: UUID
    value: dict[str, object]


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry as it is read."""

    id: UUID
    kind: Kind
    at: datetime
    by: UUID
    value: Any  # of the shape that its kind says


_TOLD, _CORE = TypeAdapter(Told), TypeAdapter(Core)


@cache
def _shape(kind: Kind) -> TypeAdapter[Any]:
    """Made once: to make one takes longer than to read a hundred entries."""
    return TypeAdapter(SHAPES[kind])


def told(kind: Kind, value: Value, *, at: datetime, by: UUID) -> bytes:
    """The bytes that are sealed."""
    return _TOLD.dump_json(Told(kind, at, by, _shape(kind).dump_python(value, mode="json")))


def read(entry: UUID, content: bytes) -> Opened:
    """The entry again; ValueError when it is not one."""
    found = _TOLD.validate_json(content)
    return Opened(entry, found.kind, found.at, found.by, _shape(found.kind).validate_python(found.value))


def core_bytes(core: Core) -> bytes:
    return _CORE.dump_json(core)


def core_from(content: bytes) -> Core:
    return _CORE.validate_json(content)


@dataclass(frozen=True, slots=True)
class ConsentNow:
    """A consent and how it stands on a day."""

    id: UUID
    consent: Consent
    ended_on: date | None

    def in_force(self, on: date) -> bool:
        """Whether something may be told under it: not before its first day, not after its last, not once taken back."""
        expires = self.consent.expires_on
        return self.consent.since <= on and self.ended_on is None and (expires is None or on <= expires)


@dataclass(frozen=True)
class CaseFile:
    """Everything of one case, opened, the latest first."""

    id: UUID
    core: Core
    entries: tuple[Opened, ...]
    broken: int = 0  # entries that did not open: moved, changed or cut

    def of(self, *kinds: Kind) -> list[Opened]:
        return [one for one in self.entries if one.kind in kinds]

    @property
    def contact(self) -> SafeContact | None:
        """What she said last."""
        found = self.of(Kind.CONTACT)
        return found[0].value if found else None

    @property
    def duties(self) -> dict[str, Duty]:
        """What she was told, each the first time."""
        return {one.value.what: one.value for one in self.of(Kind.DUTY)}

    @property
    def consents(self) -> tuple[ConsentNow, ...]:
        ended = {one.value.consent: one.value.on for one in self.of(Kind.CONSENT_ENDED)}
        return tuple(ConsentNow(one.id, one.value, ended.get(one.id)) for one in self.of(Kind.CONSENT))

    @property
    def plans(self) -> list[Opened]:
        return self.of(Kind.PLAN)

    @property
    def beside(self) -> list[Opened]:
        """Versions of the plan that another version does not know of: two people wrote at once."""
        known = {one.value.based_on for one in self.plans}
        return [one for one in self.plans if one.id not in known]


def latest_first(entries: Iterable[Opened]) -> tuple[Opened, ...]:
    return tuple(sorted(entries, key=lambda one: (one.at, one.id), reverse=True))


def found_in(cores: Sequence[tuple[UUID, Core]], words: str) -> list[tuple[UUID, Core]]:
    """Cases whose name, way of being called or code holds every word. Decrypt to search: there is no index."""
    wanted = words.casefold().split()

    def holds(core: Core) -> bool:
        text = f"{core.name} {core.called} {core.code}".casefold()
        return all(word in text for word in wanted)

    return [one for one in cores if holds(one[1])]
