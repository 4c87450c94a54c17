"""No page asks the database more because more was written: every page of a service, with few rows and with many.

The many are copies: of every row that a page names or that hangs on what it names, with all that hangs on it in its
turn. So a new table grows and a new page is opened without being added here.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice, product
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from article16.common.accounts.access import Door
from tests.every_url import ALL, TABLE

COPIES = 4  # of each row
TRIES = 200  # addresses that are tried until a page opens
# What is counted: not the row that keeps a session awake once a minute, nor where a transaction may go back to.
BESIDE = ("SAVEPOINT", "RELEASE", 'UPDATE "django_session"')
# The machinery below the rooms. No page lists it, and a copy of an account or a sealed message would be no second one.
BELOW = frozenset({"audit", "auth", "contenttypes", "sessions", "account", "mfa", "outbox", "pulse", "pairing"})
Key = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """One page as one role opens it, and what its address names."""

    name: str
    address: str
    rows: tuple[models.Model, ...]
    asked: tuple[str, ...]
    content: bytes


@dataclass(slots=True)
class Walk:
    """Every page of a service that one role may read."""

    browser: Browser
    role: str
    kinds: dict[str, type[models.Model]]  # which table a part of an address names
    words: dict[str, tuple[object, ...]]  # what stands in the other parts
    liked: dict[str, models.Model]  # what a part of an address is tried with before any other row
    without: frozenset[str]  # tables that get no copies
    opened: dict[str, Opened] = field(default_factory=dict)
    shut: set[str] = field(default_factory=set)  # pages that opened at no address
    longer: set[str] = field(default_factory=set)  # pages on which more stands than before

    def open_all(self, *only: str) -> None:
        """Each page with the first address at which it opens; or these pages."""
        for pattern in ALL:
            rule = TABLE[pattern.name]
            theirs = self.role in rule.roles and rule.door is Door.STAFF and not rule.library
            if theirs and (not only or pattern.name in only):
                self._open(pattern)

    def _open(self, pattern: URLPattern) -> None:
        name = pattern.name or ""
        for values in islice(self._addresses(pattern), TRIES):
            plain = {part: one.pk if isinstance(one, models.Model) else one for part, one in values.items()}
            address = reverse(name, kwargs=plain)
            status, asked, content = look(self.browser, address)
            if status == 405:
                return  # nothing is read there
            if status == 200:
                rows = tuple(one for one in values.values() if isinstance(one, models.Model))
                self.opened[name] = Opened(name, address, rows, asked, content)
                return
        self.shut.add(name)

    def _addresses(self, pattern: URLPattern) -> Iterator[dict[str, Any]]:
        parts = list(pattern.pattern.converters)
        for found in product(*[self.words.get(part) or self._rows(part) for part in parts]):
            yield dict(zip(parts, found, strict=True))

    def _rows(self, part: str) -> tuple[models.Model, ...]:
        liked = (self.liked[part],) if part in self.liked else ()
        others = self.kinds[part]._base_manager.order_by("pk")
        return (*liked, *others.exclude(pk__in=[one.pk for one in liked]))

    def unmarked(self) -> set[str]:
        """Pages on which nothing says that nobody of it exists."""
        html = [page for page in self.opened.values() if page.content.lstrip()[:9].lower() == b"<!doctype"]
        assert html
        return {page.name for page in html if b"Synthetic data." not in page.content}

    def grow(self, also: Iterable[models.Model]) -> "Copier":
        """Copies of what the opened pages name and of what hangs on it, and of one row of every other table."""
        copier = Copier(self.without)
        named = [row for page in self.opened.values() for row in page.rows] + list(also)
        roots = {_key(row): row for row in named if copier.takes(type(row))}
        for row in named:
            for model, key in copier.naming(type(row)):
                roots |= {_key(one): one for one in model._base_manager.filter(**{key: row.pk})[:1]}
        for model in apps.get_models():
            if copier.takes(model) and not any(label == model._meta.label for label, _pk in roots):
                roots |= {_key(one): one for one in model._base_manager.all()[:1]}
        for root in roots.values():
            copier.copy(root)
        return copier

    def asking_more(self, more: Callable[[], None], also: Iterable[models.Model] = ()) -> list[str]:
        """Pages that ask otherwise once there are copies, `also` of these rows, and `more`. Nothing of it stays."""
        found = {}
        with transaction.atomic():
            self.grow(also)
            more()
            for name, page in self.opened.items():
                status, asked, content = look(self.browser, page.address)
                assert status == 200, (name, page.address, status)
                if len(content) > len(page.content) * 1.02:
                    self.longer.add(name)
                if len(asked) != len(page.asked):
                    found[name] = asked
            transaction.set_rollback(True)
        return [words for name, asked in found.items() for words in self._said(name, asked)]

    def _said(self, name: str, asked: tuple[str, ...]) -> Iterator[str]:
        """Opened once more with few rows: the first time a page may have asked what is then kept in memory."""
        _status, few, _content = look(self.browser, self.opened[name].address)
        if len(few) == len(asked):
            return
        yield f"{name}, as {self.role}: {len(few)} with few rows, {len(asked)} with many"
        more = Counter(map(_shape, asked)) - Counter(map(_shape, few))
        yield from (f"    {times} more: {shape[:300]}" for shape, times in more.items())


def _shape(sql: str) -> str:
    """A question without its values."""
    return re.sub(r"'[^']*'|\b[0-9a-f]{32}\b|\b\d+\b", "?", sql)


def look(browser: Browser, address: str) -> tuple[int, tuple[str, ...], bytes]:
    """How the page answers, what it asked the database, and what stands on it; read to its end."""
    with CaptureQueriesContext(connection) as counted:
        answer = browser.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    asked = tuple(one["sql"] for one in counted.captured_queries if not one["sql"].startswith(BESIDE))
    return answer.status_code, asked, content


class Copier:
    """Copies rows with all that hangs on them. What the tables refuse a second time is left as it is."""

    def __init__(self, without: frozenset[str]) -> None:
        self.without, self.number = without, 0
        self.made: dict[str, int] = defaultdict(int)
        self._naming: dict[type[models.Model], list[tuple[type[models.Model], str]]] = {}

    def takes(self, model: type[models.Model]) -> bool:
        return model._meta.app_label not in BELOW and model._meta.label not in self.without

    def naming(self, model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
        """Which tables name this one, and by which key; the models themselves say nothing of it to Django."""
        if model not in self._naming:
            self._naming[model] = [
                (other, one.attname)
                for other in apps.get_models()
                if self.takes(other)
                for one in _keys(other)
                if one.related_model is model
            ]
        return self._naming[model]

    def copy(self, root: models.Model) -> None:
        rows = list(_in_order(self._hanging_on(root)))
        for _number in range(COPIES):
            self.number += 1
            new: dict[Key, Any] = {}
            for row in rows:
                new[_key(row)] = self._save(row, new)

    def _hanging_on(self, root: models.Model) -> dict[Key, models.Model]:
        """The row, then what names it, then what names that."""
        found = begun = {_key(root): root}
        while begun:
            level: dict[Key, models.Model] = {}
            for model in {type(one) for one in begun.values()}:
                ids = [one.pk for one in begun.values() if type(one) is model]
                for other, key in self.naming(model):
                    level |= {_key(one): one for one in other._base_manager.filter(**{f"{key}__in": ids})}
            begun = {key: one for key, one in level.items() if key not in found}
            found = found | begun
        return found

    def _save(self, row: models.Model, new: dict[Key, Any]) -> Any:
        """The primary key of the copy, or of the row itself where the table takes no second one."""
        copy = type(row)(**{one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields})
        for one in _keys(type(row)):
            setattr(copy, one.attname, new.get(_named(row, one), getattr(row, one.attname)))
        own = row._meta.pk
        if not own.remote_field:
            copy.pk = uuid4() if isinstance(own, models.UUIDField) else None
        if copy.pk == row.pk or isinstance(own, models.CharField):
            return row.pk
        for change in (None, self._vary):
            if change:
                change(copy)
            try:
                with transaction.atomic():
                    copy.save(force_insert=True)
            except DatabaseError:
                continue
            self.made[row._meta.label] += 1
            return copy.pk
        return row.pk

    def _vary(self, copy: models.Model) -> None:
        """Another value where the table wants each once."""
        for one in _once(type(copy)):
            value = getattr(copy, one.attname)
            if isinstance(one, models.UUIDField):
                value = uuid4()
            elif one.name == "wave":
                value = f"F{self.number % 900}"
            elif isinstance(value, str) and one.name in {"code", "label", "token_hash"} and not one.choices:
                end = str(self.number)
                value = value[: (one.max_length or 200) - len(end)] + end
            elif isinstance(value, datetime):
                value += timedelta(hours=self.number)
            elif isinstance(value, date):
                value += timedelta(days=self.number)
            elif isinstance(value, int) and not isinstance(value, bool):
                value += self.number
            setattr(copy, one.attname, value)


def _key(row: models.Model) -> Key:
    return row._meta.label, row.pk


def _keys(model: type[models.Model]) -> list[Any]:
    return [one for one in model._meta.concrete_fields if one.remote_field]


def _named(row: models.Model, key: Any) -> Key:
    return key.related_model._meta.label, getattr(row, key.attname)


def _in_order(found: dict[Key, models.Model]) -> Iterator[models.Model]:
    """What is named comes before what names it."""
    waiting = dict(found)
    while waiting:
        ready = [
            key
            for key, row in waiting.items()
            if not any(_named(row, one) in waiting and _named(row, one) != key for one in _keys(type(row)))
        ]
        for key in ready or list(waiting):
            yield waiting.pop(key)


def _once(model: type[models.Model]) -> list[Any]:
    """Fields that take part in a rule of uniqueness and name no other row."""
    names = {one.name for one in model._meta.concrete_fields if one.unique and not one.primary_key}
    names |= {name for rule in model._meta.constraints for name in getattr(rule, "fields", ())}
    return [one for one in model._meta.concrete_fields if one.name in names and not one.remote_field]
