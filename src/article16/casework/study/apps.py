from django.apps import AppConfig


class StudyConfig(AppConfig):
    """Rows of the study, made from his file again and again; it keeps what was told, and nothing else."""

    name = "article16.casework.study"
    label = "study"
