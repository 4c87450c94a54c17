"""One stretch of a long list at a time, "Earlier" and "Later", at the same speed on its last page as on its first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Field, Func, QuerySet, Subquery

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
    rows = queryset if mark is None else queryset.filter(_beyond(queryset, columns, mark, smaller=falling != backwards))
    found = list(rows.order_by(*_ordering(columns, falling=falling != backwards))[: size + 1])
    if mark is not None and not found:
        # The named row is gone, or it never was in this list.
        return page(queryset, order=order, size=size, within=within)
    kept, more = found[:size], len(found) > size
    if backwards:
        kept.reverse()
    return Part(
        rows=tuple(kept),
        earlier=_token(_EARLIER, kept[0], columns[-1]) if (more if backwards else mark is not None) else "",
        later=_token(_LATER, kept[-1], columns[-1]) if (more or backwards) else "",
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
