"""What she is asked and when, and what she answered, sealed under the key of her case."""

from django.apps import AppConfig


class HerQuestionnairesConfig(AppConfig):
    name = "article16.support.questionnaires"
    label = "her_questionnaires"
