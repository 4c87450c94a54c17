"""What this service declares about its data: tables with who sees them and how they end, roles, settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db.models import BinaryField, Field, ForeignKey, Model
from django.utils.module_loading import import_string

from article16.common.accounts.access import Door

OURS = "article16."


@dataclass(frozen=True, slots=True)
class Declared:
    """Some columns of one table that are declared alike: who may see them, and how they end."""

    columns: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    about: str
    declared: tuple[Declared, ...]
    sealed: tuple[str, ...]  # columns that hold bytes: ciphertext, keys, digests, or a document
    people: tuple[str, ...]  # of whom: "staff", "client", …, as far as keys lead to them


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    about: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Role:
    label: str
    pages: tuple[str, ...]  # in words


@cache
def rooms() -> tuple[Room, ...]:
    """Every room of ours that keeps something. No query."""
    found = []
    for config in sorted(apps.get_app_configs(), key=lambda one: one.name):
        tables = tuple(_table(model) for model in config.get_models()) if config.name.startswith(OURS) else ()
        if tables:
            found.append(Room(config.label, _first(config.__doc__), tables))
    return tuple(found)


def _table(model: type[Model]) -> Table:
    privacy: Mapping[str, str] = getattr(model, "PRIVACY", {})
    alike: dict[str, list[str]] = {}
    for column, words in privacy.items():
        alike.setdefault(words, []).append(column)
    own: list[Field] = list(model._meta.concrete_fields)
    return Table(
        name=f"{model._meta.app_label}_{model._meta.model_name}",
        about=_first(model.__doc__),
        declared=tuple(Declared(tuple(columns), words) for words, columns in alike.items()),
        sealed=tuple(field.name for field in own if isinstance(field, BinaryField)),
        people=tuple(sorted({field.related_model._meta.model_name for field in own if _leads_to_people(field)})),
    )


def _leads_to_people(field: Field) -> bool:
    return isinstance(field, ForeignKey) and field.related_model._meta.model_name in {"staff", "client", "case"}


def _first(words: str | None) -> str:
    return (words or "").strip().splitlines()[0] if words else ""


def roles() -> tuple[Role, ...]:
    """Who may open which pages, as the access table has it. No query."""
    table, titles = import_string(settings.ACCESS), import_string(f"article16.{settings.SERVICE}.policy.TITLES")
    found = []
    for name, role in import_string(settings.ROLES).items():
        opens = [page for page, rule in table.items() if rule.door is Door.STAFF and name in rule.roles]
        found.append(Role(str(role.label), tuple(sorted({str(titles.get(page, page)) for page in opens}))))
    return tuple(found)


def said() -> tuple[tuple[str, str], ...]:
    """Settings that bear on data protection, as they are now."""
    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    return (
        ("Service", settings.SERVICE),
        ("Database", engine),
        ("Training mode, made-up data only", "yes" if settings.TRAINING else "no"),
        ("Record of reading and writing under a seal", "yes" if settings.AUDIT_SEAL else "no: kept in clear, chained"),
        ("A sign-in ends when idle for", f"{settings.SESSION_COOKIE_AGE // 60} minutes"),
        ("Second factor", "obligatory for every account"),
        ("Backups", "sealed to keys in a drawer; end after 35 days at most"),
    )
