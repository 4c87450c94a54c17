"""His way through the programme, as far as her dates hang on it: from what casework's messages said. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import TypeAdapter

from article16.wall.vocabulary import Course, CourseEvent, Ending, Message, Opened, Schedule

# What moves her dates. Who came on which evening does not.
TOLD = frozenset({
    CourseEvent.STARTED, CourseEvent.ENDED, CourseEvent.REOPENED, CourseEvent.MERGED, CourseEvent.CORRECTED,
    CourseEvent.DIED,
})  # fmt: skip
PLAN, REFERRED = "plan", "referred"


@dataclass(frozen=True, slots=True)
class Step:
    """One message, as short as it can be kept."""

    mailbox: UUID
    at: datetime  # when it arrived
    number: int  # of two that arrived together, the later one is the higher
    event: str  # of `CourseEvent`, a plan, or a referral
    on: date | None = None
    fact: UUID | None = None
    ending: str = ""
    other: UUID | None = None  # the mailbox or the fact that it names
    days: tuple[date, ...] = ()  # of a plan: his sessions
    end: date | None = None  # of a plan


@dataclass(frozen=True, slots=True)
class His:
    """Where he stands, as the messages that came say."""

    started: date | None = None
    sessions: tuple[date, ...] = ()
    planned_end: date | None = None
    stopped: date | None = None
    completed: bool = False
    died: date | None = None

    @property
    def seen_days(self) -> frozenset[date]:
        """Days that he has in his own calendar."""
        return frozenset(filter(None, (*self.sessions, self.started, self.planned_end, self.stopped)))


def step_of(message: Message, *, at: datetime, number: int) -> Step | None:
    """The message as a step; None when her dates do not hang on it."""
    if isinstance(message, Schedule):
        days = tuple(sorted({*message.sessions, *filter(None, (message.first_session,))}))
        return Step(message.mailbox, at, number, PLAN, days=days, end=message.planned_end)
    if isinstance(message, Opened):
        return Step(message.mailbox, at, number, REFERRED, message.on)
    if isinstance(message, Course) and message.event in TOLD:
        other = message.merged_into or message.corrects
        ending = message.ending.value if message.ending else ""
        return Step(message.mailbox, at, number, message.event.value, message.on, message.fact, ending, other)
    return None


def his(mailbox: UUID | None, steps: Iterable[Step]) -> His:
    """What the steps of this mailbox, and of those that became one with it, come to. Later ones hold."""
    if mailbox is None:
        return His()
    ordered = sorted(steps, key=lambda one: (one.at, one.number))
    boxes = as_one(mailbox, ordered)
    mine = [one for one in ordered if one.mailbox in boxes]
    wrong = {one.other for one in mine if one.event == CourseEvent.CORRECTED}
    found = His()
    for one in mine:
        if one.fact is None or one.fact not in wrong:
            found = _after(found, one)
    return found


def referred_on(mailbox: UUID, steps: Sequence[Step], *, on: date) -> date | None:
    """His latest referral up to this day, under whichever of his mailboxes; None when no message said one."""
    boxes = as_one(mailbox, steps)
    days = (one.on for one in steps if one.event == REFERRED and one.mailbox in boxes and one.on)
    return max((day for day in days if day <= on), default=None)


def as_one(mailbox: UUID, steps: Sequence[Step]) -> frozenset[UUID]:
    """Two files were one man: whichever of them her case names, both speak of him. Not where that was taken back."""
    boxes, wrong = {mailbox}, {one.other for one in steps if one.event == CourseEvent.CORRECTED}
    merged = (one for one in steps if one.event == CourseEvent.MERGED and (one.fact is None or one.fact not in wrong))
    merges = [(one.mailbox, one.other) for one in merged if one.other]
    grown = True
    while grown:
        more = {box for pair in merges if boxes & set(pair) for box in pair}
        grown = not more <= boxes
        boxes |= more
    return frozenset(boxes)


def _after(found: His, one: Step) -> His:
    kept = (found.started, found.sessions, found.planned_end, found.stopped, found.completed, found.died)
    started, sessions, planned_end, stopped, completed, died = kept
    if one.event == PLAN:
        sessions, planned_end = one.days, one.end
    elif one.event == CourseEvent.STARTED:
        started = one.on
    elif one.event == CourseEvent.ENDED:
        stopped, completed = one.on, one.ending == Ending.COMPLETED
    elif one.event == CourseEvent.REOPENED:
        stopped, completed = None, False
    elif one.event == CourseEvent.DIED:
        died = one.on
    return His(started, sessions, planned_end, stopped, completed, died)


def needed(steps: Iterable[Step]) -> list[Step]:
    """Without what says nothing any more: a plan that a later one replaced, and a step that stands there twice."""
    found: dict[object, Step] = {}
    for one in sorted(steps, key=lambda one: (one.at, one.number)):
        found[(one.mailbox, PLAN) if one.event == PLAN else one] = one
    return list(found.values())


_STEPS = TypeAdapter(tuple[Step, ...])


def steps_bytes(steps: Sequence[Step]) -> bytes:
    return _STEPS.dump_json(tuple(steps), exclude_defaults=True)


def steps_from(content: bytes) -> tuple[Step, ...]:
    return _STEPS.validate_json(content)
