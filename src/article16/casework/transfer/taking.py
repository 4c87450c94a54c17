"""Reading out everything of some men, in rounds, from one moment: what is written meanwhile is not in it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from article16.casework.clients.models import Client, Episode
from article16.casework.family.models import Document, DocumentContent
from article16.common.accounts.models import Programme, Staff

from .reach import Column, Table

AT_ONCE = 200  # men
SEALED = "sealed"
Row = dict[str, Any]


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the database as it was at the first of them, and hold nobody up."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class Man:
    id: UUID
    code: str


def men(*, code: str = "", programme: str = "") -> list[Man]:
    """Whose files are exported: one man, those with an episode in a programme, or all. One query."""
    rows = Client.objects.all()
    if code:
        rows = rows.filter(code=code)
    if programme:
        rows = rows.filter(pk__in=Episode.objects.filter(programme__code=programme).values("client"))
    return [Man(*one) for one in rows.order_by("code").values_list("pk", "code")]


def programme_ids(code: str = "") -> list[UUID]:
    """The programmes that are exported as such. One query."""
    rows = Programme.objects.filter(code=code) if code else Programme.objects.all()
    return list(rows.values_list("pk", flat=True))


def staff_names() -> dict[UUID, str]:
    """One query."""
    return dict(Staff.objects.values_list("pk", "name"))


def rows_of(table: Table, ids: Sequence[UUID], *, episodes_in: Sequence[UUID] = ()) -> Iterator[tuple[Any, Row]]:
    """Rows of one table with the man or programme each belongs to. One query for each way to them.

    `episodes_in`: only what belongs to passages through these programmes, and to the man himself.
    """
    names = [one.field.attname for one in table.columns if not one.sealed]
    for path in table.paths:
        rows = table.model._default_manager.filter(**{f"{path}__in": list(ids)})
        if episodes_in and (way := _episode_way(table, path)):
            rows = rows.filter(**{f"{way}__in": list(episodes_in)})
        for owner, *values in rows.order_by("pk").values_list(path, *names):
            yield owner, dict(zip(names, values, strict=True))


def _episode_way(table: Table, path: str) -> str:
    """The keys from a row to the programme of its episode; empty for what is the man's own."""
    if table.model is Episode:
        return "programme"
    parts = path.split("__")
    if "episode" in parts:
        return "__".join([*parts[: parts.index("episode") + 1], "programme"])
    return ""


def named_rows(table: Table, ids: Sequence[Any]) -> Iterator[Row]:
    """Rows that others point to. One query."""
    names = [one.field.attname for one in table.columns if not one.sealed]
    for values in table.model._default_manager.filter(pk__in=list(ids)).order_by("pk").values_list(*names):
        yield dict(zip(names, values, strict=True))


def told(table: Table, row: Row, staff: dict[UUID, str]) -> Row:
    """A row as it is written down: names for staff, a word for what is sealed."""
    return {one.name: _value(one, row, staff) for one in table.columns}


def _value(column: Column, row: Row, staff: dict[UUID, str]) -> Any:
    if column.sealed:
        return SEALED
    value = row[column.field.attname]
    return staff.get(value, "") if column.staff and value is not None else value


@dataclass(frozen=True, slots=True)
class FileOut:
    """A document as a file."""

    man: UUID
    name: str
    content: bytes


def files_of(ids: Sequence[UUID], *, episodes_in: Sequence[UUID] = ()) -> Iterator[FileOut]:
    """Documents of these men that were not deleted, one after the other. One query, and one for each."""
    rows = Document.objects.filter(episode__client__in=list(ids))
    if episodes_in:
        rows = rows.filter(episode__programme__in=list(episodes_in))
    for pk, man, media in rows.order_by("pk").values_list("pk", "episode__client", "media"):
        content = DocumentContent.objects.filter(document=pk).values_list("content", flat=True).first()
        if content is not None:
            yield FileOut(man, f"{pk}.{media}", bytes(content))
