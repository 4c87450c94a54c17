"""Everything that one programme keeps of one man, as rows that he can read; found from the models' declarations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format

from article16.casework.clients.models import Client
from article16.casework.family.models import NOT_HERS, Document
from article16.casework.questionnaires.models import Answer
from article16.casework.transfer import taking
from article16.casework.transfer.reach import Column, Table, named, of_men, of_programmes
from article16.casework.transfer.writing import plain_value

from .asked import Asked
from .labels import NO, WITHOUT, YES, line
from .policy import NEVER

AT_A_TIME = 12  # rows that one page of looking through shows
NAMES = ("name", "label", "title", "code")


@dataclass(frozen=True, slots=True)
class Row:
    """One row in words."""

    table: str
    heading: str
    lines: tuple[tuple[str, str], ...]
    document: str
    hint: bool


def rows(client: UUID, programme: UUID) -> Iterator[Row]:
    """Of files that went into his as well. One query for each table, one for each kind of thing rows point to."""
    ids = [client, *Client.objects.filter(merged_into=client).values_list("pk", flat=True)]
    files = dict(Document.objects.filter(episode__client__in=ids).values_list("pk", "media"))
    names: dict[Any, dict[Any, str]] = {}
    asked = Asked(ids)
    for table in of_men():
        if table.name in NEVER or table.name == "family_documentcontent":
            continue
        seen: set[Any] = set()
        for _owner, row in taking.rows_of(table, ids, episodes_in=[programme]):
            key = row.get(table.model._meta.pk.attname)
            if key in seen:
                continue
            seen.add(key)
            lines = tuple(asked.lines(row) if table.model is Answer else _lines(table, row, names))
            if lines:
                document = f"{key}.{files[key]}" if table.model is Document else ""
                yield Row(table.name, heading_of(table), lines, document, _hinted(table, row))


def heading_of(table: Table) -> str:
    return table.about.split(". ")[0].rstrip(".")


def _hinted(table: Table, row: dict[str, Any]) -> bool:
    """Whether the declaration says that it may be about somebody else."""
    return any(one.privacy == NOT_HERS for one in table.columns)


def _lines(table: Table, row: dict[str, Any], names: dict[Any, dict[Any, str]]) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        words = _words(column, row, names)
        if words and column.name not in WITHOUT:
            yield line(column.name), words


def _words(column: Column, row: dict[str, Any], names: dict[Any, dict[Any, str]]) -> str:
    """A value as he can read it. Staff, keys and what is sealed say nothing to him."""
    if column.sealed or column.staff or column.field.primary_key:
        return ""
    value = row[column.field.attname]
    if value is None or value == "":
        return ""
    if isinstance(column.field, ForeignKey):
        return _pointed(column.field.related_model, value, names)
    labels = dict(column.field.flatchoices)
    return _plain(labels.get(value, value) if labels else value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(YES if value else NO)
    if hasattr(value, "astimezone"):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, dict | list):
        return (
            "; ".join(f"{key}: {_plain(one)}" for key, one in value.items())
            if isinstance(value, dict)
            else ", ".join(_plain(one) for one in value)
        )
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value) if not hasattr(value, "isoformat") else str(plain_value(value))


def _pointed(model: type[Model], key: Any, names: dict[Any, dict[Any, str]]) -> str:
    """The name of what a row points to: an office, a group. A row of his own stands in its own table."""
    if model not in _nameable():
        return ""
    if model not in names:
        names[model] = {pk: str(name) for pk, name in model._default_manager.values_list("pk", _nameable()[model])}
    return names[model].get(key, "")


@cache
def _nameable() -> dict[type[Model], str]:
    mens = {one.model for one in of_men()}
    known = [*named(), *(one.model for one in of_programmes())]
    found = {model: next((name for name in NAMES if _has(model, name)), "") for model in known if model not in mens}
    return {model: name for model, name in found.items() if name}


def _has(model: type[Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
