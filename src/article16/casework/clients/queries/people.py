"""Men, their episodes, and the list of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.accounts.queries import ProgrammeRow
from article16.common.db import paging
from article16.common.db.prepared import Prepared

from ..models import OPEN, Client, Correction, Episode, EpisodeState, Merge, Referral, SupportLink, Unmerge
from ..policy import INTAKE, READERS, THING, client_of, clients_in, clients_of, with_code

DEFAULT_ZONE = "support"
EPISODE = ["id", "client", "programme", "programme__name", "number", "opened_on", "state", "ended_on"]


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    id: UUID
    client: UUID
    programme_id: UUID
    programme: str  # its name
    number: int
    opened_on: date
    state: str  # an EpisodeState
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ClientRow:
    id: UUID
    code: str
    name: str
    birth_date: date | None
    episodes: tuple[EpisodeRow, ...]  # those in the viewer's programmes, latest first


@dataclass(frozen=True, slots=True)
class ClientPart:
    rows: tuple[ClientRow, ...]
    earlier: str
    later: str


WAITING = "waiting"  # beside the states: the referral has no answer yet


@dataclass(frozen=True, slots=True)
class Shown:
    """Which men a list shows: all, or those with an episode in this programme and state."""

    programme: UUID | None = None
    state: str = ""  # an EpisodeState, or WAITING


FEW = 1_000  # rows; up to here it is quicker to sort them than to walk the list of names


def clients(viewer: Viewer, *, shown: Shown = Shown(), token: str = "") -> ClientPart:
    """Fifty men of the viewer's programmes by name. Two queries, whatever their number; filtered, three."""
    if shown == Shown():
        part = ALL.page(token, programmes=viewer.programmes(READERS), staff=viewer.id)
    else:
        part = paging.page(_listed(viewer, shown), order=BY_NAME, token=token)
    episodes = episodes_of(viewer, [one.pk for one in part.rows])
    rows = tuple(_row(one, episodes) for one in part.rows)
    return ClientPart(rows, part.earlier, part.later)


BY_NAME = ["name", "id"]
ALL = paging.PreparedPages(clients_in, order=BY_NAME)


def _listed(viewer: Viewer, shown: Shown) -> QuerySet[Client]:
    mine = viewer.programmes(READERS)
    episodes = Episode.objects.filter(programme__in=mine & {shown.programme} if shown.programme else mine)
    if shown.state == WAITING:
        waiting = Referral.objects.filter(status__in=OPEN).values("pk")
        episodes = episodes.filter(state=EpisodeState.REFERRED, pk__in=waiting)
    elif shown.state:
        episodes = episodes.filter(state=shown.state)
    if episodes.order_by()[: FEW + 1].count() <= FEW:
        return clients_of(viewer).filter(pk__in=episodes.values("client"))
    return clients_of(viewer).filter(Exists(episodes.filter(client=OuterRef("pk"))))


def client(viewer: Viewer, client_id: UUID) -> ClientRow | None:
    """One man, or None when the viewer may not see him or he does not exist. Two queries."""
    found = client_of(viewer, client_id)
    return _row(found, episodes_of(viewer, [found.pk])) if found else None


def _row(one, episodes: dict[UUID, list[EpisodeRow]]) -> ClientRow:
    return ClientRow(one.pk, one.code, one.name, one.birth_date, tuple(episodes.get(one.pk, ())))


def episodes_of(viewer: Viewer, ids: list[UUID]) -> dict[UUID, list[EpisodeRow]]:
    """Those that the viewer may see, latest first, by man. One query."""
    # All of these men are read and the rest left out here: SQLite would go through whole programmes instead.
    mine = viewer.programmes(READERS)
    found: dict[UUID, list[EpisodeRow]] = {}
    for row in EPISODES.rows(ids=ids):
        if row[2] in mine:
            found.setdefault(row[1], []).append(EpisodeRow(*row))
    return found


def _episodes(ids: Collection[UUID]) -> QuerySet:
    return Episode.objects.filter(client__in=ids).order_by("-number").values_list(*EPISODE)


EPISODES = Prepared(_episodes)


def episode(viewer: Viewer, episode_id: UUID) -> EpisodeRow | None:
    """One episode, or None when the viewer may not see it or it does not exist. One query."""
    rows = Episode.objects.filter(pk=episode_id, programme__in=viewer.programmes(READERS))
    row = rows.exclude(client__in=accounts.closed_objects(viewer.id, THING)).values_list(*EPISODE).first()
    return EpisodeRow(*row) if row else None


def current_episode(viewer: Viewer, client_id: UUID) -> EpisodeRow | None:
    """The latest episode of this man in the viewer's programmes; None when the viewer may not see him. One query."""
    rows = Episode.objects.filter(client=client_id, programme__in=viewer.programmes(READERS))
    open_to = rows.exclude(client__in=accounts.closed_objects(viewer.id, THING))
    row = open_to.order_by("-number").values_list(*EPISODE).first()
    return EpisodeRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What his name and date of birth were before they were corrected."""

    name_before: str
    birth_date_before: date | None
    reason: str
    at: datetime
    by: str


def corrections(client_id: UUID) -> list[CorrectionRow]:
    """Newest first. One query."""
    rows = Correction.objects.filter(client=client_id).order_by("-written_at", "pk")
    values = rows.values_list("name_before", "birth_date_before", "reason", "written_at", "written_by__name")
    return [CorrectionRow(*row) for row in values]


def by_code(viewer: Viewer, code: str, roles: frozenset[str] = READERS) -> Client | None:
    """The man to whom this code leads, if the viewer may see him in one of these roles. One query."""
    return clients_of(viewer, roles).filter(with_code(code)).first()


def merged_into(viewer: Viewer, client_id: UUID) -> UUID | None:
    """Where a file went that was merged into another, if the viewer may see that one. One query."""
    kept = Client.objects.filter(pk=client_id).values("merged_into")
    return clients_of(viewer).filter(pk__in=kept).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class MergeRow:
    id: UUID
    code: str  # of the file that was emptied


def merges(client_id: UUID) -> list[MergeRow]:
    """What was merged into this file and still leads here, the latest first. One query."""
    rows = Merge.objects.filter(into=client_id, merged__merged_into=client_id)
    rows = rows.filter(~Exists(Unmerge.objects.filter(merge=OuterRef("pk")))).order_by("-written_at", "pk")
    return [MergeRow(*row) for row in rows.values_list("pk", "merged__code")]


@dataclass(frozen=True, slots=True)
class SupportRow:
    """Where the messages of one programme go."""

    zone: str  # empty: there is no women's service
    alerts_to: UUID | None


def support_of(programme_id: UUID) -> SupportRow:
    """The zone of this programme; a programme without a row of its own has the one zone that is set up. One query."""
    row = LINK.first(programme=programme_id)
    return SupportRow(*row) if row else SupportRow(DEFAULT_ZONE, None)


def _link(programme: UUID) -> QuerySet:
    return SupportLink.objects.filter(programme=programme).values_list("zone", "alerts_to")


LINK = Prepared(_link)


def programmes_seen(viewer: Viewer) -> list[ProgrammeRow]:
    """The programmes between which this person may choose; none where there is only one. One query, or none."""
    mine = viewer.programmes(READERS)
    return accounts.programmes_of(mine) if len(mine) > 1 else []


def programmes_for_referral(viewer: Viewer) -> list[ProgrammeRow]:
    """Where this person may take a referral. One query."""
    return accounts.programmes_of(viewer.programmes(INTAKE))


def programmes_that_warn_nobody() -> list[str]:
    """Codes of programmes without a women's service whose named person has left. One query."""
    gone = SupportLink.objects.filter(zone="", alerts_to__is_active=False, programme__is_active=True)
    return list(gone.order_by("programme__code").values_list("programme__code", flat=True))
