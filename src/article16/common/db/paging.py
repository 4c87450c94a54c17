"""One stretch of a long list at a time, "Earlier" and "Later", at the same speed on its last page as on its first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, QuerySet, Subquery

from .prepared_models import PreparedModels

Row = TypeVar("Row")
_LATER, _EARLIER = "l", "e"
_LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """Rows of one page in the order of the list; an empty token means that nothing lies that way."""

    rows: tuple[Row, ...]
    earlier: str
    later: str


def page(
    queryset: QuerySet[Any], *, order: Sequence[str], token: str = "", size: int = 50, within: Iterable[str] = ()
) -> Part[Any]:
    """The rows after (or before) the one that the token names; a token that names none gives the first page.

    One query of `size` + 1 rows. All columns of `order` point the same way, none may be empty, and the last one tells
    any two rows apart, at least among rows that are alike in the columns of `within`. The token holds only that last
    value, an opaque id, because an address stays in histories and logs: never order by a name alone.
    """
    columns, falling = _checked(queryset.model, order, set(within))
    backwards, mark = _read(token, columns[-1])
    found = list(_rows(queryset, columns, falling != backwards, size, mark))
    if mark is not None and not found:
        # The named row is gone, or it never was in this list.
        return page(queryset, order=order, size=size, within=within)
    return _part(found, columns[-1], size, backwards=backwards, marked=mark is not None)


class PreparedPages:
    """As `page`, of a list that is opened so often that its words are put together once (see `prepared`).

    `build` gives the queryset of whatever `page` is called with; `order` ends with a UUID.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], *, order: Sequence[str], size: int = 50) -> None:
        self._build, self._order, self._size = build, order, size
        self._known: tuple[list[Field], bool] | None = None
        self._first = PreparedModels(self._from_start)
        self._beyond = {way: PreparedModels(partial(self._from_mark, way)) for way in (False, True)}

    def page(self, token: str = "", **values: Any) -> Part[Any]:
        """The rows after (or before) the one that the token names. One query."""
        columns, _falling = self._columns(values)
        backwards, mark = _read(token, columns[-1])
        found = [] if mark is None else self._beyond[backwards].models(mark=mark, **values)
        if not found:
            backwards, mark, found = False, None, self._first.models(**values)
        return _part(found, columns[-1], self._size, backwards=backwards, marked=mark is not None)

    def _columns(self, values: dict[str, Any]) -> tuple[list[Field], bool]:
        if self._known is None:
            self._known = _checked(self._build(**values).model, self._order, set())
        return self._known

    def _from_start(self, **values: Any) -> QuerySet[Any]:
        columns, falling = self._columns(values)
        return _rows(self._build(**values), columns, falling, self._size, None)

    def _from_mark(self, backwards: bool, mark: Any, **values: Any) -> QuerySet[Any]:
        columns, falling = self._columns(values)
        return _rows(self._build(**values), columns, falling != backwards, self._size, mark)


def _rows(queryset: QuerySet[Any], columns: list[Field], falling: bool, size: int, mark: Any) -> QuerySet[Any]:
    """One row more than a page has; `falling` after the way that is gone."""
    rows = queryset if mark is None else queryset.filter(_beyond(queryset, columns, mark, smaller=falling))
    return rows.order_by(*_ordering(columns, falling=falling))[: size + 1]


def _part(found: list[Any], last: Field, size: int, *, backwards: bool, marked: bool) -> Part[Any]:
    kept, more = found[:size], len(found) > size
    if backwards:
        kept.reverse()
    return Part(
        rows=tuple(kept),
        earlier=_token(_EARLIER, kept[0], last) if (more if backwards else marked) else "",
        later=_token(_LATER, kept[-1], last) if (more or backwards) else "",
    )


def _checked(model: Any, order: Sequence[str], within: set[str]) -> tuple[list[Field], bool]:
    fields = [_field(model, name.removeprefix("-")) for name in order]
    falling = {name.startswith("-") for name in order}
    if len(falling) != 1:
        raise ValueError("All columns of a paged list must point the same way.")
    if empty := [field.name for field in fields if field.null]:
        raise ValueError(f"A paged list cannot be ordered by columns that may be empty: {', '.join(empty)}.")
    if not _tells_apart(model, fields[-1], within):
        raise ValueError(f"{fields[-1].name} does not tell two rows apart: end the order with a unique column.")
    return fields, falling.pop()


def _field(model: Any, name: str) -> Field:
    by_name = {key: field for field in model._meta.concrete_fields for key in (field.name, field.attname)}
    if name not in by_name:
        raise ValueError(f"{model.__name__} has no column {name} of its own to order by.")
    return by_name[name]


def _tells_apart(model: Any, last: Field, within: set[str]) -> bool:
    key = {field.name for field in model._meta.pk_fields}
    sets = [key, *({*constraint.fields} for constraint in model._meta.total_unique_constraints)]
    return last.unique or any(names - within <= {last.name} for names in sets)


def _read(token: str, last: Field) -> tuple[bool, Any]:
    """Whether it points backwards, and the value that it names; None for nonsense."""
    way, _dot, text = token.partition(".")
    if way not in (_LATER, _EARLIER) or not text or "\0" in text or len(text) > _LONGEST_TOKEN:
        return False, None
    target = last.target_field if last.is_relation else last
    try:
        return way == _EARLIER, target.to_python(text)
    except (ValidationError, ValueError, OverflowError, TypeError):
        return False, None


def _token(way: str, row: Any, last: Field) -> str:
    return f"{way}.{getattr(row, last.attname)}"


def _beyond(queryset: QuerySet[Any], columns: list[Field], mark: Any, *, smaller: bool) -> Func:
    """Rows beyond the named one, compared as a whole, so that an index over the columns finds them at once."""
    names = [column.attname for column in columns]
    here = Func(*(F(name) for name in names), template="(%(expressions)s)", output_field=BooleanField())
    # Looked up among the rows that this person may see: a foreign id says nothing.
    named = queryset.order_by().filter(**{names[-1]: mark}).values(*names)[:1]
    there = Subquery(named, output_field=BooleanField())
    return Func(
        here, there, template="%(expressions)s", arg_joiner=" < " if smaller else " > ", output_field=BooleanField()
    )


def _ordering(columns: list[Field], *, falling: bool) -> list[str]:
    return [f"{'-' if falling else ''}{column.attname}" for column in columns]
