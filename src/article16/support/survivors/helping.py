"""What stands inside a case about referrals on, groups, paper that left the house, and who holds it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Referral:
    """What she needs, and who may help. Something is told of her only under a consent."""

    to: str
    need: str
    on: date
    consent: UUID | None = None  # None: she goes herself, and nothing was told


@dataclass(frozen=True, slots=True)
class ReferralOutcome:
    """What came of it."""

    referral: UUID
    outcome: str
    on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlanPrinted:
    """A version of her plan went onto paper, for a place that she says is safe."""

    plan: UUID
    place: str
    on: date


@dataclass(frozen=True, slots=True)
class InGroup:
    """She takes part in a group from this day, or no longer."""

    group: UUID
    on: date
    takes_part: bool = True


@dataclass(frozen=True, slots=True)
class AtGroup:
    """Whether she was there on one evening of a group."""

    group: UUID
    on: date
    there: bool


@dataclass(frozen=True, slots=True)
class HeldBy:
    """From now on this worker holds the case; None: nobody does."""

    worker: UUID | None
