"""The man, his episodes, and how he came."""

from django.apps import AppConfig

from article16.common.db import triggers


class ClientsConfig(AppConfig):
    name = "article16.casework.clients"
    label = "clients"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
