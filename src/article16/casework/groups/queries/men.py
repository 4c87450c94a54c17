"""One man's attendance, session by session, with what was corrected and made up for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, QuerySet

from article16.casework.clients.models import Episode
from article16.casework.clients.policy import THING
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared

from ..models import Attendance, Enrolment, Session
from ..standing import Mark
from .standings import with_make_ups


@dataclass(frozen=True, slots=True)
class Attended:
    """One row of the register, current or corrected since."""

    id: UUID
    episode: UUID
    session: UUID
    number: int | None
    starts_at: datetime
    time_zone: str
    group: str
    theme: str
    mark_code: str
    minutes: int | None
    took_part: int | None
    accountability: int | None
    homework: bool | None
    note: str
    concern: bool
    concern_words: str
    written_at: datetime
    by: str
    corrects: UUID | None
    made_up: int | None

    @property
    def mark(self) -> Mark:
        return Mark(self.mark_code)


def attended(episodes: list[UUID]) -> tuple[Attended, ...]:
    """All rows of these episodes in the order of the sessions, corrected ones included. One query."""
    rows = with_make_ups(Attendance.objects.filter(episode__in=episodes))
    columns = (
        *("pk", "episode", "session", "session__number", "session__starts_at", "session__group__time_zone"),
        *("session__group__name", "session__theme", "mark", "minutes", "took_part", "accountability", "homework"),
        *("note", "concern", "concern_words", "written_at", "written_by__name", "corrects", "made_up"),
    )
    found = rows.order_by("session__starts_at", "written_at", "pk").values_list(*columns)
    return tuple(Attended(*row) for row in found)


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    id: UUID
    episode: UUID
    group: UUID
    name: str
    kind: str
    time_zone: str
    planned_sessions: int
    planned_hours: Decimal
    since: date
    until: date | None
    left_why: str


ENROLMENT = (
    *("pk", "episode", "group", "group__name", "group__kind", "group__time_zone"),
    *("group__planned_sessions", "group__planned_hours", "since", "until", "left_why"),
)


def enrolments(episodes: list[UUID]) -> tuple[EnrolmentRow, ...]:
    """Every group he was or is in, the latest first. One query."""
    rows = Enrolment.objects.filter(episode__in=episodes).order_by("-since", "-written_at")
    return tuple(EnrolmentRow(*row) for row in rows.values_list(*ENROLMENT))


def latest_enrolment(client_id: UUID, programmes: frozenset[UUID]) -> EnrolmentRow | None:
    """The group that he is in, or was in last, within these programmes. One query."""
    found = LATEST.first(client=client_id, programmes=programmes)
    return EnrolmentRow(*found) if found else None


def _latest(client: UUID, programmes: Collection[UUID]) -> QuerySet:
    rows = Enrolment.objects.filter(episode__client=client, group__programme__in=programmes)
    return rows.order_by("-since", "-written_at").values_list(*ENROLMENT)[:1]


LATEST = Prepared(_latest)


@dataclass(frozen=True, slots=True)
class ComingRow:
    group: UUID
    number: int
    starts_at: datetime


def coming(groups: list[UUID], *, most: int = 200) -> tuple[ComingRow, ...]:
    """The sessions of these groups whose register is not whole, in their order. One query."""
    rows = Session.objects.filter(group__in=groups, cancelled_at__isnull=True, number__isnull=False)
    found = rows.order_by("starts_at", "pk").values_list("group", "number", "starts_at")
    return tuple(ComingRow(*row) for row in found[:most])


def episode_at(viewer: Viewer, client_id: UUID, session_id: UUID, roles: frozenset[str]) -> Episode | None:
    """The episode of this man in which the register of this session has him, or None alike. One query."""
    rows = Attendance.objects.filter(session=session_id, episode__client=client_id)
    rows = rows.filter(session__group__programme=F("episode__programme"))
    rows = rows.filter(episode__programme__in=viewer.programmes(roles))
    rows = rows.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))
    found = rows.select_related("episode__client", "episode__programme").first()
    return found.episode if found else None


def session(session_id: UUID) -> Session:
    """The session with its group, once it is known that the viewer may see it. One query."""
    return Session.objects.select_related("group__programme").get(pk=session_id)
