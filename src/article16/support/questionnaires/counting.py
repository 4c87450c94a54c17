"""How many women answered at each time, and why the others did not. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from article16.support.survivors.contact import Wish
from article16.support.survivors.writings import CaseFile, Kind

from .asking import Times
from .held import What
from .planned import Planned
from .schedule import Window
from .standing import answered, why_not

ANSWERED, OPEN, CLOSED = "answered", "open", "closed"  # closed: without an answer or a reason
NEVER, NOT_AGREED = "no contact wished", "not agreed"


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One questionnaire at one time, over all women whose time has come."""

    instrument: str
    wave: str
    women: int
    answered: int
    open: int
    unexplained: int
    reasons: tuple[tuple[str, int], ...]  # the commonest first

    @property
    def share(self) -> int | None:
        """Answered, of those whose time has come, in per cent; None: nobody's has."""
        return round(100 * self.answered / self.women) if self.women else None


def board(cases: Iterable[tuple[CaseFile, Times]], planned: Planned, on: date) -> tuple[TimeRow, ...]:
    """Every time that has come for somebody."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for file, times in cases:
        for what in _asked(file, times, planned, on):
            window = times.of(what.wave)
            how = _stands(file, what, window, on) if window else ""
            if how:
                counts.setdefault((what.instrument, what.wave), Counter())[how] += 1
    return tuple(_row(*key, counts[key]) for key in sorted(counts))


def _asked(file: CaseFile, times: Times, planned: Planned, on: date) -> list[What]:
    """What is asked of every woman at each time, and what else she was asked at one."""
    more = [What(one.value.wave, one.value.instrument) for one in file.of(Kind.ANSWERS, Kind.NOT_ANSWERED)]
    usual = [What(one.wave, name) for one in times.windows for name in planned.at(one, today=on)]
    return list(dict.fromkeys([*usual, *(one for one in more if one.wave)]))


def _stands(file: CaseFile, what: What, window: Window, on: date) -> str:
    """A word for the count; empty: her time has not come."""
    if answered(file, what):
        return ANSWERED
    if window.opens is None or window.closes is None or window.opens > on:
        return ""
    if reason := why_not(file, what) or (window.ended.value if window.ended else "") or _refused(file, on):
        return reason
    return OPEN if on <= window.closes else CLOSED


def _refused(file: CaseFile, on: date) -> str:
    if file.contact and file.contact.wish in (Wish.NEVER, Wish.DANGER_ONLY):
        return NEVER
    return "" if file.agreed("questions", on) else NOT_AGREED


def _row(instrument: str, wave: str, counts: Counter[str]) -> TimeRow:
    known = {ANSWERED, OPEN, CLOSED}
    others = [(why, women) for why, women in counts.items() if why not in known]
    reasons = sorted(others, key=lambda one: (-one[1], one[0]))
    return TimeRow(instrument, wave, counts.total(), counts[ANSWERED], counts[OPEN], counts[CLOSED], tuple(reasons))
