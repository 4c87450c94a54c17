"""One register: who is in it, what stands in it, and where each man stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.clients.policy import THING
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared

from ..models import Attendance, Debrief, Enrolment, Session
from ..standing import Held, Mark, Rules, Standing, standing
from .groups import by_name, not_taken
from .standings import HeldRow, current, held_by

LATE_AFTER = timedelta(hours=24)  # from the end of a session


@dataclass(frozen=True, slots=True)
class MarkRow:
    """What stands in the register of one man."""

    id: UUID
    mark: Mark
    minutes: int | None
    took_part: int | None
    accountability: int | None
    homework: bool | None
    note: str
    concern: bool
    concern_words: str
    written_at: datetime
    by: UUID
    corrects: UUID | None


@dataclass(frozen=True, slots=True)
class ManRow:
    """One man of the register."""

    episode: UUID
    client: UUID
    code: str
    name: str
    state: str  # of his episode, today
    marked: MarkRow | None = None  # None: not recorded
    before: tuple[Held, ...] = ()  # his other sessions until this one
    this: tuple[Held, ...] = ()
    after: tuple[Held, ...] = ()
    rules: Rules = field(default_factory=Rules)

    def if_marked(self, held: Held) -> Standing:
        return standing(self.rules, [*self.before, held, *self.after])

    @property
    def now(self) -> Standing:
        """As it stands, this session included when it is recorded."""
        return standing(self.rules, [*self.before, *self.this, *self.after])


def listed(viewer: Viewer, session: Session, day: date) -> tuple[ManRow, ...]:
    """The men of this session by name, without those whose file is closed to the viewer, and no more. One query."""
    return by_name(ManRow(*row) for row in LISTED.rows(group=session.group_id, day=day, staff=viewer.id))


def _listed(group: UUID, day: date, staff: UUID) -> QuerySet:
    rows = Enrolment.objects.filter(group=group, since__lte=day).exclude(until__lt=day)
    rows = rows.exclude(episode__client__in=accounts.closed_objects(staff, THING))
    columns = (
        *("episode", "episode__client", "episode__client__code", "episode__client__name"),
        "episode__state",
    )
    return rows.order_by("pk").values_list(*columns)


LISTED = Prepared(_listed)


def men_of(session: Session, men: Sequence[ManRow], rules: Rules) -> tuple[ManRow, ...]:
    """The same with what stands in the register and where each of them stands. Two queries."""
    marked = {one.episode_id: _mark_row(one) for one in current().filter(session=session)}
    histories = held_by(man.episode for man in men)
    return tuple(_man(man, marked.get(man.episode), histories[man.episode], session, rules) for man in men)


def _man(man: ManRow, marked: MarkRow | None, history: list[HeldRow], session: Session, rules: Rules) -> ManRow:
    others = [row for row in history if row.session != session.pk]
    return replace(
        man,
        marked=marked,
        before=tuple(row.held for row in others if row.starts_at <= session.starts_at),
        this=tuple(row.held for row in history if row.session == session.pk),
        after=tuple(row.held for row in others if row.starts_at > session.starts_at),
        rules=rules,
    )


def _mark_row(one: Attendance) -> MarkRow:
    return MarkRow(
        one.pk,
        Mark(one.mark),
        one.minutes,
        one.took_part,
        one.accountability,
        one.homework,
        one.note,
        one.concern,
        one.concern_words,
        one.written_at,
        one.written_by_id,
        one.corrects_id,
    )


@dataclass(frozen=True, slots=True)
class DebriefRow:
    words: str
    at: datetime
    by: str


def debrief_of(session_id: UUID) -> DebriefRow | None:
    """What the pair wrote last. One query."""
    found = DEBRIEF.first(session=session_id)
    return DebriefRow(*found) if found else None


def _debrief(session: UUID) -> QuerySet:
    rows = Debrief.objects.filter(session=session).order_by("-written_at", "pk")
    return rows.values_list("words", "written_at", "written_by__name")[:1]


DEBRIEF = Prepared(_debrief)


def derived(*ids: UUID) -> UUID:
    """The id of a fact that is an absence, made of the random ids of what it is about, so that it is told once."""
    return UUID(bytes=sha256(b"".join(one.bytes for one in ids)).digest()[:16], version=4)


@dataclass(frozen=True, slots=True)
class Missing:
    """One man for whom something should stand here and does not."""

    fact: UUID
    episode: Episode
    since: datetime  # when it began to be missing


def registers_not_taken(
    at: datetime, *, sessions: Iterable[UUID] | None = None, since: datetime | None = None
) -> list[Missing]:
    """The men of sessions that ended 24 hours ago and more, of whom the register is silent. Three queries.

    `sessions`: only these; `since`: only those that began after it.
    """
    rows = Session.objects.filter(starts_at__gt=since) if since else Session.objects.all()
    rows = rows if sessions is None else rows.filter(pk__in=list(sessions))
    late = not_taken(rows, at - LATE_AFTER).select_related("group").order_by("starts_at", "pk")
    found = {one.pk: one for one in late if one.starts_at + timedelta(minutes=one.minutes) <= at - LATE_AFTER}
    return _unrecorded(found)


def _unrecorded(found: dict[UUID, Session]) -> list[Missing]:
    groups: dict[UUID, list[Session]] = {}
    for one in found.values():
        groups.setdefault(one.group_id, []).append(one)
    men: dict[UUID, list[Enrolment]] = {}
    for row in Enrolment.objects.filter(group__in=groups).select_related("episode").order_by("pk"):
        men.setdefault(row.group_id, []).append(row)
    there = set(Attendance.objects.filter(session__in=found).values_list("session", "episode"))
    return [
        Missing(derived(one.pk, row.episode_id), row.episode, one.starts_at + timedelta(minutes=one.minutes))
        for group, sessions in groups.items()
        for one in sessions
        for row in men.get(group, [])
        if _was_in(row, one) and (one.pk, row.episode_id) not in there
    ]


def _was_in(row: Enrolment, session: Session) -> bool:
    day = session.starts_at.astimezone(ZoneInfo(session.group.time_zone)).date()
    return row.since <= day and (row.until is None or row.until >= day)


def no_next_session(at: datetime, *, episodes: Iterable[UUID] | None = None) -> list[Missing]:
    """Men in the programme for whom no session is planned: in no group, or in one without a plan. One query."""
    rows = Episode.objects.filter(state=EpisodeState.ACTIVE)
    rows = rows if episodes is None else rows.filter(pk__in=list(episodes))
    mine = Enrolment.objects.filter(episode=OuterRef("pk"))
    # From his enrolments to their groups' sessions: the other way round every man would ask every group.
    coming = Session.objects.filter(group=OuterRef("group"), starts_at__gt=at, cancelled_at__isnull=True)
    coming = coming.annotate(held_on=F("starts_at__date"))
    # Who leaves on a day still has the sessions until then.
    stays = Q(until__isnull=True) & Exists(coming)
    planned = mine.filter(stays | Exists(coming.filter(held_on__lte=OuterRef("until"))))
    last = Attendance.objects.filter(episode=OuterRef("pk")).order_by("-session__starts_at", "-written_at")
    rows = rows.filter(~Exists(planned)).annotate(
        enrolment=Subquery(mine.order_by("-since", "-written_at").values("pk")[:1]),
        last=Subquery(last.values("session")[:1], output_field=UUIDField()),  # a key gives text on SQLite
    )
    return [
        Missing(derived(*filter(None, (one.pk, one.enrolment, one.last))), one, at)
        for one in rows.select_related("client", "programme").order_by("pk")
    ]
