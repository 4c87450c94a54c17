"""Records: reviews, individual sessions, contacts and notes."""

from django.apps import AppConfig

from article16.common.db import triggers


class RecordsConfig(AppConfig):
    name = "article16.casework.records"
    label = "records"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
