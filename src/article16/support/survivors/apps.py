from django.apps import AppConfig


class SurvivorsConfig(AppConfig):
    name = "article16.support.survivors"
    label = "survivors"
