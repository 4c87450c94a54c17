"""The engine as an app of Django: it brings templates, styles, a script and words, and no model."""

from django.apps import AppConfig


class QuestionnairesEngineConfig(AppConfig):
    name = "article16.common.questionnaires"
    label = "questionnaires_engine"
