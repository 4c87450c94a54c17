"""Groups, their members and their sessions, as the pages show them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.clients.names import plain
from article16.casework.clients.policy import THING
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db import paging
from article16.common.db.prepared import Prepared

from ..models import Enrolment, Facilitator, Group, Session
from ..policy import READERS, groups_of

MOST_NEW = 200  # men offered on one form
MOST_TO_TAKE = 50  # sessions that wait; when these are done the next ones come


@dataclass(frozen=True, slots=True)
class GroupRow:
    id: UUID
    programme_id: UUID
    programme: str
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
    ended_on: date | None

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.time_zone))


OF_GROUP = (
    *("pk", "programme_id", "programme__name", "name", "kind", "capacity", "weekday", "time", "minutes", "time_zone"),
    *("where", "place", "first_day", "planned_sessions", "planned_hours", "ended_on"),
)


def row_of(group: Group) -> GroupRow:
    """The row of a group that was read with its programme. No query."""
    return GroupRow(
        group.pk, group.programme_id, group.programme.name, *(getattr(group, name) for name in OF_GROUP[3:])
    )


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One line of the list."""

    group: GroupRow
    men: int
    next: datetime | None  # the next session planned
    open_registers: int  # sessions that have begun and whose register is not taken


@dataclass(frozen=True, slots=True)
class GroupPart:
    rows: tuple[GroupLine, ...]
    earlier: str
    later: str


def groups(viewer: Viewer, *, at: datetime, ended: bool = False, token: str = "", size: int = 50) -> GroupPart:
    """Groups of the viewer's programmes by name, one page. Two queries, whatever their number."""
    # Asked of each group, and not the other way round: SQLite would sort all groups of the programmes.
    mine = groups_of(viewer).filter(pk=OuterRef("pk"))
    rows = Group.objects.filter(Exists(mine), ended_on__isnull=not ended).select_related("programme")
    part = paging.page(rows, order=["name", "id"], token=token, size=size)
    counted = _counted([one.pk for one in part.rows], at)
    found = tuple(GroupLine(row_of(one), *counted[one.pk]) for one in part.rows)
    return GroupPart(found, part.earlier, part.later)


def _counted(ids: list[UUID], at: datetime) -> dict[UUID, tuple[int, datetime | None, int]]:
    """Men, next session and open registers of these groups. Apart from the list, whose order would count them all."""
    today = timezone.localdate(at)
    sessions = Session.objects.filter(group=OuterRef("pk"), cancelled_at__isnull=True)
    rows = Group.objects.filter(pk__in=ids).annotate(
        men=_count(_members(OuterRef("pk"), today)),
        next=Subquery(sessions.filter(starts_at__gt=at).order_by("starts_at").values("starts_at")[:1]),
        open_registers=_count(not_taken(sessions, at)),
    )
    return {pk: (men, next_, late) for pk, men, next_, late in rows.values_list("pk", "men", "next", "open_registers")}


def _members(group, on: date) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(group=group).exclude(until__lt=on)


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("group").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def not_taken(sessions: QuerySet[Session], at: datetime) -> QuerySet[Session]:
    """Sessions that have begun, had at least one man in them, and whose register is not whole."""
    return _with_men(sessions.filter(starts_at__lte=at, cancelled_at__isnull=True, taken_at__isnull=True))


def _with_men(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Those on whose day, by this service's clock, somebody was in the group."""
    on = OuterRef("held_on")
    until = Q(until__isnull=True) | Q(until__gte=on)
    somebody = Enrolment.objects.filter(until, group=OuterRef("group"), since__lte=on)
    return sessions.annotate(held_on=F("starts_at__date")).filter(Exists(somebody))


@dataclass(frozen=True, slots=True)
class SeatRow:
    name: str
    gender: str
    seat: int
    staff: UUID


def pair_of(group_id: UUID) -> tuple[SeatRow, ...]:
    """Who leads the group now. One query."""
    rows = Facilitator.objects.filter(group=group_id, until__isnull=True).order_by("seat")
    return tuple(SeatRow(*row) for row in rows.values_list("staff__name", "gender", "seat", "staff"))


Named = TypeVar("Named", bound="HasName")


class HasName(Protocol):
    @property
    def name(self) -> str: ...


def by_name(rows: Iterable[Named]) -> tuple[Named, ...]:
    """As people order names: Łukasik between Kern and Müller, which no database does by itself."""
    return tuple(sorted(rows, key=lambda row: (plain(row.name), row.name)))


@dataclass(frozen=True, slots=True)
class MemberRow:
    enrolment: UUID
    episode: UUID
    client: UUID
    code: str
    name: str
    since: date
    until: date | None


def members(viewer: Viewer, group_id: UUID, *, on: date) -> tuple[MemberRow, ...]:
    """The men of a group from this day on, by name, without those whose file is closed to the viewer. One query."""
    rows = _members(group_id, on).exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))
    columns = ("pk", "episode", "episode__client", "episode__client__code", "episode__client__name", "since", "until")
    return by_name(MemberRow(*row) for row in rows.order_by("pk").values_list(*columns))


def places_taken(group_id: UUID, *, on: date) -> int:
    """One query."""
    return _members(group_id, on).count()


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: UUID
    number: int | None  # cancelled: none
    starts_at: datetime
    minutes: int
    theme: str
    place: str
    extra: bool
    moved: bool
    cancelled_why: str
    cancelled: bool
    taken_at: datetime | None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


OF_SESSION = (
    *("pk", "number", "starts_at", "minutes", "theme", "place", "extra", "by_hand"),
    *("cancelled_why", "cancelled_at", "taken_at"),
)


def session_row(one: Session) -> SessionRow:
    return session_of(*(getattr(one, name) for name in OF_SESSION))


def session_of(*values: Any) -> SessionRow:
    """Of the values of `OF_SESSION`."""
    pk, number, starts_at, minutes, theme, place, extra, by_hand, why, cancelled_at, taken_at = values
    moved, cancelled = by_hand and not extra, cancelled_at is not None
    return SessionRow(pk, number, starts_at, minutes, theme, place, extra, moved, why, cancelled, taken_at)


@dataclass(frozen=True, slots=True)
class SessionPart:
    rows: tuple[SessionRow, ...]
    earlier: str
    later: str


def sessions(group_id: UUID, *, token: str = "", size: int = 50) -> SessionPart:
    """All sessions of a group in their order, cancelled ones included, one page. One query."""
    rows = Session.objects.filter(group=group_id)
    part = paging.page(rows, order=["starts_at", "id"], token=token, size=size)
    return SessionPart(tuple(session_row(one) for one in part.rows), part.earlier, part.later)


def around(group_id: UUID, *, at: datetime, before: int = 4, after: int = 5) -> tuple[SessionRow, ...]:
    """The sessions round this moment, in their order: the last ones, and those that come. Two queries."""
    rows = Session.objects.filter(group=group_id)
    past = reversed(rows.filter(starts_at__lte=at).order_by("-starts_at", "-pk")[:before])
    coming = rows.filter(starts_at__gt=at).order_by("starts_at", "pk")[:after]
    return tuple(session_row(one) for one in [*past, *coming])


def open_registers(group_id: UUID, *, at: datetime, most: int = 20) -> tuple[SessionRow, ...]:
    """Sessions whose register is not taken, the oldest first. One query."""
    rows = not_taken(Session.objects.filter(group=group_id), at).order_by("starts_at", "pk")
    return tuple(session_row(one) for one in rows[:most])


def planned_in_all(group_id: UUID) -> int:
    """Sessions of a group that are held or planned. One query."""
    return Session.objects.filter(group=group_id, cancelled_at__isnull=True).count()


@dataclass(frozen=True, slots=True)
class NewcomerRow:
    episode: UUID
    client: UUID
    code: str
    name: str
    state: str


def open_groups(programmes: Iterable[UUID]) -> tuple[tuple[UUID, UUID, str], ...]:
    """Programme, id and name of the groups under way in these programmes, by name. One query."""
    rows = Group.objects.filter(programme__in=list(programmes), ended_on__isnull=True).order_by("name", "pk")
    return tuple(rows.values_list("programme", "pk", "name"))


def newcomers(viewer: Viewer, programme_id: UUID, *, also: UUID | None = None) -> tuple[NewcomerRow, ...]:
    """Men of this programme in no group, by name, the first 200, and this one in any case. One query, or two."""
    grouped = Enrolment.objects.filter(episode=OuterRef("pk"), until__isnull=True)
    rows = Episode.objects.filter(~Exists(grouped), programme=programme_id).exclude(state=EpisodeState.ENDED)
    rows = rows.filter(programme__in=viewer.programmes(READERS))
    rows = rows.exclude(client__in=accounts.closed_objects(viewer.id, THING)).order_by("client__name", "pk")
    columns = ("pk", "client", "client__code", "client__name", "state")
    found = [NewcomerRow(*row) for row in rows.values_list(*columns)[:MOST_NEW]]
    if also and len(found) == MOST_NEW and all(one.episode != also for one in found):
        found += [NewcomerRow(*row) for row in rows.filter(pk=also).values_list(*columns)]
    return by_name(found)


def to_take(programmes: frozenset[UUID], *, at: datetime, until: datetime) -> list[tuple[GroupRow, SessionRow]]:
    """Sessions whose register is not taken, and those that begin until then, the oldest first. One query."""
    rows = TO_TAKE.rows(programmes=programmes, until=until)
    return [(GroupRow(*row[: len(OF_GROUP)]), session_of(*row[len(OF_GROUP) :])) for row in rows]


def _to_take(programmes: Collection[UUID], until: datetime) -> QuerySet:
    # Asked this way the index of registers not taken gives the first fifty; by group all sessions ever held are read.
    mine = Group.objects.filter(pk=OuterRef("group"), programme__in=programmes)
    rows = Session.objects.filter(Exists(mine), cancelled_at__isnull=True, taken_at__isnull=True)
    found = _with_men(rows.filter(starts_at__lte=until)).order_by("starts_at", "pk")
    return found.values_list(*(f"group__{name}" for name in OF_GROUP), *OF_SESSION)[:MOST_TO_TAKE]


TO_TAKE = Prepared(_to_take)
