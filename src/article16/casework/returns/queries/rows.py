"""The rows behind each figure. What is counted and what is listed is one and the same set of rows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from article16.casework.clients.kinds import EpisodeState, ReferralStatus
from article16.casework.clients.models import Episode, Referral, ReferralFacts, ReferralStep
from article16.casework.endings.models import Ending, Reopening
from article16.casework.groups.models import Attendance, Session
from article16.casework.questionnaires.models import Asking
from article16.casework.warnings.models import Raised
from article16.common.returns.periods import Period

Programmes = Collection[UUID] | None  # None: all, for figures that are kept by month, and days to come with them
WITHIN = (2, 7, 14, 30)  # days until the first contact, each class up to and with its last
LATER, NOT_YET = "later", "not-yet"
# Where an episode stands today whose last step this is: who has begun waits no more, whatever the days say.
STILL = {
    ReferralStatus.WAITING: [EpisodeState.REFERRED],
    ReferralStatus.TAKEN_UP: [EpisodeState.ACTIVE, EpisodeState.SUSPENDED, EpisodeState.REFERRED],
}
ANSWERED, OPEN, NO_ANSWER = "answered", "open", "no-answer"


def _alone(*values: Any) -> str:
    return str(values[0] or "") if values else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one figure: the columns that say to which part a row belongs, and where its day stands."""

    found: QuerySet
    day: str
    columns: tuple[str, ...] = ()
    part: Callable[..., str] = field(default=_alone)  # of the values of these columns, whatever day it is
    today: Callable[[str], str | None] = str  # what such a part is called today; None: it does not count yet
    of_a_man: bool = True
    sorted_by_day: bool = True  # otherwise the day may be empty in other rows of the table
    said: str = ""  # what the referral says in this column is put beside each row, as `said`

    @property
    def told(self) -> QuerySet:
        """The rows with what tells their parts apart. Who only counts them by day does without."""
        return self.found.annotate(said=_said(self.said)) if self.said else self.found

    @property
    def order(self) -> list[str]:
        """The latest first, told apart by the key."""
        key = f"-{self.found.model._meta.pk.name}"
        return [f"-{self.day}", key] if self.sorted_by_day else [key]


def _said(column: str) -> Subquery:
    facts = ReferralFacts.objects.filter(episode=OuterRef("episode"), replaced_at__isnull=True)
    return Subquery(facts.values(column)[:1])


def _episodes(programmes: Programmes) -> QuerySet[Episode]:
    """As a set and not as a join: so the day is looked up first, and not every episode there ever was."""
    return Episode.objects.filter(programme__in=list(programmes or ()))


def _of(programmes: Programmes) -> Q:
    return Q() if programmes is None else Q(episode__in=_episodes(programmes))


def _received(period: Period, programmes: Programmes) -> QuerySet[Referral]:
    return Referral.objects.filter(_of(programmes), received_on__range=(period.first, period.last))


def _office(agency: object) -> str:
    # SQLite gives the key of a subquery without its dashes.
    return str(UUID(str(agency))) if agency else ""


def _by_said(column: str, part: Callable[..., str] = _alone) -> Callable[[Period, Programmes, date], Rows]:
    def rows(period: Period, programmes: Programmes, today: date) -> Rows:
        return Rows(_received(period, programmes), "received_on", ("said",), part, said=column)

    return rows


def _first_contact(period: Period, programmes: Programmes, today: date) -> Rows:
    return Rows(_received(period, programmes), "received_on", ("received_on", "contacted_on"), _days_class)


def _days_class(received: date, contacted: date | None) -> str:
    if contacted is None:
        return NOT_YET
    days = (contacted - received).days
    return next((str(most) for most in WITHIN if days <= most), LATER)


def _waiting(period: Period, programmes: Programmes, today: date) -> Rows:
    last = min(period.last, today)
    later = ReferralStep.objects.filter(episode=OuterRef("episode"), on__lte=last).filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), written_at__gt=OuterRef("written_at"))
    )
    return Rows(_steps_there(ReferralStatus.WAITING, last, programmes, today).filter(~Exists(later)), "on")


def _steps_there(status: ReferralStatus, last: date, programmes: Programmes, today: date) -> QuerySet[ReferralStep]:
    """Such steps of episodes that had not ended: of today their state says it; of an earlier day the day of the ending.

    Of today the few that have not ended are looked up by their state, and as a set: so no other row is read.
    """
    steps = ReferralStep.objects.filter(status=status, on__lte=last)
    if last < today:
        return steps.filter(_of(programmes)).exclude(episode__ended_on__lte=last)
    return steps.filter(episode__in=_episodes(programmes).filter(state__in=STILL[status]))


def _starts(period: Period, programmes: Programmes, today: date) -> Rows:
    taken_up = ReferralStep.objects.filter(status=ReferralStatus.TAKEN_UP, on__range=(period.first, period.last))
    found = taken_up if programmes is None else taken_up.filter(episode__programme__in=list(programmes))
    return Rows(found, "on", ("said",), said="sender")


def _running(period: Period, programmes: Programmes, today: date) -> Rows:
    last = min(period.last, today)
    return Rows(_steps_there(ReferralStatus.TAKEN_UP, last, programmes, today), "on")


def _moments(period: Period) -> tuple[datetime, datetime]:
    """From the first moment of the period to the first one after it, as the clocks here go."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(period.first, time(), tzinfo=zone)
    return first, datetime.combine(period.last + timedelta(days=1), time(), tzinfo=zone)


def _sessions(period: Period, programmes: Programmes, today: date) -> Rows:
    first, after = _moments(period)
    held = Session.objects.filter(starts_at__gte=first, starts_at__lt=after, taken_at__isnull=False)
    return Rows(
        held.filter(cancelled_at__isnull=True, group__programme__in=list(programmes or ())), "starts_at", of_a_man=False
    )


def _attendance(period: Period, programmes: Programmes, today: date) -> Rows:
    corrected = Attendance.objects.filter(corrects=OuterRef("pk"))
    held = _sessions(period, programmes, today).found.values("pk")
    return Rows(Attendance.objects.filter(session__in=held).filter(~Exists(corrected)), "written_at", ("mark",))


def _endings(period: Period, programmes: Programmes, today: date) -> Rows:
    found = Ending.objects.filter(_of(programmes), decided_on__range=(period.first, period.last)).exclude(
        Exists(Ending.objects.filter(corrects=OuterRef("pk")))
    )
    stand = found.exclude(Exists(Reopening.objects.filter(ending=OuterRef("pk"))))
    return Rows(stand, "decided_on", ("kind",))


def _answers(period: Period, programmes: Programmes, today: date) -> Rows:
    last = period.last if programmes is None else min(period.last, today)
    came = Asking.objects.filter(_of(programmes), opens_on__gte=period.first, opens_on__lte=last)
    found = came.annotate(answered=_is(Q(done_at__isnull=False)), stopped=_is(~Q(ended="")))
    columns = ("wave", "answered", "stopped", "closes_on", *(["opens_on"] if last > today else []))
    part, on = partial(_stands, today), partial(_stands_on, today)
    return Rows(found, "opens_on", columns, part, on, sorted_by_day=False)


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _stands(
    today: date, wave: str, answered: bool, stopped: bool, closes: date | None, opens: date | None = None
) -> str:
    """An open one keeps its last day with it, and one that opens later its first."""
    stands = NO_ANSWER if stopped else OPEN
    days = (
        "" if answered or stopped else closes.isoformat() if closes else "",
        opens.isoformat() if opens and opens > today else "",
    )
    return ".".join((wave, ANSWERED if answered else stands, *days)).rstrip(".")


def _stands_on(today: date, part: str) -> str | None:
    wave, stands, closes, opens = f"{part}..".split(".")[:4]
    if opens > today.isoformat():
        return None
    return f"{wave}.{NO_ANSWER if closes and closes < today.isoformat() else stands}"


def _warnings(period: Period, programmes: Programmes, today: date) -> Rows:
    first, after = _moments(period)
    found = Raised.objects.filter(
        raised_at__gte=first, raised_at__lt=after, episode__programme__in=list(programmes or ())
    )
    return Rows(found, "raised_at", ("kind",))


SOURCES: Mapping[str, Callable[[Period, Programmes, date], Rows]] = {
    "referrals": _by_said("sender"),
    "agencies": _by_said("agency", _office),
    "paths": _by_said("path"),
    "first-contact": _first_contact,
    "waiting": _waiting,
    "starts": _starts,
    "running": _running,
    "sessions": _sessions,
    "attendance": _attendance,
    "endings": _endings,
    "answers": _answers,
    "warnings": _warnings,
}
