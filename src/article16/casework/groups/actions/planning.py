"""Writes that make and change the plan of one group."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from article16.casework.warnings.actions import tell_many
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.vocabulary import Attendance as Told
from article16.wall.vocabulary import Course, CourseEvent, Message

from ..models import Attendance, Enrolment, Facilitator, Group, Session
from ..standing import Mark
from .replanning import day_of, number, replan, tell_plan


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the pair who lead a group."""

    staff: UUID
    gender: str


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """What the form about a group holds."""

    name: str
    kind: str
    capacity: int
    weekday: int
    time: time
    minutes: int
    time_zone: str
    where: str
    place: str
    first_day: date
    planned_sessions: int
    planned_hours: Decimal
    themes: str = ""
    pair: tuple[Seat, ...] = ()

    def columns(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name != "pair"}


@dataclass(frozen=True, slots=True)
class SessionPlan:
    starts_at: datetime
    minutes: int
    theme: str = ""
    place: str = ""


@transaction.atomic
def add_group(*, programme: UUID, plan: GroupPlan, largest: int, by: str, at: datetime) -> Group:
    """A group with its sessions. Raises NotPossible when it is larger than the programme's rules allow."""
    _check_capacity(plan, largest)
    group = Group(programme_id=programme, written_at=at, written_by_id=by, **plan.columns())
    _save_group(group)
    _seat(group, plan.pair, on=plan.first_day)
    replan(group, at=at, new=True)
    _record_group(group, "write_group", by, at)
    return group


@transaction.atomic
def change_group(*, group: Group, plan: GroupPlan, largest: int, by: str, at: datetime) -> None:
    """Its plan from now on: sessions that are past, recorded or set by hand stay as they are."""
    _check_capacity(plan, largest)
    held = Group.objects.select_for_update().get(pk=group.pk)
    began = Session.objects.filter(group=held, starts_at__lte=at).exists()
    if began and plan.first_day != held.first_day:
        raise NotPossible(_("The group has begun. Its first day stays as it is"))
    for name, value in plan.columns().items():
        setattr(held, name, value)
    _save_group(held)
    _seat(held, plan.pair, on=day_of(at, held))
    replan(held, at=at)
    _record_group(held, "write_group", by, at)
    tell_plan(held, at=at)


def _check_capacity(plan: GroupPlan, largest: int) -> None:
    if plan.capacity > largest:
        raise NotPossible(
            _("Your programme's rules allow %(most)d men in a group. Enter a smaller number") % {"most": largest}
        )


def _save_group(group: Group) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise NotPossible(_("There is already a group of this name. Give it another one")) from None


def _seat(group: Group, pair: tuple[Seat, ...], *, on: date) -> None:
    now = {one.seat: one for one in Facilitator.objects.filter(group=group, until__isnull=True)}
    for seat in (1, 2):
        new = pair[seat - 1] if len(pair) >= seat else None
        old = now.get(seat)
        if old and new and (old.staff_id, old.gender) == (new.staff, new.gender):
            continue
        if old:
            old.until = on
            old.save(update_fields=["until"])
        if new:
            Facilitator.objects.create(group=group, staff_id=new.staff, gender=new.gender, seat=seat, since=on)


@transaction.atomic
def end_group(*, group: Group, on: date, by: str, at: datetime) -> None:
    """No session after this day. Refused while men are in it: each leaves with a day and a reason of his own."""
    held = Group.objects.select_for_update().get(pk=group.pk)
    men = Enrolment.objects.filter(group=held, until__isnull=True).count()
    if men:
        raise NotPossible(
            ngettext("%(men)d man is still in this group.", "%(men)d men are still in this group.", men) % {"men": men}
            + " "
            + _("Take each of them out of it first")
        )
    if on < held.first_day:
        raise NotPossible(_("This day lies before the first day of the group. Enter a later day"))
    later = Session.objects.filter(group=held, cancelled_at__isnull=True, taken_at__isnull=True, starts_at__gt=at)
    gone = [one.pk for one in later if day_of(one.starts_at, held) > on]
    Session.objects.filter(pk__in=gone).update(
        cancelled_at=at, cancelled_by=by, cancelled_why=_("The group ended"), number=None, replaced=False
    )
    held.ended_on = on
    held.save(update_fields=["ended_on"])
    _record_group(held, "end_group", by, at)


@transaction.atomic
def plan_ahead(*, group: Group, by: str, at: datetime) -> None:
    """Plan a rolling group further, as its slot has it."""
    held = Group.objects.select_for_update().get(pk=group.pk)
    replan(held, at=at)
    _record_group(held, "plan_sessions", by, at)
    tell_plan(held, at=at)


@transaction.atomic
def add_session(*, group: Group, plan: SessionPlan, by: str, at: datetime) -> Session:
    """One session more than planned."""
    held = Group.objects.select_for_update().get(pk=group.pk)
    _check_inside(held, plan)
    session = Session.objects.create(
        group=held,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        theme=plan.theme,
        own_theme=bool(plan.theme),
        place=plan.place,
        planned_day=day_of(plan.starts_at, held),
        by_hand=True,
        extra=True,
    )
    _after_change(held, by=by, at=at)
    return session


@transaction.atomic
def change_session(*, session: Session, plan: SessionPlan, by: str, at: datetime) -> None:
    """Another time, length, theme or place. What was recorded keeps its time."""
    held = Session.objects.select_for_update().select_related("group").get(pk=session.pk)
    _refuse_cancelled(held)
    moved = (held.starts_at, held.minutes) != (plan.starts_at, plan.minutes)
    if moved and Attendance.objects.filter(session=held).exists():
        raise NotPossible(_("Men are recorded at this session. Its time stays as it is"))
    if moved:
        _check_inside(held.group, plan, but=held.pk)
        held.starts_at, held.minutes, held.by_hand = plan.starts_at, plan.minutes, True
    if plan.theme != held.theme:
        held.theme, held.own_theme = plan.theme, bool(plan.theme)
    held.place = plan.place
    held.save()
    _after_change(held.group, by=by, at=at, tell=moved)


def _check_inside(group: Group, plan: SessionPlan, but: UUID | None = None) -> None:
    day = day_of(plan.starts_at, group)
    if day < group.first_day:
        words = date_format(group.first_day, "j F Y")
        raise NotPossible(_("The group begins on %(day)s. Choose that day or a later one") % {"day": words})
    if group.ended_on and day > group.ended_on:
        words = date_format(group.ended_on, "j F Y")
        raise NotPossible(_("The group ended on %(day)s. Choose that day or an earlier one") % {"day": words})
    if Session.objects.filter(group=group, starts_at=plan.starts_at, cancelled_at=None).exclude(pk=but).exists():
        raise NotPossible(_("The group meets at this time already. Choose another time"))


def _refuse_cancelled(session: Session) -> None:
    if session.cancelled_at:
        raise NotPossible(_("This session was cancelled already. Go back to the group"))


def _after_change(group: Group, *, by: str, at: datetime, tell: bool = True) -> None:
    number(group)
    _record_group(group, "plan_sessions", by, at)
    if tell:
        tell_plan(group, at=at)


@transaction.atomic
def cancel_session(*, session: Session, why: str, one_more: bool, by: str, at: datetime) -> None:
    """The session does not take place: written for every man in it, and told as for every man."""
    group = Group.objects.select_for_update().get(pk=session.group_id)
    held = Session.objects.select_for_update().get(pk=session.pk)
    _refuse_cancelled(held)
    if Attendance.objects.filter(session=held).exists():
        raise NotPossible(_("Men are recorded at this session. It cannot be cancelled any more"))
    day, told_as = day_of(held.starts_at, group), min(held.number or 1, 999)
    held.cancelled_at, held.cancelled_by_id, held.cancelled_why = at, by, why
    held.number, held.replaced = None, one_more
    held.save()
    men = list(Enrolment.objects.filter(group=group, since__lte=day).exclude(until__lt=day).select_related("episode"))
    rows = [_not_held(held, one, by=by, at=at) for one in men]
    Attendance.objects.bulk_create(rows)
    if one_more:
        replan(group, at=at)
    number(group)
    _record_group(group, "plan_sessions", by, at)
    messages = [(one.episode, _cancelled(row, day, told_as)) for one, row in zip(men, rows, strict=True)]
    tell_many(messages=messages, at=at)
    tell_plan(group, at=at)


def _not_held(session: Session, one: Enrolment, *, by: str, at: datetime) -> Attendance:
    row = uuid4()
    return Attendance(
        id=row,
        session=session,
        episode_id=one.episode_id,
        mark=Mark.CANCELLED,
        fact=row,
        written_at=at,
        written_by_id=by,
    )


def _cancelled(row: Attendance, day: date, told_as: int):
    def make(mailbox: UUID, code: str) -> Message:
        return Course(
            mailbox=mailbox,
            programme=code,
            fact=row.fact,
            event=CourseEvent.ATTENDANCE,
            on=day,
            attendance=Told.CANCELLED,
            session=told_as,
        )

    return make


def _record_group(group: Group, what: str, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="group", ids=[str(group.pk)], by=by, what=what, at=at)
