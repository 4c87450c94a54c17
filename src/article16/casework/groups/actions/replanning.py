"""The plan of a group made anew from its slot, and told to her service as it stands then."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.records.models import Review
from article16.casework.warnings.actions import tell_many
from article16.wall.vocabulary import Message, Schedule

from ..models import Attendance, Enrolment, Group, Holiday, Session
from ..plan import Closed, Slot, days, position

AHEAD = timedelta(weeks=26)  # how far a rolling group is planned
LONGEST = 200  # days in one message


def slot_of(group: Group) -> Slot:
    return Slot(group.weekday, group.time, group.minutes, group.time_zone)


def day_of(moment: datetime, group: Group) -> date:
    """The day by the clock on the wall where the group meets."""
    return moment.astimezone(ZoneInfo(group.time_zone)).date()


def replan(group: Group, *, at: datetime, new: bool = False) -> None:
    """Set every future session that nobody touched to the slot as it is now, and number them all.

    `new`: the group was written down just now, and perhaps met before; its past sessions are made too.
    """
    sessions = list(Session.objects.filter(group=group).annotate(recorded=_recorded()).order_by("starts_at", "pk"))
    free = [one for one in sessions if _is_free(one, at)]
    kept = [one for one in sessions if not _is_free(one, at)]
    moments = _moments(group, kept, at=at, new=new)
    for one, (day, moment) in zip(free, moments, strict=False):
        one.planned_day, one.starts_at, one.minutes = day, moment, group.minutes
    surplus, staying = free[len(moments) :], free[: len(moments)]
    Session.objects.filter(pk__in=[one.pk for one in surplus]).delete()
    Session.objects.bulk_update(staying, ["planned_day", "starts_at", "minutes"])
    Session.objects.bulk_create(
        Session(group=group, planned_day=day, starts_at=moment, minutes=group.minutes)
        for day, moment in moments[len(staying) :]
    )
    number(group)


def _recorded() -> Exists:
    return Exists(Attendance.objects.filter(session=OuterRef("pk")))


def _is_free(one: Session, at: datetime) -> bool:
    return one.starts_at > at and not (one.by_hand or one.cancelled_at or one.recorded)


def _moments(group: Group, kept: list[Session], *, at: datetime, new: bool) -> list[tuple[date, datetime]]:
    """Where the sessions belong that nobody touched: after now, on days of the slot that no other one stands for."""
    slot, today = slot_of(group), day_of(at, group)
    occupied = {one.planned_day for one in kept}
    closed = [Closed(*row) for row in _holidays(group.programme_id)]
    since = group.first_day if new else max(group.first_day, today)
    found = days(slot, since=since, holidays=closed, without=occupied)
    wanted = _wanted(group, kept)
    last = group.ended_on or (today + AHEAD if group.kind == "rolling" else date.max)
    chosen: list[tuple[date, datetime]] = []
    for day in found:
        if day > last or (wanted is not None and len(chosen) >= wanted):
            break
        if (moment := slot.moment(day)) > at or new:
            chosen.append((day, moment))
    return chosen


def _wanted(group: Group, kept: list[Session]) -> int | None:
    """How many sessions are still to be planned; None: as far ahead as a rolling group is planned."""
    if group.kind == "rolling":
        return None
    held = sum(not one.extra and (one.cancelled_at is None or not one.replaced) for one in kept)
    return max(group.planned_sessions - held, 0)


def _holidays(programme: UUID) -> Iterable[tuple[date, date]]:
    return Holiday.objects.filter(programme=programme, removed_at__isnull=True).values_list("first", "last")


def number(group: Group) -> None:
    """Number the sessions in their order; one that was recorded keeps the number under which it was told."""
    rows = Session.objects.filter(group=group, cancelled_at__isnull=True).annotate(recorded=_recorded())
    sessions = list(rows.order_by("starts_at", "pk"))
    fixed = {one.number for one in sessions if one.recorded and one.number}
    numbers = (n for n in range(1, len(sessions) + len(fixed) + 1) if n not in fixed)
    themes = [line.strip() for line in group.themes.splitlines()]
    changed, moving = [], []
    for one in sessions:
        if one.recorded and one.number:
            continue
        new = next(numbers)
        theme = one.theme if one.own_theme else _theme(themes, position(new, len(themes)))
        if (new, theme) == (one.number, one.theme):
            continue
        if one.number not in (None, new):
            moving.append(one.pk)
        one.number, one.theme = new, theme
        changed.append(one)
    # No number is held by two at any moment, also not in the middle.
    Session.objects.filter(pk__in=moving).update(number=None)
    Session.objects.bulk_update(changed, ["number", "theme"])


def _theme(themes: list[str], place: int) -> str:
    return themes[place - 1][:160] if 0 < place <= len(themes) else ""


def tell_plan(group: Group, *, at: datetime) -> None:
    """Tell her service the planned days of every man in this group. Last in the transaction."""
    today = day_of(at, group)
    rows = Enrolment.objects.filter(group=group).exclude(until__lt=today)
    tell_plans(rows.select_related("episode").order_by("pk"), group=group, at=at)


def tell_plans(enrolments: Iterable[Enrolment], *, group: Group, at: datetime) -> None:
    """The same for some of its men."""
    planned = [day_of(moment, group) for moment in _planned(group)]
    today, men = day_of(at, group), list(enrolments)
    reviews = _reviews([one.episode_id for one in men], today)
    messages = [(one.episode, _schedule(_his(planned, one, group), today, reviews.get(one.episode_id))) for one in men]
    tell_many(messages=messages, at=at)


def _reviews(episodes: Iterable[UUID], today: date) -> dict[UUID, date]:
    rows = Review.objects.filter(episode__in=list(episodes), settled_at=None, due_on__gte=today)
    return dict(rows.order_by("-due_on").values_list("episode", "due_on"))


def tell_review_only(episodes: Sequence[Episode], *, at: datetime) -> None:
    """The plan of men who are in no group: the review that is due, and no session. Last in the transaction."""
    if episodes:
        today = timezone.localdate(at)
        due = _reviews([one.pk for one in episodes], today)
        tell_many(messages=[(one, _schedule([], today, due.get(one.pk))) for one in episodes], at=at)


def _planned(group: Group) -> Iterable[datetime]:
    rows = Session.objects.filter(group=group, cancelled_at__isnull=True).order_by("starts_at")
    return rows.values_list("starts_at", flat=True)


def _his(planned: list[date], one: Enrolment, group: Group) -> list[date]:
    """A rolling group goes on; what is planned for him ends with the planned number."""
    mine = [day for day in planned if one.since <= day and (one.until is None or day <= one.until)]
    return mine[: group.planned_sessions] if group.kind == "rolling" else mine


def _schedule(mine: list[date], today: date, review: date | None = None):
    def make(mailbox: UUID, code: str) -> Message:
        return Schedule(
            mailbox=mailbox,
            programme=code,
            first_session=mine[0] if mine else None,
            sessions=tuple(day for day in mine if day >= today)[:LONGEST],
            reviews=(review,) if review else (),
            planned_end=mine[-1] if mine else None,
        )

    return make


def tell_nothing_planned(episode: Episode, *, at: datetime) -> None:
    """He is in no group any more: the plan is empty. Last in the transaction."""
    tell_many(messages=[(episode, nothing_planned)], at=at)


def nothing_planned(mailbox: UUID, code: str) -> Message:
    """The empty plan of this man in this programme."""
    return Schedule(mailbox=mailbox, programme=code)
