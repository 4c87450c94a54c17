"""Reads of requests, for managers and intake of the programme that was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer

from .models import Item, Part, Request
from .policy import request_of, requests_of


@dataclass(frozen=True, slots=True)
class RequestRow:
    id: UUID
    client: UUID
    code: str
    programme: str
    asked_on: date
    due: date
    way: str
    identity: str
    identity_words: str
    prepared_at: datetime | None
    prepared_by: str  # name; empty: not prepared
    mine: bool  # the viewer prepared it
    released_at: datetime | None
    released_by: str
    given_on: date | None
    sha256: str


@dataclass(frozen=True, slots=True)
class PartRow:
    id: UUID
    position: int
    heading: str
    rows: int
    hints: int  # rows whose declaration says that they may be about somebody else
    left: int  # rows of which something is left out
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    id: UUID
    lines: tuple[tuple[str, str], ...]
    document: str
    hint: bool
    why: str
    only: tuple[str, ...]
    words: str


def requests(viewer: Viewer, *, done: bool = False) -> list[RequestRow]:
    """Open ones, the first due first; or the last fifty that were answered. Two queries."""
    rows = requests_of(viewer).select_related("client", "programme").filter(given_on__isnull=not done)
    return _rows(viewer, rows.order_by("-given_on", "id")[:50] if done else rows.order_by("due", "id"))


def request(viewer: Viewer, request_id: UUID) -> RequestRow | None:
    """One request. Two queries."""
    found = request_of(viewer, request_id)
    return _rows(viewer, [found])[0] if found else None


def _rows(viewer: Viewer, rows: Sequence[Request]) -> list[RequestRow]:
    found = list(rows)
    names = accounts.names({str(pk) for one in found for pk in (one.prepared_by_id, one.released_by_id) if pk})
    return [
        RequestRow(
            one.pk,
            one.client_id,
            one.client.code,
            one.programme.name,
            one.asked_on,
            one.due,
            one.get_way_display(),
            one.get_identity_display() if one.identity else "",
            one.identity_words,
            one.prepared_at,
            names.get(str(one.prepared_by_id), ""),
            one.prepared_by_id == viewer.id,
            one.released_at,
            names.get(str(one.released_by_id), ""),
            one.given_on,
            one.sha256,
        )
        for one in found
    ]


def parts(request_id: UUID) -> list[PartRow]:
    """The parts of a copy. Two queries."""
    counted = Item.objects.filter(part__request=request_id).values_list("part")
    told = counted.annotate(
        rows=Count("id"), hints=Count("id", filter=Q(hint=True)), left=Count("id", filter=~Q(why=""))
    )
    numbers = {part: (rows, hints, left) for part, rows, hints, left in told}
    found = []
    for one in Part.objects.filter(request=request_id).order_by("position"):
        rows, hints, left = numbers.get(one.pk, (0, 0, 0))
        found.append(PartRow(one.pk, one.position, one.heading, rows, hints, left, one.looked_at))
    return found


def part(viewer: Viewer, request_id: UUID, part_id: UUID) -> Part | None:
    """One part of a copy that the viewer may look through. Two queries."""
    if request_of(viewer, request_id) is None:
        return None
    return Part.objects.filter(pk=part_id, request=request_id).select_related("request").first()


def items(part_id: UUID) -> list[ItemRow]:
    """The rows of a part. One query."""
    return [
        ItemRow(
            one.pk,
            tuple((str(name), str(words)) for name, words in one.lines),
            one.document,
            one.hint,
            one.why,
            tuple(one.only),
            one.words,
        )
        for one in Item.objects.filter(part=part_id).order_by("position")
    ]
