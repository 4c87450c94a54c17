"""The rules as data: which table a fact stands in, and how long what is missing may be missing. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from article16.casework.groups.standing import Held, Rules, Step, counts, standing
from article16.casework.warnings.policy import RULES
from article16.wall.vocabulary import AlertKind, Severity

TABLES = (
    "groups_attendance",
    "records_note",
    "questionnaires_flag",
    "endings_ending",
    "endings_suspension",
    "records_sessionoutcome",
)

GRAVITY = {Step.LETTER: Severity.ORDINARY, Step.REVIEW: Severity.HIGH, Step.EXCLUSION: Severity.HIGH}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that should be there and is not, for one man."""

    kind: AlertKind
    fact: UUID
    episode: UUID

    @property
    def severity(self) -> Severity:
        return usual(self.kind)


def usual(kind: AlertKind) -> Severity:
    """How serious this kind is where nobody judged it; a programme may have set another."""
    return RULES[kind].severity


def derived(*ids: UUID) -> UUID:
    """The id of a fact that is an absence: made of the random ids it is about, so that it is told once."""
    return UUID(bytes=sha256(b"".join(one.bytes for one in ids)).digest()[:16], version=4)


@dataclass(frozen=True, slots=True)
class Crossing:
    """The row of a register with which a man reached a step of the rules of attendance."""

    row: UUID
    starts_at: datetime
    severity: Severity


def crossings(rules: Rules, held: Sequence[tuple[UUID, datetime, Held]]) -> list[Crossing]:
    """Every row with which a further step was reached, in the order of the sessions."""
    found, before = [], frozenset[Step]()
    sessions = [each for _row, _at, each in held]
    for number, (row, starts_at, one) in enumerate(held, 1):
        if not counts(rules, one):
            continue  # only an absence reaches a step
        reached = standing(rules, sessions[:number]).reached
        if new := reached - before:
            gravest = next(step for step in reversed(Step) if step in new)
            found.append(Crossing(row, starts_at, GRAVITY[gravest]))
        before = reached
    return found


def owed(wanted: Sequence[Crossing], warned: set[UUID], number_warned: int) -> list[Crossing]:
    """The crossings nobody was warned of.

    Registers may be taken out of order, and then the row with which a step was reached when it was saved is another
    than the one that history shows now. So as many are owed as were crossed beyond those warned of, the latest first.
    """
    missing = [one for one in wanted if one.row not in warned]
    return missing[len(missing) - max(0, len(wanted) - number_warned) :] if len(wanted) > number_warned else []
