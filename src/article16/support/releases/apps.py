from django.apps import AppConfig

from article16.common.db import triggers


class ReleasesConfig(AppConfig):
    """What may leave the service towards casework, under which conditions, and the record of it."""

    name = "article16.support.releases"
    label = "releases"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
