"""Endings: how an episode ends, rests, goes on and opens again."""

from django.apps import AppConfig

from article16.common.db import triggers


class EndingsConfig(AppConfig):
    name = "article16.casework.endings"
    label = "endings"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
