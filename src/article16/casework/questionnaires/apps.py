"""What a man is asked, when, and what he answered."""

from django.apps import AppConfig

from article16.common.db import triggers


class QuestionnairesConfig(AppConfig):
    name = "article16.casework.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
