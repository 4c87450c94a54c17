"""Referrals as pages show them: what they say, their steps, orders, deadlines, agencies."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared

from ..kinds import OPEN, DeadlineKind, EpisodeState, ReferralStatus
from ..models import Agency, Deadline, Episode, Order, Referral, ReferralFacts, ReferralStep
from ..policy import INTAKE, READERS, WRITERS, closed_clients, one_of

MOST_WAITING = 31  # of what waits: one more than Today shows


@dataclass(frozen=True, slots=True)
class AgencyRow:
    id: UUID
    name: str
    kind: str  # an AgencyKind
    contact: str
    is_active: bool


def agencies() -> list[AgencyRow]:
    """All agencies by name. One query."""
    return [AgencyRow(*row) for row in AGENCIES.rows()]


def _agencies() -> QuerySet:
    return Agency.objects.order_by("name").values_list("pk", "name", "kind", "contact", "is_active")


AGENCIES = Prepared(_agencies)


def agency(agency_id: UUID) -> Agency | None:
    """One query."""
    return Agency.objects.filter(pk=agency_id).first()


def agency_named(name: str) -> UUID | None:
    """The agency of this name, however its letters are written. One query."""
    return Agency.objects.filter(name__iexact=name).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral as it stands now."""

    received_on: date
    contacted_on: date | None
    status: str  # a ReferralStatus
    status_on: date
    appointment_on: date | None
    said: ReferralFacts
    agency: str  # its name

    @property
    def response_days(self) -> int | None:
        """Days from receipt to the first contact; None: not reached yet."""
        return (self.contacted_on - self.received_on).days if self.contacted_on else None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


def referral(episode_id: UUID) -> ReferralRow:
    """The referral of an episode that the viewer was let to: each has one. Two queries."""
    found = Referral.objects.get(pk=episode_id)
    said = ReferralFacts.objects.select_related("agency").get(episode=episode_id, replaced_at=None)
    return ReferralRow(
        found.received_on,
        found.contacted_on,
        found.status,
        found.status_on,
        found.appointment_on,
        said,
        said.agency.name if said.agency else "",
    )


@dataclass(frozen=True, slots=True)
class StepRow:
    status: str
    on: date
    appointment_on: date | None
    reason: str
    at: datetime
    by: str  # name; empty: taken over from before


def steps(episode_id: UUID) -> list[StepRow]:
    """Newest first. One query."""
    rows = ReferralStep.objects.filter(episode=episode_id).order_by("-on", "-written_at", "pk")
    values = rows.values_list("status", "on", "appointment_on", "reason", "written_at", "written_by__name")
    return [StepRow(status, on, set_for, reason, at, by or "") for status, on, set_for, reason, at, by in values]


@dataclass(frozen=True, slots=True)
class Change:
    """One version of what a referral says that another one followed."""

    at: datetime
    by: str
    reason: str


def changes(episode_id: UUID) -> list[Change]:
    """When what the referral says was corrected, by whom and why, newest first. One query."""
    rows = ReferralFacts.objects.filter(episode=episode_id, corrects__isnull=False).order_by("-written_at")
    return [Change(at, by or "", why) for at, by, why in rows.values_list("written_at", "written_by__name", "reason")]


def orders(episode_id: UUID) -> list[Order]:
    """Orders that hold now or are to come, and past ones after them. One query."""
    return list(Order.objects.filter(episode=episode_id, replaced_at=None).order_by("-ends", "-begins", "pk"))


def order(viewer: Viewer, order_id: UUID, roles: frozenset[str] = READERS) -> Order | None:
    """One query; None alike when the viewer may not see it or it does not exist."""
    return _of(viewer, Order.objects.all(), order_id, roles)


def deadlines(episode_id: UUID) -> list[Deadline]:
    """Open ones first, the next at the top, then those that are done. One query."""
    rows = Deadline.objects.filter(episode=episode_id, replaced_at=None).select_related("done_by")
    return sorted(rows, key=lambda one: (one.done_at is not None, one.due))


def deadline(viewer: Viewer, deadline_id: UUID, roles: frozenset[str] = READERS) -> Deadline | None:
    """One query; None alike when the viewer may not see it or it does not exist."""
    return _of(viewer, Deadline.objects.all(), deadline_id, roles)


def _of(viewer: Viewer, rows: QuerySet, pk: UUID, roles: frozenset[str]):
    mine = rows.filter(pk=pk, episode__programme__in=viewer.programmes(roles))
    return mine.exclude(episode__client__in=closed_clients(viewer)).select_related("episode__client").first()


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A referral that nobody has answered, for the warning rule: the fact is its receipt."""

    fact: UUID
    episode: UUID
    received_on: date


def unanswered(received_before: date) -> list[Unanswered]:
    """Every referral received before this day of which nothing is written yet. One query, over all programmes."""
    waiting = Referral.objects.filter(status=ReferralStatus.RECEIVED, received_on__lt=received_before)
    steps = ReferralStep.objects.filter(status=ReferralStatus.RECEIVED, episode__in=waiting.values("pk"))
    rows = steps.order_by("on", "pk").values_list("pk", "episode", "on")
    found = {episode: Unanswered(pk, episode, on) for pk, episode, on in rows}
    return list(found.values())


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A man who had a first appointment and is not known to have come: the fact is the step that agreed it."""

    fact: UUID
    episode: UUID
    appointment_on: date


def not_seen(appointment_before: date) -> list[NotSeen]:
    """Every referred man whose first appointment lay before this day and is still open. One query."""
    late = Referral.objects.filter(appointment_on__lt=appointment_before)
    rows = ReferralStep.objects.filter(
        episode__in=late.values("pk"),
        appointment_on=Subquery(Referral.objects.filter(pk=OuterRef("episode")).values("appointment_on")),
        episode__state=EpisodeState.REFERRED,
    )
    found = rows.order_by("written_at").values_list("pk", "episode", "appointment_on")
    return list({row[1]: NotSeen(*row) for row in found}.values())


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What a referral says, in short."""

    sender: str
    agency: str | None  # its name
    sessions: int | None  # ordered
    hours: int | None  # ordered
    mandate: str
    hearing: date | None  # the next one


def said_of(viewer: Viewer, client_id: UUID) -> SaidRow | None:
    """What his latest referral in the viewer's programmes says, and his next hearing. One query."""
    row = SAID.first(client=client_id, programmes=viewer.programmes(READERS))
    return SaidRow(*row) if row else None


def _said(client: UUID, programmes: Collection[UUID]) -> QuerySet:
    hearing = Deadline.objects.filter(
        episode=OuterRef("episode"), kind=DeadlineKind.HEARING, done_at=None, replaced_at=None
    )
    rows = ReferralFacts.objects.filter(episode__client=client, episode__programme__in=programmes, replaced_at=None)
    found = rows.annotate(hearing=Subquery(hearing.order_by("due").values("due")[:1])).order_by("-episode__number")
    columns = ("sender", "agency__name", "sessions_ordered", "hours_ordered", "mandate", "hearing")
    return found.values_list(*columns)[:1]


SAID = Prepared(_said)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A referral without an answer, or a day that counts."""

    kind: str  # "referral", or a DeadlineKind
    due: date
    id: UUID  # of the episode, or of the deadline
    code: str
    name: str
    words: str


def unanswered_of(viewer: Viewer) -> list[WaitingRow]:
    """Referrals of the viewer's programmes that nobody has answered, the longest waiting first. One query."""
    rows = UNANSWERED.rows(programmes=viewer.programmes(INTAKE), staff=viewer.id)
    return [WaitingRow("referral", on, pk, code, name, "") for on, pk, code, name in rows]


def _unanswered(programmes: Collection[UUID], staff: UUID) -> QuerySet:
    mine = Episode.objects.filter(pk=OuterRef("pk"), programme__in=programmes, state=EpisodeState.REFERRED)
    rows = Referral.objects.filter(one_of(mine, staff), status=ReferralStatus.RECEIVED).order_by("received_on", "pk")
    return rows.values_list("received_on", "pk", "episode__client__code", "episode__client__name")[:MOST_WAITING]


UNANSWERED = Prepared(_unanswered)


def due_until(viewer: Viewer, until: date) -> list[WaitingRow]:
    """Open days that count up to this one in the viewer's programmes, the most overdue first. One query."""
    rows = DUE.rows(programmes=viewer.programmes(WRITERS), staff=viewer.id, until=until)
    return [WaitingRow(*row) for row in rows]


def _due(programmes: Collection[UUID], staff: UUID, until: date) -> QuerySet:
    mine = Episode.objects.filter(pk=OuterRef("episode"), programme__in=programmes)
    going_on = one_of(mine.exclude(state=EpisodeState.ENDED), staff)
    rows = Deadline.objects.filter(going_on, done_at=None, replaced_at=None, due__lte=until).order_by("due", "pk")
    columns = ("kind", "due", "pk", "episode__client__code", "episode__client__name", "words")
    return rows.values_list(*columns)[:MOST_WAITING]


DUE = Prepared(_due)
