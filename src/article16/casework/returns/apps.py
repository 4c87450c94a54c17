"""Figures of a programme; of what the board shows, the numbers of each month are kept."""

from django.apps import AppConfig

from article16.common.db import triggers


class ReturnsConfig(AppConfig):
    name = "article16.casework.returns"
    label = "returns"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
