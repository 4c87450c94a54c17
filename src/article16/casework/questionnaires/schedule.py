"""When he is asked: windows from what is planned and what happened. Pure: no database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from article16.common.questionnaires.windows import (
    MAIN,
    SPANS,
    End,
    Span,
    State,
    Window,
    cut,
    middle,
    months_after,
    window,
)

__all__ = [
    "FOLLOW_UP", "FOLLOW_UPS", "LONGEST", "MAIN", "SIX_MONTHS", "USUAL", "Anchor", "Course", "End", "Rules", "Span",
    "State", "Window", "asked_as", "months_after", "ordered", "windows",
]  # fmt: skip

SIX_MONTHS = 6  # months after the anchor at which the fourth is asked
FOLLOW_UPS = (3, 6, 12, 18)  # months after the anchor that a programme can add
FOLLOW_UP = "F"  # names the span of every further follow-up
USUAL: Mapping[str, Span] = {**SPANS, FOLLOW_UP: Span(14, 28, 60)}  # where a programme has set nothing
LONGEST = 365  # days that a programme can set; beyond it a time would be about another year


class Anchor(StrEnum):
    """From what the fourth time and the follow-ups are counted."""

    COMPLETION = "completion"  # the end of the programme, or the day he stopped coming
    LAST_ATTENDED = "last-attended"  # the last session that he came to


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
    spans: Mapping[str, Span] = field(default_factory=dict)  # those that differ from what is usual

    def span(self, wave: str) -> Span:
        code = wave if wave in MAIN else FOLLOW_UP
        return self.spans.get(code, USUAL[code])


def windows(course: Course, rules: Rules) -> tuple[Window, ...]:
    """Every time of his, in order. The same facts give the same windows."""
    half, end = middle(course.sessions), _end(course)
    anchor = _anchor(course, rules, end)
    aims = {"T0": course.first_contact, "T1": course.started, "T2": half, "T3": end}
    aims["T4"] = months_after(anchor, SIX_MONTHS) if anchor else None
    made = [window(wave, aims[wave], rules.span(wave)) for wave in MAIN]
    made += [
        window(f"F{months}", months_after(anchor, months) if anchor else None, rules.span(f"F{months}"))
        for months in sorted(set(rules.follow_ups))
    ]
    return tuple(_ended(_stopped(cut(one, aims.get(NEXT.get(one.wave, ""))), course), course) for one in made)


def _end(course: Course) -> date | None:
    if course.stopped:
        return course.stopped
    return course.sessions[-1] if course.sessions else None


def _anchor(course: Course, rules: Rules, end: date | None) -> date | None:
    if rules.anchor is Anchor.LAST_ATTENDED and course.stopped:
        return course.last_attended or course.stopped
    return end


NEXT = {"T0": "T1", "T1": "T2", "T2": "T3"}


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


def asked_as(wave: str) -> str:
    """The time under which an instrument knows this wave: further follow-ups are asked as the fourth."""
    return wave if wave in MAIN else "T4"


def ordered(waves: Iterable[str]) -> tuple[str, ...]:
    """Times in their order: T0 to T4, then follow-ups by months."""
    return tuple(sorted(set(waves), key=lambda wave: (wave[0] == "F", int(wave[1:]))))
