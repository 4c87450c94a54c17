"""The rows behind a figure, as they are listed, and the names of agencies."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from article16.casework.clients.models import Agency
from article16.casework.clients.policy import closed_clients
from article16.common.accounts.access import Viewer
from article16.common.db import paging
from article16.common.returns.periods import Period

from .rows import SOURCES, Programmes, Rows


def agency_names(ids: Collection[str]) -> dict[str, str]:
    """One query, or none without ids."""
    if not (known := [UUID(one) for one in ids if one]):
        return {}
    return {str(pk): name for pk, name in Agency.objects.filter(pk__in=known).values_list("pk", "name")}


@dataclass(frozen=True, slots=True)
class Record:
    """A row behind a figure: whose file it is in, or which session it is."""

    part: str
    day: date
    programme: str
    client: UUID | None
    code: str  # the man's; of a session the name of its group
    session: UUID | None = None


def records(
    viewer: Viewer, code: str, period: Period, programmes: Programmes, *, today: date, token: str, size: int
) -> paging.Part[Record]:
    """Those behind a figure that this person may open. One query."""
    rows = SOURCES[code](period, programmes, today)
    found = rows.told
    if rows.of_a_man:
        found = found.exclude(episode__client__in=closed_clients(viewer))
        found = found.select_related("episode__client", "episode__programme")
    else:
        found = found.select_related("group__programme")
    part = paging.page(found, order=rows.order, token=token, size=size)
    return paging.Part(tuple(_record(rows, row) for row in part.rows), part.earlier, part.later)


def _record(rows: Rows, row: Any) -> Record:
    part = rows.today(rows.part(*(getattr(row, column) for column in rows.columns))) or ""
    moment = getattr(row, rows.day)
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    if not rows.of_a_man:
        return Record(part, day, row.group.programme.name, None, row.group.name, row.pk)
    episode = row.episode
    return Record(part, day, episode.programme.name, episode.client_id, episode.client.code)
