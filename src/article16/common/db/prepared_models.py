"""Rows of a model through a statement that is put into words once, with what `select_related` brings."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from .prepared import Prepared

Make = Callable[[tuple[Any, ...]], Any]


class PreparedModels(Prepared):
    """As `Prepared`, for actions, which need the row itself: `build` gives a queryset without annotations."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        super().__init__(build)
        self._compilers: dict[str, SQLCompiler] = {}
        self._makes: dict[str, Make] = {}

    def models(self, **values: Any) -> list[Any]:
        """The rows, as the queryset itself would give them. One query."""
        rows = self.rows(**values)
        if not rows:
            return []
        vendor = connection.vendor
        if vendor not in self._makes:
            self._makes[vendor] = _make(self._compilers[vendor])
        make = self._makes[vendor]
        return [make(row) for row in rows]

    def model(self, **values: Any) -> Any:
        """The first of them, or None."""
        return next(iter(self.models(**values)), None)

    def _compiler(self, **values: Any) -> SQLCompiler:
        made = super()._compiler(**values)
        # Which columns stand where is the same for every number of values.
        self._compilers.setdefault(connection.vendor, made)
        return made


def _make(compiler: SQLCompiler) -> Make:
    """What makes a row the model, and its columns beside it the models that it names; as Django's own loop does."""
    about, alias = compiler.klass_info, connection.alias
    begin, end = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[begin:end]]
    model: type[Model] = about["model"]
    beside = get_related_populators(about, compiler.select, alias)

    def make(row: tuple[Any, ...]) -> Any:
        made = model.from_db(alias, names, row[begin:end])
        for one in beside:
            one.populate(row, made)
        return made

    return make
