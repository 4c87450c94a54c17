"""What leaves through the wall because of a fact about a man."""

from django.apps import AppConfig

from article16.common.db import triggers


class WarningsConfig(AppConfig):
    name = "article16.casework.warnings"
    label = "warnings"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
