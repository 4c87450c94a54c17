"""Whether she is asked something at this moment, and when her times are. Pure but for the time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone

from article16.support.survivors.contact import Wish
from article16.support.survivors.writings import CaseFile, Kind

from .course import His
from .held import WORKERS, What
from .schedule import Days, State, Window, days_of, windows
from .standing import answered


class No(StrEnum):
    """Why she is not asked."""

    NEVER = "never"
    DANGER_ONLY = "danger only"
    NOT_AGREED = "not agreed"
    ANSWERED = "answered"
    UNPLANNED = "unplanned"
    EARLY = "early"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Times:
    """Her times, and from what they follow."""

    days: Days
    windows: tuple[Window, ...]

    def of(self, wave: str) -> Window | None:
        return next((one for one in self.windows if one.wave == wave), None)


def times(file: CaseFile, his: His) -> Times:
    set_by_hand = file.of(Kind.TIMES)
    days = days_of(his, set_by_hand[0].value if set_by_hand else None, reached=reached_on(file))
    return Times(days, windows(days))


def reached_on(file: CaseFile) -> date | None:
    """The day on which somebody of the service first spoke with her."""
    spoken = [one.at for one in file.of(Kind.ATTEMPT) if one.value.outcome == "reached"]
    return timezone.localdate(min(spoken)) if spoken else None


def refusal(file: CaseFile, what: What, *, informant: str, window: Window | None, on: date) -> No | None:
    """Checked at the moment of asking. What her worker fills in about what she knows asks nothing of her."""
    if informant != WORKERS:
        wish = file.contact.wish if file.contact else Wish.NOT_ASKED
        if wish is Wish.NEVER:
            return No.NEVER
        if wish is Wish.DANGER_ONLY:
            return No.DANGER_ONLY
        if file.agreed("questions", on) is None:
            return No.NOT_AGREED
    if not what.wave:
        return None
    if answered(file, what):
        return No.ANSWERED
    return _by_window(window, on)


def _by_window(window: Window | None, on: date) -> No | None:
    state = window.state(on) if window else State.UNPLANNED
    return {State.UNPLANNED: No.UNPLANNED, State.EARLY: No.EARLY, State.CLOSED: No.CLOSED}.get(state)
