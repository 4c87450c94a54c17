"""The study: what casework sent and what women answered, without names, for evaluators alone."""

from django.apps import AppConfig

from article16.common.db import triggers


class OutcomesConfig(AppConfig):
    name = "article16.support.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
