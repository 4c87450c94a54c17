"""Rows of many models gathered and written in bulk, in the order in which they point at each other."""

from django.db import models
from django.db.models import Model

PORTION = 2_000  # rows in one statement, less where the database takes fewer values


class Rows:
    """Rows by model, in the order in which the models first came: what is pointed at is added first."""

    def __init__(self) -> None:
        self.by_model: dict[type[Model], list[Model]] = {}
        self.written = 0

    def add(self, row: Model) -> None:
        self.by_model.setdefault(type(row), []).append(row)

    def take(self, model: type[Model]) -> list[Model]:
        """The rows of one model, which are written in another way."""
        return self.by_model.pop(model, [])

    def write(self) -> int:
        """Everything gathered so far; how many rows it was."""
        count = 0
        for model, rows in self.by_model.items():
            model._default_manager.bulk_create(_in_order(rows), batch_size=PORTION)
            count += len(rows)
        self.by_model.clear()
        self.written += count
        return count


def _in_order(rows: list[Model]) -> list[Model]:
    """A table that is kept in the order of its key is written in that order, which is much faster."""
    key = rows[0]._meta.pk
    plain = isinstance(key, models.CompositePrimaryKey | models.AutoField)
    return rows if plain else sorted(rows, key=lambda row: str(row.pk))
