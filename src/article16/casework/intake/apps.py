"""Intake: what he tells, whether the programme suits, what he signs."""

from django.apps import AppConfig

from article16.common.db import triggers


class IntakeConfig(AppConfig):
    name = "article16.casework.intake"
    label = "intake"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
