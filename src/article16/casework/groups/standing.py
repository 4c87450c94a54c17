"""Where a man stands to his programme's rules of attendance. Pure: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Mark(StrEnum):
    """What the register says of a man at one session."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left-early"
    EXCUSED = "excused"
    ABSENT = "absent"
    SENT_AWAY = "sent-away"
    CANCELLED = "cancelled"  # the session did not take place


THERE = frozenset({Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY, Mark.SENT_AWAY})


class Step(StrEnum):
    """What absences bring, from the lightest."""

    LETTER = "letter"
    REVIEW = "review"
    EXCLUSION = "exclusion"


@dataclass(frozen=True, slots=True)
class Rules:
    """A programme's rules of attendance, from a day on. None in a step: no such step."""

    since: date | None = None  # None: nobody wrote rules yet, these are the ones proposed
    largest_group: int = 12  # men
    allowed: int = 4  # absences in total
    allowed_in_row: int = 2
    letter: int | None = 2  # absences in total that bring it
    review: int | None = 4
    exclusion: int | None = 5
    letter_in_row: int | None = None  # absences in a row that bring it
    review_in_row: int | None = 3
    exclusion_in_row: int | None = None
    excused_count: bool = False
    sent_away_counts: bool = True
    alone_counts: bool = True  # a session with him alone that he missed
    minimum_minutes: int = 0  # fewer minutes than these count as an absence; 0: every minute counts
    make_ups: int = 2  # absences that a man may make up for
    answer_days: int = 7  # from the session to the day a step is due

    def thresholds(self, step: Step) -> tuple[int | None, int | None]:
        """Absences in total, absences in a row."""
        return getattr(self, step.value), getattr(self, f"{step.value}_in_row")


@dataclass(frozen=True, slots=True)
class Held:
    """One session as the register has it for one man."""

    mark: Mark
    minutes: int | None = None  # None: not recorded
    made_up: bool = False
    alone: bool = False  # a session with him alone


@dataclass(frozen=True, slots=True)
class Standing:
    """What his absences come to."""

    absences: int  # that count, those made up for taken off
    in_row: int  # at the end of what was recorded
    made_up: int  # absences taken off
    reached: frozenset[Step]
    next: Step | None  # the step that comes first if he goes on missing sessions
    until_next: int  # absences until then; 0: no step is left

    @property
    def step(self) -> Step | None:
        """The gravest step reached."""
        return next((one for one in reversed(Step) if one in self.reached), None)


def counts(rules: Rules, held: Held) -> bool:
    """Whether this session counts as an absence, before anything is made up for."""
    if held.alone and not rules.alone_counts:
        return False
    match held.mark:
        case Mark.CANCELLED:
            return False
        case Mark.ABSENT:
            return True
        case Mark.EXCUSED:
            return rules.excused_count
        case Mark.SENT_AWAY:
            return rules.sent_away_counts
        case _:
            # Minutes that nobody wrote down are not an absence.
            return held.minutes is not None and held.minutes < rules.minimum_minutes


def standing(rules: Rules, sessions: Sequence[Held]) -> Standing:
    """His standing after these sessions, in the order in which they were held.

    A row of absences is ended by a session that he attended. An excused absence that does not count, one that he made
    up for and a session that was cancelled neither lengthen nor end it.
    """
    total = row = longest = made_up = 0
    for held in sessions:
        if counts(rules, held):
            if held.made_up and made_up < rules.make_ups:
                made_up += 1
                continue
            total, row = total + 1, row + 1
            longest = max(longest, row)
        elif held.mark in THERE:
            row = 0
    reached = frozenset(step for step in Step if _reached(rules, step, total, longest))
    away = {step: gap for step in Step if step not in reached and (gap := _gap(rules, step, total, row))}
    first = min(away, key=lambda step: (away[step], -list(Step).index(step)), default=None)
    return Standing(total, row, made_up, reached, first, away[first] if first else 0)


def crossed(rules: Rules, before: Sequence[Held], after: Sequence[Held]) -> tuple[Step, ...]:
    """The steps that are reached after, and were not before; the lightest first."""
    new = standing(rules, after).reached - standing(rules, before).reached
    return tuple(step for step in Step if step in new)


def _reached(rules: Rules, step: Step, total: int, longest: int) -> bool:
    in_total, in_row = rules.thresholds(step)
    return bool((in_total and total >= in_total) or (in_row and longest >= in_row))


def _gap(rules: Rules, step: Step, total: int, row: int) -> int | None:
    in_total, in_row = rules.thresholds(step)
    gaps = [most - now for most, now in ((in_total, total), (in_row, row)) if most]
    return min(gaps, default=None)
