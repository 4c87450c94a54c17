"""Reads for warnings: where a message about a man goes. Each says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from article16.casework.clients.models import Episode
from article16.casework.clients.queries import SupportRow, support_of


@dataclass(frozen=True, slots=True)
class Way:
    """Where what is said about one episode goes, and under which names."""

    mailbox: UUID
    client: UUID
    programme: UUID
    code: str
    to: SupportRow


def ways(episodes: Iterable[UUID]) -> dict[UUID, Way]:
    """The way of each of these episodes. One query, and one for each programme among them."""
    columns = ("pk", "client__mailbox", "client", "programme", "programme__code")
    rows = list(Episode.objects.filter(pk__in=set(episodes)).values_list(*columns))
    zones = {programme: support_of(programme) for programme in {row[3] for row in rows}}
    return {pk: Way(mailbox, client, place, code, zones[place]) for pk, mailbox, client, place, code in rows}
