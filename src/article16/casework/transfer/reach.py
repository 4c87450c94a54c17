"""Which tables hold something of a man, found from the models: a new room is exported without being named."""

from collections import deque
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Field, ForeignKey, Model

from article16.casework.clients.models import Client
from article16.common.accounts.models import Programme, Staff

ROOMS = "article16.casework."
NOBODY = "nobody"  # how the declaration of a field begins that no person may see


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an exported table."""

    name: str
    field: Field
    privacy: str

    @property
    def sealed(self) -> bool:
        return isinstance(self.field, BinaryField)

    @property
    def staff(self) -> bool:
        return isinstance(self.field, ForeignKey) and self.field.related_model is Staff

    @property
    def meaning(self) -> str:
        words = [type(self.field).__name__.removesuffix("Field")]
        if isinstance(self.field, ForeignKey) and not self.staff:
            words = [f"id in {table_name(self.field.related_model)}"]
        if self.staff:
            words = ["name of a person of the staff"]
        if self.sealed:
            words = ["never exported here: “sealed”, or the file in documents/"]
        if self.field.null:
            words.append("may be empty")
        return ", ".join(words)

    @property
    def codes(self) -> str:
        return "; ".join(f"{code} = {label}" for code, label in self.field.flatchoices)


@dataclass(frozen=True, slots=True)
class Table:
    """A model as it is exported. Each path leads from a row to a man, or to the programme; a merge is of two men."""

    model: type[Model]
    paths: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        return table_name(self.model)

    @property
    def about(self) -> str:
        return (self.model.__doc__ or "").strip().splitlines()[0]


def table_name(model: type[Model]) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


@cache
def of_men() -> tuple[Table, ...]:
    """Every table whose rows belong to a man, the man himself first."""
    return _leading_to(Client, ROOMS)


@cache
def of_programmes() -> tuple[Table, ...]:
    """Tables whose rows belong to a programme and to no man: groups, sessions, rules."""
    mens = {one.model for one in of_men()}
    return tuple(one for one in _leading_to(Programme, ROOMS) if one.model not in mens)


@cache
def named() -> dict[type[Model], Table]:
    """Tables that rows of others may point to, such as offices and types of documents; exported as far as named."""
    known = {one.model for one in (*of_men(), *of_programmes())}
    others = [model for model in _models(ROOMS) if model not in known] + [Programme]
    return {model: Table(model, ("pk",), columns_of(model)) for model in others if columns_of(model)}


def _leading_to(target: type[Model], rooms: str) -> tuple[Table, ...]:
    found = [(paths, model) for model in _models(rooms) if (paths := _paths(model, target))]
    first = sorted(found, key=lambda one: (one[0] != ("pk",), table_name(one[1])))
    return tuple(Table(model, paths, columns_of(model)) for paths, model in first)


def _models(rooms: str) -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith(rooms)]


def _paths(model: type[Model], target: type[Model]) -> tuple[str, ...]:
    """The ways by keys from a row to the target: the direct ones, or else the shortest; "pk" for the target itself."""
    if model is target:
        return ("pk",)
    direct = tuple(key.name for key in _keys(model) if key.related_model is target)
    return direct or _shortest(model, target)


def _shortest(model: type[Model], target: type[Model]) -> tuple[str, ...]:
    seen, queue = {model}, deque[tuple[type[Model], tuple[str, ...]]]([(model, ())])
    while queue:
        here, way = queue.popleft()
        for key in _keys(here):
            there = key.related_model
            if there is target:
                return ("__".join((*way, key.name)),)
            if there not in seen and there.__module__.startswith(ROOMS):
                seen.add(there)
                queue.append((there, (*way, key.name)))
    return ()


def _keys(model: type[Model]) -> list[Any]:
    # The man whose file another one went into is another man: his rows are his own.
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [key for key in keys if key.related_model is not model]


def columns_of(model: type[Model]) -> tuple[Column, ...]:
    """The columns that people may see, as the model's own declaration says."""
    privacy: dict[str, str] = getattr(model, "PRIVACY", {})
    fields = [field for field in model._meta.concrete_fields if field.name in privacy]
    shown = [field for field in fields if isinstance(field, BinaryField) or not privacy[field.name].startswith(NOBODY)]
    return tuple(Column(field.name, field, privacy[field.name]) for field in shown)
