"""What a man received of the programme, and what was ordered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from uuid import UUID

from django.db.models import Count, Sum

from article16.casework.clients.models import ReferralFacts
from article16.casework.intake.models import standing
from article16.casework.records.kinds import Happened
from article16.casework.records.models import SessionOutcome

from ..standing import THERE, Mark, Rules, counts
from .standings import HeldRow

MINUTES_IN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Dose:
    """Group sessions attended and made up for; minutes as recorded. Individual sessions stand apart."""

    sessions: int
    minutes: int
    unknown: int  # sessions attended of which nobody wrote down the minutes
    individual_sessions: int
    individual_minutes: int

    @property
    def all_sessions(self) -> int:
        return self.sessions + self.individual_sessions

    @property
    def all_minutes(self) -> int:
        return self.minutes + self.individual_minutes


@dataclass(frozen=True, slots=True)
class Ordered:
    """What somebody ordered, or, where nobody did, what the group plans."""

    sessions: int | None
    hours: float | None
    by_order: bool  # a court or agency ordered it; else it is the group's plan


def dose_of(rules: Rules, rows: Iterable[HeldRow], individual: tuple[int, int] = (0, 0)) -> Dose:
    """No query: from what the registers say. A session that counts as an absence gives nothing but what was made up."""
    attended = minutes = unknown = 0
    for row in rows:
        if row.made_up:
            attended, minutes = attended + 1, minutes + row.made_up
        elif row.mark in THERE and row.mark is not Mark.SENT_AWAY and not counts(rules, row.held):
            attended += 1
            minutes += row.minutes or 0
            unknown += row.minutes is None
    return Dose(attended, minutes, unknown, *individual)


def orders_of(episodes: Iterable[UUID]) -> dict[UUID, tuple[int | None, int | None]]:
    """Sessions and hours that the referral of each episode names. One query."""
    rows = ReferralFacts.objects.filter(episode__in=list(episodes), replaced_at__isnull=True)
    return {
        episode: (sessions, hours)
        for episode, sessions, hours in rows.values_list("episode", "sessions_ordered", "hours_ordered")
    }


@dataclass(frozen=True, slots=True)
class Alone:
    """Sessions with one man alone: those held, their minutes, and those he missed."""

    held: tuple[int, int] = (0, 0)
    missed: tuple[HeldRow, ...] = ()


def alone_of(episodes: Iterable[UUID]) -> dict[UUID, Alone]:
    """The same with each session that he missed. One query."""
    rows = standing(SessionOutcome).filter(episode__in=list(episodes)).exclude(happened=Happened.CANCELLED)
    found: dict[UUID, Alone] = {}
    for episode, session, on, pk, happened, minutes in rows.order_by("on", "session").values_list(
        "episode", "session", "on", "pk", "happened", "minutes"
    ):
        now = found.get(episode, Alone())
        if happened == Happened.HELD:
            found[episode] = replace(now, held=(now.held[0] + 1, now.held[1] + minutes))
        else:
            row = HeldRow(session, datetime.combine(on, time(), UTC), pk, Mark.ABSENT, None, 0, alone=True)
            found[episode] = replace(now, missed=(*now.missed, row))
    return found


def individual_of(episodes: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Individual sessions held in each of these episodes, and their minutes in all. One query."""
    rows = standing(SessionOutcome).filter(episode__in=list(episodes), happened=Happened.HELD).order_by()
    found = rows.values_list("episode").annotate(Count("pk"), Sum("minutes"))
    return {episode: (sessions, minutes or 0) for episode, sessions, minutes in found}


def ordered(given: tuple[int | None, int | None] | None, plan: tuple[int, float] | None) -> Ordered:
    """The order where there is one, else the plan of his group. No query."""
    if given and any(given):
        return Ordered(given[0], float(given[1]) if given[1] else None, by_order=True)
    return Ordered(plan[0], plan[1], by_order=False) if plan else Ordered(None, None, by_order=False)
