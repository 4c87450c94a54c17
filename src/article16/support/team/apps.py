from django.apps import AppConfig

from article16.common.db import triggers


class TeamConfig(AppConfig):
    """Caseload, supervision and team sessions, care after hard calls."""

    name = "article16.support.team"
    label = "team"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
