"""The seven messages. Each goes for every man alike; a change here is a new version (docs/reference/messages.md)."""

from typing import Annotated, ClassVar, Final

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from article16.wall.vocabulary.fields import (
    CLOSED,
    Code,
    Day,
    Fact,
    Mailbox,
    Moment,
    Note,
    SessionNumber,
    Version,
    Words,
)
from article16.wall.vocabulary.kinds import (
    AlertKind,
    Attendance,
    CourseEvent,
    Ending,
    Occasion,
    RiskLevel,
    RiskSign,
    Severity,
    Source,
    StudyTable,
    Wave,
)
from article16.wall.vocabulary.parts import Person, StudyValue

VERSION: Final = 2
LARGEST = 16 * 1024 - 4  # bytes of JSON; with its length before it, 16 KiB

# Which fields an event of the course must have, and which it may have; all others must be empty.
NEEDED = {
    CourseEvent.ATTENDANCE: {"attendance"},
    CourseEvent.ENDED: {"ending"},
    CourseEvent.TRANSFERRED: {"to_programme"},
    CourseEvent.MERGED: {"merged_into"},
    CourseEvent.CORRECTED: {"corrects"},
}
ALLOWED = {CourseEvent.ATTENDANCE: {"session"}}  # without a number: a session with him alone
_DEPENDS_ON_EVENT = ("attendance", "session", "ending", "to_programme", "merged_into", "corrects")


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Message:
    """What every message has. Not sent itself."""

    padded_to: ClassVar[int | None] = None  # bytes; None: the next class of 256

    mailbox: Mailbox
    programme: Code

    def __post_init__(self) -> None:
        """No message outgrows the largest box."""
        if len(TypeAdapter(type(self)).dump_json(self)) > LARGEST:
            raise ValueError(f"longer than {LARGEST} bytes in all")


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Opened(Message):
    """A man was referred; his mailbox exists."""

    on: Day


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class PartnerDetails(Message):
    """The sealed box for her service: sent at referral and at each review, empty or not, always of one size."""

    padded_to: ClassVar[int | None] = LARGEST + 4

    occasion: Occasion
    written_at: Moment
    people: Annotated[tuple[Person, ...], Field(max_length=12)] = ()
    words: Words = ""  # what facilitators want her service to know


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Course(Message):
    """One step on his way through the programme."""

    fact: Fact
    event: CourseEvent
    on: Day
    attendance: Attendance | None = None
    session: SessionNumber | None = None
    ending: Ending | None = None
    to_programme: Code | None = None
    merged_into: Mailbox | None = None
    corrects: Fact | None = None  # the fact that was wrong; what is right follows in a message of its own

    def __post_init__(self) -> None:
        """Each event carries its own fields and no others."""
        given = {name for name in _DEPENDS_ON_EVENT if getattr(self, name) is not None}
        needed = NEEDED.get(self.event, set())
        if not needed <= given <= needed | ALLOWED.get(self.event, set()):
            raise ValueError("fields that do not belong to this event")


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Schedule(Message):
    """What is planned for him, from which her service derives her own dates."""

    first_session: Day | None = None
    sessions: Annotated[tuple[Day, ...], Field(max_length=200)] = ()
    reviews: Annotated[tuple[Day, ...], Field(max_length=24)] = ()
    planned_end: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class Alert(Message):
    """A warning to her service. A person there must act on it before it is due."""

    fact: Fact
    kind: AlertKind
    severity: Severity
    raised_at: Moment
    due: Moment
    source: Source = Source.STAFF
    words: Note = ""


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class RiskAssessed(Message):
    """What casework found when it assessed risk, for the safety panel and the evaluation."""

    fact: Fact
    on: Day
    instrument: Code
    instrument_version: Version
    level: RiskLevel
    signs: Annotated[tuple[RiskSign, ...], Field(max_length=len(RiskSign))] = ()
    sources: Annotated[tuple[Source, ...], Field(max_length=len(Source))] = ()
    words: Note = ""


@dataclass(frozen=True, slots=True, kw_only=True, config=CLOSED)
class StudyRecord(Message):
    """One row of study data: codes and counts, no names, no free text."""

    fact: Fact
    table: StudyTable
    wave: Wave | None = None
    day: Annotated[int, Field(ge=-3660, le=36600)]  # days since his referral, so that no date is told
    instrument: Code | None = None
    instrument_version: Version | None = None
    values: Annotated[tuple[StudyValue, ...], Field(max_length=200)] = ()


MESSAGES: dict[str, type[Message]] = {
    kind.__name__: kind for kind in (Opened, PartnerDetails, Course, Schedule, Alert, RiskAssessed, StudyRecord)
}
