"""What the man's page needs of every room: its facts as rows of one shape, so that one query puts them in order."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import DateField, DateTimeField, F, QuerySet, TextField, UUIDField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

# Branches are put together by position: this is the order, and the one type that each column has in all of them.
TYPES = {
    "kind": TextField,
    "on": DateField,
    "at": DateTimeField,
    "row": UUIDField,
    "episode": UUIDField,
    "code": TextField,
    "words": TextField,
    "by": UUIDField,
    "corrects": UUIDField,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened to a man, or was written about him."""

    kind: str  # the key under which its room gave the branch
    on: date  # the day it happened
    at: datetime  # when it happened or was written; orders what fell on one day
    row: UUID  # the fact's own id
    episode: UUID
    code: str  # a choice of the room's own model, for its words and icon
    words: str  # what a person wrote
    by: UUID | None  # who wrote it; None: the service itself
    corrects: UUID | None  # the row that this one takes the place of


@dataclass(frozen=True, slots=True)
class Told:
    """The same as people read it. `late` only for absence and concern."""

    icon: str
    fact: str
    second: str = ""
    url: str = ""
    late: bool = False


def branch(
    rows: QuerySet,
    *,
    kind: str,
    on: str | Combinable,
    at: str | Combinable,
    episode: str = "episode_id",
    code: str | Combinable = "",
    words: str | Combinable = "",
    by: str = "written_by_id",
    corrects: str = "",
) -> QuerySet:
    """A room's rows in the common columns; each argument but `kind` names a column of theirs. Asks nothing yet.

    `on` is a date, `at` a time. A room neither orders nor cuts its rows: the page does, over all rooms together.
    """
    given = {"kind": Value(kind), "on": on, "at": at, "row": "pk", "episode": episode}
    given |= {"code": code, "words": words, "by": by, "corrects": corrects}
    named = {f"t_{name}": _Typed(_column(name, column), TYPES[name]()) for name, column in given.items()}
    return rows.order_by().annotate(**named).values_list(*named)


def _column(name: str, given: str | Combinable) -> Combinable:
    if not isinstance(given, str):
        return given
    if given:
        return F(given)
    return Value(None if name in {"by", "corrects"} else "", output_field=TYPES[name]())


class _Typed(Cast):
    """PostgreSQL wants one type in each column of all branches; SQLite has them, and a cast there would cut seconds."""

    def as_sqlite(self, compiler, connection, **context):
        return compiler.compile(self.source_expressions[0])
