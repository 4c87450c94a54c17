from django.apps import AppConfig

from article16.casework.warnings.guards import noting
from article16.common.db import triggers


class RulesConfig(AppConfig):
    """The rules of warning; it has no tables of its own, and a trigger on each table that it asks."""

    name = "article16.casework.rules"
    label = "rules"

    def ready(self) -> None:
        from .policy import TABLES

        triggers.register(*(one for table in TABLES for one in noting(table)))
