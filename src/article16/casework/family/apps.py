from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "article16.casework.family"
    label = "family"
