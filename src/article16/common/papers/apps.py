from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Papers on data protection, made from what the models, the roles and the settings declare."""

    name = "article16.common.papers"
    label = "papers"
