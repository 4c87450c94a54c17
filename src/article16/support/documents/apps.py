from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents that casework sealed and a person handed over."""

    name = "article16.support.documents"
    label = "documents"
