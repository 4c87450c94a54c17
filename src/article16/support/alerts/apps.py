"""Warnings that came through the wall, until a person has acted."""

from django.apps import AppConfig

from article16.common.db import triggers


class AlertsConfig(AppConfig):
    name = "article16.support.alerts"
    label = "alerts"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
