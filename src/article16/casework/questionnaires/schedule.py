"""When he is asked: windows from what is planned and what happened. Pure: no database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SIX_MONTHS = 6  # months after the anchor at which the fourth is asked
MAIN = ("T0", "T1", "T2", "T3", "T4")
FOLLOW_UPS = (3, 6, 12, 18)  # months after the anchor that a programme can add
LATEST = date(2199, 12, 31)


class Anchor(StrEnum):
    """From what the fourth time and the follow-ups are counted."""

    COMPLETION = "completion"  # the end of the programme, or the day he stopped coming
    LAST_ATTENDED = "last-attended"  # the last session that he came to


class End(StrEnum):
    """Why nothing more is asked, whatever the day."""

    STOPPED = "stopped"  # he stopped coming before the half: the end is asked instead
    WITHDRAWN = "withdrawn"  # he took back his consent
    DIED = "died"


class State(StrEnum):
    """How a time stands on a day."""

    UNPLANNED = "unplanned"  # the plan does not say yet when
    EARLY = "early"
    DUE = "due"
    LATE = "late"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Course:
    """His way through the programme, as far as the times depend on it."""

    first_contact: date
    started: date | None = None  # the first session that is his
    sessions: tuple[date, ...] = ()  # planned for him, cancelled ones left out, in order
    stopped: date | None = None  # completed, or stopped coming
    completed: bool = False
    last_attended: date | None = None
    withdrawn: date | None = None
    died: date | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a programme has set."""

    anchor: Anchor = Anchor.COMPLETION
    follow_ups: tuple[int, ...] = ()  # months after the anchor


@dataclass(frozen=True, slots=True)
class Span:
    """Days around the day aimed at."""

    before: int  # opens so many days before
    grace: int  # late after so many days
    after: int  # closes after so many days


SPANS: Mapping[str, Span] = {
    "T0": Span(0, 7, 56),
    "T1": Span(7, 14, 42),
    "T2": Span(14, 14, 42),
    "T3": Span(14, 14, 56),
    "T4": Span(14, 28, 90),
}
FOLLOW_UP = Span(14, 28, 60)


@dataclass(frozen=True, slots=True)
class Window:
    """One time. Without dates the plan does not say yet; `ended` closes it whatever the dates."""

    wave: str
    opens: date | None = None
    due: date | None = None
    late_after: date | None = None
    closes: date | None = None  # the last day
    ended: End | None = None

    def state(self, on: date) -> State:
        if self.ended is not None:
            return State.CLOSED
        if self.due is None or self.opens is None or self.late_after is None or self.closes is None:
            return State.UNPLANNED
        if on < self.opens:
            return State.EARLY
        if on <= self.late_after:
            return State.DUE
        return State.LATE if on <= self.closes else State.CLOSED


def windows(course: Course, rules: Rules) -> tuple[Window, ...]:
    """Every time of his, in order. The same facts give the same windows."""
    half, end = _half(course), _end(course)
    anchor = _anchor(course, rules, end)
    aims = {"T0": course.first_contact, "T1": course.started, "T2": half, "T3": end}
    aims["T4"] = months_after(anchor, SIX_MONTHS) if anchor else None
    made = [_window(wave, aims[wave], SPANS[wave]) for wave in MAIN]
    made += [
        _window(f"F{months}", months_after(anchor, months) if anchor else None, FOLLOW_UP)
        for months in sorted(set(rules.follow_ups))
    ]
    return tuple(_ended(_stopped(_cut(one, aims), course), course) for one in made)


def _half(course: Course) -> date | None:
    """The day of the session in the middle of those planned; of eight the fourth."""
    return course.sessions[(len(course.sessions) - 1) // 2] if course.sessions else None


def _end(course: Course) -> date | None:
    if course.stopped:
        return course.stopped
    return course.sessions[-1] if course.sessions else None


def _anchor(course: Course, rules: Rules, end: date | None) -> date | None:
    if rules.anchor is Anchor.LAST_ATTENDED and course.stopped:
        return course.last_attended or course.stopped
    return end


def _window(wave: str, aim: date | None, span: Span) -> Window:
    if aim is None:
        return Window(wave)
    opens, late = aim - timedelta(span.before), _at_most(aim + timedelta(span.grace))
    return Window(wave, opens, aim, late, _at_most(aim + timedelta(span.after)))


def _at_most(day: date) -> date:
    return min(day, LATEST)


NEXT = {"T0": "T1", "T1": "T2", "T2": "T3"}


def _cut(one: Window, aims: Mapping[str, date | None]) -> Window:
    """A time is over when the next one is aimed at: what is asked then would no longer be about this one."""
    following = aims.get(NEXT.get(one.wave, ""))
    if one.due is None or following is None or one.opens is None or one.late_after is None or one.closes is None:
        return one
    # The day before the next, but never before the day aimed at: where both fall on one day, both can be asked.
    last = max(one.due, following - timedelta(1))
    return Window(one.wave, one.opens, one.due, min(one.late_after, last), min(one.closes, last), one.ended)


def _stopped(one: Window, course: Course) -> Window:
    """He stopped coming: the half closes, and so does a start that was never made; the end opens that day."""
    if course.stopped is None:
        return one
    if one.wave == "T3":
        return Window(one.wave, course.stopped, one.due, one.late_after, one.closes, one.ended)
    passed = course.completed and one.due is not None and one.due <= course.stopped
    if one.wave == "T2" and not passed:
        return Window(one.wave, one.opens, one.due, one.late_after, one.closes, End.STOPPED)
    never = one.due is None or one.due > course.stopped
    if one.wave == "T1" and never:
        return Window(one.wave, one.opens, one.due, one.late_after, one.closes, End.STOPPED)
    return one


def _ended(one: Window, course: Course) -> Window:
    ended = End.DIED if course.died else End.WITHDRAWN if course.withdrawn else one.ended
    return Window(one.wave, one.opens, one.due, one.late_after, one.closes, ended)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; of a shorter month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), following - timedelta(1))


def asked_as(wave: str) -> str:
    """The time under which an instrument knows this wave: further follow-ups are asked as the fourth."""
    return wave if wave in MAIN else "T4"


def ordered(waves: Iterable[str]) -> tuple[str, ...]:
    """Times in their order: T0 to T4, then follow-ups by months."""
    return tuple(sorted(set(waves), key=lambda wave: (wave[0] == "F", int(wave[1:]))))
