"""Reads for what is brought in. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from article16.casework.clients.models import Agency, Client, Episode, EpisodeState
from article16.casework.clients.names import parts, plain
from article16.casework.groups.actions.replanning import day_of
from article16.casework.groups.models import Attendance, Group, Session
from article16.common.accounts import queries as accounts
from article16.common.accounts.queries import ProgrammeRow

from .referrals import Known


def programme(code: str) -> ProgrammeRow | None:
    """The programme of this code. One query."""
    return next((one for one in accounts.programmes() if one.code == code), None)


def programme_codes() -> list[str]:
    """Codes of all programmes. One query."""
    return [one.code for one in accounts.programmes()]


def men_of(programme_id: UUID) -> list[Known]:
    """Everybody who has a file in this programme. One query."""
    mine = Episode.objects.filter(client=OuterRef("pk"), programme=programme_id)
    rows = Client.objects.filter(Exists(mine), merged_into=None).values_list("pk", "code", "name", "birth_date")
    return [Known(*row) for row in rows.order_by("code")]


def still_open(ids: Iterable[UUID], programme_id: UUID) -> set[UUID]:
    """Those of these men whose episode in this programme has not ended. One query."""
    rows = Episode.objects.filter(client__in=list(ids), programme=programme_id).exclude(state=EpisodeState.ENDED)
    return set(rows.values_list("client", flat=True))


def agencies() -> dict[str, UUID]:
    """Offices by their folded names. One query."""
    return {plain(name): pk for pk, name in Agency.objects.values_list("pk", "name")}


@dataclass(frozen=True, slots=True)
class Man:
    """A man with his latest episode in a programme, as a list of attendance names him."""

    episode: UUID
    code: str
    words: frozenset[str]
    birth_date: date | None


def words_of_name(name: str) -> frozenset[str]:
    """A name as it is compared: its words in any order."""
    return frozenset(parts(name))


def men_and_episodes(programme_id: UUID) -> list[Man]:
    """Everybody with an episode in this programme, by their latest one. One query."""
    rows = Episode.objects.filter(programme=programme_id, client__merged_into=None).order_by("number")
    fields = rows.values_list("client", "pk", "client__code", "client__name", "client__birth_date")
    latest = {client: Man(pk, code, words_of_name(name), born) for client, pk, code, name, born in fields}
    return list(latest.values())


@dataclass(frozen=True, slots=True)
class Stands:
    """Where an episode stands, as far as an ending depends on it."""

    opened_on: date
    ended: bool
    started: bool


def states_of(programme_id: UUID) -> dict[UUID, Stands]:
    """Every episode of this programme. One query."""
    rows = Episode.objects.filter(programme=programme_id).values_list("pk", "opened_on", "state")
    waits = EpisodeState.REFERRED
    return {pk: Stands(opened, state == EpisodeState.ENDED, state != waits) for pk, opened, state in rows}


@dataclass(frozen=True, slots=True)
class GroupFound:
    """A group with its sessions by day, and what its registers say already."""

    id: UUID
    name: str
    sessions: dict[date, list[UUID]]
    recorded: frozenset[tuple[UUID, UUID]]  # episode and session


def group(programme_id: UUID, name: str) -> GroupFound | None:
    """The group of this name. Three queries."""
    found = next((one for one in Group.objects.filter(programme=programme_id) if plain(one.name) == plain(name)), None)
    if found is None:
        return None
    sessions: dict[date, list[UUID]] = {}
    for pk, starts_at in Session.objects.filter(group=found, cancelled_at=None).values_list("pk", "starts_at"):
        sessions.setdefault(day_of(starts_at, found), []).append(pk)
    recorded = Attendance.objects.filter(session__group=found).values_list("episode", "session")
    return GroupFound(found.pk, found.name, sessions, frozenset(recorded))
