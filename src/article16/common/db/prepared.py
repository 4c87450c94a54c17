"""A statement put into words once: building and compiling one in Django costs far more than the database's own work."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.sql import DeleteQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

FIRST_DAY = date(1901, 1, 1)  # days from here on stand for dates, one each
MOST_KEPT = 64  # statements of one query: a collection of another length is another statement


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    params: tuple[Any, ...]
    slots: tuple[tuple[str, int] | None, ...]  # which value stands at this place, and which of it; None: a constant
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


class _Worded(ABC):
    """What both kinds share: `_compiler` is asked once for each number of values."""

    def __init__(self) -> None:
        self._known: dict[Any, _Statement | None] = {}

    @abstractmethod
    def _compiler(self, **values: Any) -> SQLCompiler: ...

    def _statement(self, values: dict[str, Any]) -> _Statement | None:
        shape = (connection.vendor, *((name, _length(value)) for name, value in sorted(values.items())))
        if shape not in self._known:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[shape] = _compiled(self._compiler, values)
        return self._known[shape]


class Prepared(_Worded):
    """`build` gives a `values_list` of whatever it is called with; it must put each value into the query as it is.

    Values are UUIDs, dates, times, texts, or collections of UUIDs or texts. What the rows mean may depend on nothing
    else that changes: no clock, no language, no person.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        super().__init__()
        self._build = build

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows, as the queryset itself would give them. One query."""
        statement = self._statement(values)
        if statement is None:
            return []
        with planned_cursor() as cursor:
            cursor.execute(statement.sql, _filled(statement, values))
            found = cursor.fetchall()
        if not statement.converters:
            return [tuple(row) for row in found]
        return [_converted(row, statement) for row in found]

    def first(self, **values: Any) -> tuple[Any, ...] | None:
        """The first of the rows; `build` says in which order, and how many there are."""
        return next(iter(self.rows(**values)), None)

    def _compiler(self, **values: Any) -> SQLCompiler:
        return self._build(**values).query.get_compiler(using=connection.alias)


class _Changing(_Worded):
    def change(self, **values: Any) -> int:
        """How many rows were changed. One statement, in the caller's transaction."""
        statement = self._statement(values)
        if statement is None:
            return 0
        with planned_cursor() as cursor:
            cursor.execute(statement.sql, _filled(statement, values))
            return int(cursor.rowcount)


class PreparedUpdate(_Changing):
    """`build` gives the rows to change, and what each column gets; for values holds what `Prepared` says."""

    def __init__(self, build: Callable[..., tuple[QuerySet, Mapping[str, Any]]]) -> None:
        super().__init__()
        self._build = build

    def _compiler(self, **values: Any) -> SQLCompiler:
        rows, changes = self._build(**values)
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        return query.get_compiler(using=connection.alias)


class PreparedDelete(_Changing):
    """`build` gives the rows that go. Of a table to which no other points: nothing goes with them."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        super().__init__()
        self._build = build

    def _compiler(self, **values: Any) -> SQLCompiler:
        return self._build(**values).query.chain(DeleteQuery).get_compiler(using=connection.alias)


def planned_cursor() -> CursorWrapper:
    """For statements whose words do not change: PostgreSQL reads and plans them once (`postgresql/base.py`)."""
    return connection.planned_cursor() if hasattr(connection, "planned_cursor") else connection.cursor()


def _length(value: Any) -> int | None:
    return len(value) if _is_many(value) else None


def _is_many(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)


def _part(value: Any, which: int) -> Any:
    # Twice asked, a set gives its values in the same order as long as nobody changes it.
    return list(value)[which] if _is_many(value) else value


def _filled(statement: _Statement, values: dict[str, Any]) -> list[Any]:
    return [
        param if slot is None else _stored(_part(values[slot[0]], slot[1]))
        for param, slot in zip(statement.params, statement.slots, strict=True)
    ]


def _compiled(compiler_of: Callable[..., SQLCompiler], values: dict[str, Any]) -> _Statement | None:
    stands: dict[Any, tuple[str, int]] = {}
    given = {name: _stand_in(name, value, stands) for name, value in values.items()}
    compiler = compiler_of(**given)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    slots = tuple(stands.get(_key(param)) for param in params)
    if missing := set(stands.values()) - set(slots):
        raise ValueError(f"The query does not take these values as they are: {sorted(missing)}.")
    columns = [column[0] for column in compiler.select or ()]
    found = compiler.get_converters(columns)
    converters = tuple((index, tuple(convs), expression) for index, (convs, expression) in found.items())
    return _Statement(sql, tuple(params), slots, converters)


def _stand_in(name: str, value: Any, stands: dict[Any, tuple[str, int]]) -> Any:
    if _is_many(value):
        return [_one_stand_in((name, n), one, stands) for n, one in enumerate(value)]
    return _one_stand_in((name, 0), value, stands)


def _one_stand_in(slot: tuple[str, int], value: Any, stands: dict[Any, tuple[str, int]]) -> Any:
    number = len(stands) + 1
    made: Any
    if isinstance(value, UUID):
        made = UUID(int=(0x5F0E << 112) + number)
    elif isinstance(value, datetime):
        made = datetime(1901, 1, 1, tzinfo=timezone.get_default_timezone()) + timedelta(days=number)
    elif isinstance(value, date):
        made = FIRST_DAY + timedelta(days=number)
    elif isinstance(value, str):
        made = f"stands-for-{number}"
    else:
        raise TypeError(f"A prepared query takes no {type(value).__name__}.")
    stands[_key(_stored(made))] = slot
    return made


def _key(value: Any) -> Any:
    """What tells a stand-in from everything else, in the form in which it reaches the database."""
    return (type(value).__name__, str(value))


def _stored(value: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _converted(row: tuple[Any, ...], statement: _Statement) -> tuple[Any, ...]:
    cells = list(row)
    for index, convs, expression in statement.converters:
        for convert in convs:
            cells[index] = convert(cells[index], expression, connection)
    return tuple(cells)
