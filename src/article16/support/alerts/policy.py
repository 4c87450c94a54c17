"""Rungs, lines and times: what holds where the lead has set nothing, and the rules over them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.wall.vocabulary import AlertKind, Severity, Source

DESK = ("lead", "worker")
THING = "alert"
ACCESS: dict[str, Access] = {
    "duty-desk": staff(*DESK, thing=THING),
    "alerts-untold": staff(*DESK, thing=THING),
    "alert": staff(*DESK, thing=THING),
    "alert-take": staff(*DESK, thing=THING),
    "alert-pass-on": staff(*DESK, thing=THING),
    "alert-acknowledge": staff(*DESK, thing=THING),
    "alert-telling": staff(*DESK, thing=THING),
    "survivor-warnings": staff(*DESK, thing="case"),
    "alert-board": staff("lead", thing=THING),
    "alert-ladder": staff("lead"),
    "rota": staff(*DESK),
    "rota-shift-add": staff("lead"),
    "rota-shift-end": staff("lead"),
    "rota-hours": staff("lead"),
    "rota-absence-add": staff(*DESK),
    "rota-reach": staff(*DESK),
}
TITLES = {
    "duty-desk": _("duty desk"),
    "alerts-untold": _("warnings acted on, telling not recorded yet"),
    "alert": _("a warning"),
    "alert-acknowledge": _("acknowledging a warning"),
    "alert-telling": _("what she was told of a warning"),
    "survivor-warnings": _("warnings about the man of a case"),
    "alert-board": _("board of warnings"),
    "alert-ladder": _("ladder"),
    "rota": _("rota"),
    "rota-shift-add": _("a shift in the rota"),
    "rota-shift-end": _("ending a shift"),
    "rota-hours": _("hours of duty"),
    "rota-absence-add": _("an absence"),
    "rota-reach": _("own telephone for notices"),
    "alert-taken": _("a warning taken"),
    "alert-passed-on": _("a warning passed on"),
    "alert-acknowledged": _("a warning acknowledged"),
    "alert-closed": _("a warning closed"),
    "alert-cases": _("a warning linked to cases"),
    "set_ladder": _("ladder"),
    "add_shift": _("a shift in the rota"),
    "end_shift": _("a shift ended"),
    "set_hours": _("hours of duty"),
    "add_absence": _("an absence"),
    "set_reach": _("telephone for notices"),
}


class Line(StrEnum):
    """Who can be told, as the rota knows them."""

    DUTY = "duty"
    SECOND = "second"
    MANAGER = "manager"
    HEAD = "head"


LINES = {
    Line.DUTY: _("Duty"),
    Line.SECOND: _("Second on call"),
    Line.MANAGER: _("Manager on call"),
    Line.HEAD: _("Head of service"),
}
# Who stands in a line for which no rota was ever written.
ROLE_OF = {Line.DUTY: "worker", Line.SECOND: "worker", Line.MANAGER: "lead", Line.HEAD: "lead"}

KINDS = {
    AlertKind.THREAT: _("Threat spoken of"),
    AlertKind.CONCERN: _("Concern of a facilitator"),
    AlertKind.REMOVED: _("Removed from the programme"),
    AlertKind.SEPARATION: _("Speaks of a separation"),
    AlertKind.MOVE: _("Speaks of moving"),
    AlertKind.MISSED_SESSIONS: _("Missed sessions: past the policy step"),
    AlertKind.DROPPED_OUT: _("Ended: dropped out"),
    AlertKind.SUSPENDED: _("Suspended"),
    AlertKind.NO_SHOW: _("Referred, and never came"),
    AlertKind.REGISTER_MISSING: _("Register not taken within 24 h"),
    AlertKind.NO_NEXT_SESSION: _("No next session planned"),
    AlertKind.ENDED_WITHOUT_REASON: _("Ended without a reason"),
    AlertKind.REFERRAL_UNANSWERED: _("Referral not answered"),
    AlertKind.TEST: _("Test warning"),
    # Raised here, with nobody unlocked: it says that something waits, and not whether a woman wrote it.
    "own": _("Something waits to be read"),
}
SEVERITIES = {Severity.HIGHEST: _("highest"), Severity.HIGH: _("high"), Severity.ORDINARY: _("ordinary")}

SOURCES = {
    Source.CLIENT: _("The man himself"),
    Source.STAFF: _("Staff of the programme"),
    Source.COURT: _("A court"),
    Source.POLICE: _("Police"),
    Source.PROBATION: _("Probation"),
    Source.CHILD_PROTECTION: _("Child protection"),
    Source.OTHER_AGENCY: _("Another agency"),
}

EMERGENCY = "emergency"  # after this a debrief is owed to whoever did it
ACTIONS = {
    "reached": _("I spoke with her"),
    "message": _("I left word as she has agreed to"),
    EMERGENCY: _("I called the emergency services"),
    "colleague": _("A colleague is acting now; I spoke with her"),
    "plan": _("I acted on the safety plan without contact"),
    "waits": _("She will be told at the next contact; I judged that this can wait"),
    "none": _("There is nothing to do; the reason stands below"),
}
HOW = {
    "spoken": _("Spoken, in person"),
    "phone": _("By telephone"),
    "message": _("By message to her safe contact"),
    "letter": _("By letter to her safe address"),
    "not-told": _("She was not told; the reason stands below"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: who, and after which part (per cent) of the time between coming and deadline."""

    line: Line
    percent: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How long taking holds the ladder, and how often the top is told again. Minutes."""

    hold: int
    again: int


LADDER = (Step(Line.DUTY, 0), Step(Line.SECOND, 50), Step(Line.MANAGER, 75), Step(Line.HEAD, 100))
PACES = {Severity.HIGHEST: Pace(5, 5), Severity.HIGH: Pace(20, 15), Severity.ORDINARY: Pace(60, 60)}
LEAST_HOLD = timedelta(minutes=5)  # also past the deadline a person who takes it gets the time to unlock
UNDELIVERED = timedelta(seconds=60)  # a notice that waits for longer counts as failed
LONGEST_LADDER = 6


@dataclass(frozen=True, slots=True)
class Week:
    """The hours in which a worker is on duty, in local time. No stretch at all: always."""

    stretches: tuple[tuple[int, time, time], ...]  # weekday, opens, closes

    def staffed(self, at: datetime, zone: tzinfo) -> bool:
        here = at.astimezone(zone)
        return not self.stretches or any(_within(here, *one) for one in self.stretches)


def _within(here: datetime, weekday: int, opens: time, closes: time) -> bool:
    moment = here.time().replace(tzinfo=None)
    if opens < closes:
        return here.weekday() == weekday and opens <= moment < closes
    # Past midnight, or round the clock where both are the same.
    after = (here.weekday() - 1) % 7 == weekday and moment < closes
    return (here.weekday() == weekday and moment >= opens) or after


@dataclass(frozen=True, slots=True)
class Roster:
    """Who can be told on each line at one moment. Absent and disabled people are in none."""

    at: datetime
    staffed: bool
    lines: dict[Line, tuple[UUID, ...]]
    everybody: tuple[UUID, ...]  # all active leads and workers, for when no line has anybody
    channels: dict[UUID, tuple[str, ...]] = field(default_factory=dict)  # outside the page

    def on(self, line: Line) -> tuple[UUID, ...]:
        """In hours without a worker the on-call manager stands where the duty worker would."""
        return self.lines.get(Line.MANAGER if line is Line.DUTY and not self.staffed else line, ())


def told_at(step: Step, *, came: datetime, due: datetime) -> datetime:
    """When this rung is told: never after the deadline, and at once where that has passed already."""
    return came + max(timedelta(0), due - came) * (min(step.percent, 100) / 100)


def hold_until(pace: Pace, *, at: datetime, due: datetime) -> datetime:
    """Until when taking holds the ladder: its time, not past the deadline, but long enough to unlock."""
    return min(at + timedelta(minutes=pace.hold), max(due, at + LEAST_HOLD))


def checked(steps: Sequence[Step]) -> str:
    """Why this ladder cannot be used; empty: it can."""
    percents = [one.percent for one in steps]
    if not steps or percents[0] != 0:
        return _("The first rung is told at once: 0 per cent.")
    if percents != sorted(percents) or percents[-1] > 100:
        return _("Each rung is told after the one before it, and the top at the deadline or sooner.")
    return ""


def hurried(next_due: datetime, *, at: datetime, all_failed: bool) -> datetime:
    """A channel has failed: the rest of the wait is halved, or ends when nobody was reached on this rung."""
    if all_failed:
        return min(next_due, at)
    return min(next_due, at + max(timedelta(0), next_due - at) / 2)
