"""The stretch of days in which something is asked once. Pure: both services draw their dates with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LATEST = date(2199, 12, 31)
MAIN = ("T0", "T1", "T2", "T3", "T4")


class End(StrEnum):
    """Why nothing more is asked, whatever the day."""

    STOPPED = "stopped"  # he stopped coming before the half: the end is asked instead
    WITHDRAWN = "withdrawn"  # consent was taken back
    DIED = "died"
    BEFORE = "before"  # it was over before she was first reached


class State(StrEnum):
    """How a time stands on a day."""

    UNPLANNED = "unplanned"  # the plan does not say yet when
    EARLY = "early"
    DUE = "due"
    LATE = "late"
    CLOSED = "closed"


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


def window(wave: str, aim: date | None, span: Span) -> Window:
    """The days around the day aimed at."""
    if aim is None:
        return Window(wave)
    opens, late = aim - timedelta(span.before), min(aim + timedelta(span.grace), LATEST)
    return Window(wave, opens, aim, late, min(aim + timedelta(span.after), LATEST))


def cut(one: Window, following: date | None) -> Window:
    """A time is over when the next one is aimed at: what is asked then would no longer be about this one."""
    if one.due is None or following is None or one.opens is None or one.late_after is None or one.closes is None:
        return one
    # The day before the next, but never before the day aimed at: where both fall on one day, both can be asked.
    last = max(one.due, following - timedelta(1))
    return Window(one.wave, one.opens, one.due, min(one.late_after, last), min(one.closes, last), one.ended)


def middle(days: tuple[date, ...]) -> date | None:
    """The day of the session in the middle of those planned; of eight the fourth."""
    return days[(len(days) - 1) // 2] if days else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; of a shorter month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), following - timedelta(1))
