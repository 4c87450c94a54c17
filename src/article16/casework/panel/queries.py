"""Reads of sheets, for managers of their programme."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from article16.casework.clients.models import Client
from article16.casework.clients.policy import THING
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db import paging

from .models import Note, Sheet
from .policy import READERS


@dataclass(frozen=True, slots=True)
class SheetRow:
    id: UUID
    programme: str
    on: date
    men: int
    unknown: int
    brought_at: datetime


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One man and his code, by the code that he has here: nothing of the order says anything."""

    client: UUID
    code_of_client: str
    code: str


def sheets(viewer: Viewer, *, token: str = "", size: int = 50) -> paging.Part[SheetRow]:
    """The sheets of the viewer's programmes, the latest first. One query."""
    mine = Sheet.objects.filter(programme__in=viewer.programmes(READERS)).select_related("programme")
    part = paging.page(mine, order=["-on", "-id"], token=token, size=size)
    return paging.Part(tuple(_row(one) for one in part.rows), part.earlier, part.later)


def sheet(viewer: Viewer, sheet_id: UUID) -> SheetRow | None:
    """One sheet of the viewer's programmes. One query."""
    mine = Sheet.objects.filter(pk=sheet_id, programme__in=viewer.programmes(READERS)).select_related("programme")
    found = mine.first()
    return _row(found) if found else None


def notes(viewer: Viewer, sheet_id: UUID, *, token: str = "", size: int = 100) -> paging.Part[NoteRow]:
    """A code for every man on the sheet, without files closed to the viewer. One query."""
    noted = Note.objects.filter(sheet=sheet_id)
    men = Client.objects.filter(pk__in=noted.values("client")).exclude(pk__in=accounts.closed_objects(viewer.id, THING))
    men = men.annotate(panel_code=Subquery(noted.filter(client=OuterRef("pk")).values("code")[:1]))
    part = paging.page(men, order=["code", "id"], token=token, size=size)
    found = tuple(NoteRow(one.pk, one.code, one.panel_code) for one in part.rows)
    return paging.Part(found, part.earlier, part.later)


def _row(one: Sheet) -> SheetRow:
    return SheetRow(one.pk, one.programme.name, one.on, one.men, one.unknown, one.brought_at)
