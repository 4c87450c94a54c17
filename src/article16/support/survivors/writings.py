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

from .asked import Answers, Done, NotAnswered, Times, ToDo
from .children import Child, ChildNote, ChildPlan, ChildRecord, ChildStatus, children
from .contact import SafeContact
from .helping import AtGroup, HeldBy, InGroup, PlanPrinted, Referral, ReferralOutcome
from .said import Attempt, Consent, ConsentEnded, Disclosure, Duty, LinkMade, Plan, Written


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
    TO_DO = "to do"  # what somebody must do
    DONE = "done"  # what was done about it
    TIMES = "times"  # when she is asked, where no message says it
    ANSWERS = "answers"  # a questionnaire
    NOT_ANSWERED = "not answered"  # why one was not filled in
    LINK = "link"  # a way in to her pages, and what opens what she saves there
    MESSAGE = "message"  # of hers, by such a link
    CHILD_RECORD = "a child"  # who it is and how it lives
    CHILD_STATUS = "child protection"
    CHILD_PLAN = "plan for a child"
    CHILD_NOTE = "note on a child"
    REFERRAL = "referral on"
    REFERRAL_OUTCOME = "outcome of a referral"
    PLAN_PRINTED = "plan printed"
    IN_GROUP = "in a group"
    AT_GROUP = "at a group"
    HELD = "held by"  # whose case it is


@dataclass(frozen=True, slots=True)
class Core:
    """What a list needs of a case."""

    name: str
    code: str  # such as S-7F3A, from the case's random id, so that it is not numbered like his
    relation: str = "partner"
    mailbox: UUID | None = None  # his; None: she came by herself
    opened_on: date | None = None
    called: str = ""  # how she wants to be called
    referred_on: date | None = None  # his referral before this case, where a message said it

    @property
    def counted_from(self) -> date | None:
        """The day from which the days for a first contact count: that of his referral; none known, of the case."""
        return self.referred_on or self.opened_on


Value = (
    SafeContact | Attempt | Duty | Consent | ConsentEnded | Disclosure | Written | Plan
    | ToDo | Done | Times | Answers | NotAnswered | LinkMade
    | ChildRecord | ChildStatus | ChildPlan | ChildNote
    | Referral | ReferralOutcome | PlanPrinted | InGroup | AtGroup | HeldBy
)  # fmt: skip
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
    Kind.TO_DO: ToDo,
    Kind.DONE: Done,
    Kind.TIMES: Times,
    Kind.ANSWERS: Answers,
    Kind.NOT_ANSWERED: NotAnswered,
    Kind.LINK: LinkMade,
    Kind.MESSAGE: Written,
    Kind.CHILD_RECORD: ChildRecord,
    Kind.CHILD_STATUS: ChildStatus,
    Kind.CHILD_PLAN: ChildPlan,
    Kind.CHILD_NOTE: ChildNote,
    Kind.REFERRAL: Referral,
    Kind.REFERRAL_OUTCOME: ReferralOutcome,
    Kind.PLAN_PRINTED: PlanPrinted,
    Kind.IN_GROUP: InGroup,
    Kind.AT_GROUP: AtGroup,
    Kind.HELD: HeldBy,
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
_READ_CORE = _CORE.validator.validate_json  # read by the thousand: past the adapter's own frame


@cache
def _shape(kind: Kind) -> TypeAdapter[Any]:
    """Made once: to make one takes longer than to read a hundred entries."""
    return TypeAdapter(SHAPES[kind])


def code_of(case: UUID) -> str:
    """What a case is called where a name would tell: from its random id, so that it is not numbered like his."""
    return f"S-{case.hex[:4].upper()}"


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
    return _READ_CORE(content)


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
    account: int = 0  # how often what is due was written beside it

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

    def agreed(self, about: str, on: date) -> ConsentNow | None:
        """Her consent to be asked ("questions") or to the evaluation ("evaluation") that is in force on this day."""
        return next((one for one in self.consents if one.consent.about == about and one.in_force(on)), None)

    @property
    def answers(self) -> list[Opened]:
        """Questionnaires as they stand: without those in whose place a correction stands."""
        there = self.of(Kind.ANSWERS)
        corrected = {one.value.corrects for one in there}
        return [one for one in there if one.id not in corrected]

    @property
    def to_do(self) -> list[Opened]:
        """What waits for somebody, the first due first."""
        done = {one.value.to_do for one in self.of(Kind.DONE)}
        waiting = [one for one in self.of(Kind.TO_DO) if one.id not in done]
        return sorted(waiting, key=lambda one: (one.value.due, one.at))

    @property
    def children(self) -> tuple[Child, ...]:
        return children(self.entries)

    @property
    def groups(self) -> frozenset[UUID]:
        """Groups in which she takes part now."""
        last: dict[UUID, bool] = {}
        for one in reversed(self.of(Kind.IN_GROUP)):
            last[one.value.group] = one.value.takes_part
        return frozenset(group for group, takes_part in last.items() if takes_part)

    @property
    def holder(self) -> UUID | None:
        """Whose case it is, as it was written last. She may have left since."""
        found = self.of(Kind.HELD)
        return found[0].value.worker if found else None

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
