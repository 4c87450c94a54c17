"""When she is asked: T0 to T4 of hers, from her first contact and from his way. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from article16.common.questionnaires.windows import (
    MAIN,
    SPANS,
    End,
    State,
    Window,
    cut,
    middle,
    months_after,
    window,
)
from article16.support.survivors.asked import Times

from .course import His

__all__ = ["MAIN", "Days", "End", "State", "Window", "days_of", "link_time", "windows"]
SIX_MONTHS = 6
NEXT = {"T0": "T1", "T1": "T2", "T2": "T3"}
FEWEST_MINUTES = timedelta(minutes=30)  # shorter is no time for a questionnaire
AMONG = 5  # of so many first possible days one is drawn


@dataclass(frozen=True, slots=True)
class Days:
    """The days from which her times follow."""

    first_contact: date | None = None
    started: date | None = None
    half: date | None = None
    end: date | None = None
    stopped: bool = False  # the end is a day that has come, not a plan
    completed: bool = False
    died: date | None = None


def days_of(his: His, hers: Times | None, *, reached: date | None) -> Days:
    """What her worker set holds before what messages say. `reached`: the day of her first contact."""
    set_by_hand = hers or Times()
    end = his.stopped or his.planned_end or (his.sessions[-1] if his.sessions else None)
    return Days(
        first_contact=set_by_hand.first_contact or reached,
        started=set_by_hand.started or his.started or (his.sessions[0] if his.sessions else None),
        half=set_by_hand.half or middle(his.sessions),
        end=set_by_hand.end or end,
        stopped=set_by_hand.stopped if set_by_hand.end else his.stopped is not None,
        completed=his.completed and not set_by_hand.stopped,
        died=his.died,
    )


def windows(days: Days) -> tuple[Window, ...]:
    """Every time of hers, in order. The same days give the same windows."""
    aims = {
        "T0": days.first_contact,
        "T1": days.started,
        "T2": days.half,
        "T3": days.end,
        "T4": months_after(days.end, SIX_MONTHS) if days.end else None,
    }
    made = [_cut(window(wave, aims[wave], SPANS[wave]), aims.get(NEXT.get(wave, ""))) for wave in MAIN]
    return tuple(_ended(_before(_stopped(one, days), days), days) for one in made)


def _cut(one: Window, following: date | None) -> Window:
    """A time ends where the next begins; but she may be reached first when he has long begun: then it is hers whole."""
    later = one.due is not None and following is not None and following > one.due
    return cut(one, following) if later else one


def _stopped(one: Window, days: Days) -> Window:
    """He stopped coming: the half closes, and so does a start that was never made; the end opens that day."""
    if not days.stopped or days.end is None:
        return one
    if one.wave == "T3":
        return replace(one, opens=days.end)
    passed = days.completed and one.due is not None and one.due <= days.end
    if one.wave == "T2" and not passed:
        return replace(one, ended=End.STOPPED)
    if one.wave == "T1" and (one.due is None or one.due > days.end):
        return replace(one, ended=End.STOPPED)
    return one


def _before(one: Window, days: Days) -> Window:
    """What was over before she was first reached was never hers to answer."""
    over = one.wave != "T0" and one.closes is not None and days.first_contact is not None
    if over and one.closes < days.first_contact:  # type: ignore[operator]  # `over` says that both are there
        return replace(one, ended=one.ended or End.BEFORE)
    return one


def _ended(one: Window, days: Days) -> Window:
    return replace(one, ended=End.DIED) if days.died else one


def link_time(
    one: Window,
    spans: Iterable[tuple[datetime, datetime]],
    *,
    his_days: frozenset[date],
    case: UUID,
    zone: str,
    at: datetime,
) -> tuple[datetime, datetime] | None:
    """When a link of hers opens: inside her own times, on no day of his, and not always so many days after one.

    Parameters
    ----------
    spans
        Her safe times from now on, in order.
    his_days
        Days that he has in his calendar.
    case
        From it the day is drawn, so that the same question gives the same day.

    Returns
    -------
    The stretch in which it opens; None when her times and this window have no day in common yet.
    """
    if one.opens is None or one.closes is None or one.ended is not None:
        return None
    first, last = one.opens, one.closes
    local = ZoneInfo(zone)

    def fits(since: datetime, until: datetime) -> bool:
        days = {since.astimezone(local).date(), (until - timedelta(seconds=1)).astimezone(local).date()}
        inside = all(first <= day <= last for day in days)
        return inside and days.isdisjoint(his_days) and until - since >= FEWEST_MINUTES

    possible: Sequence[tuple[datetime, datetime]] = [
        (max(since, at), until) for since, until in spans if until > at and fits(max(since, at), until)
    ][:AMONG]
    return possible[case.int % len(possible)] if possible else None
