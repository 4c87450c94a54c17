from django.apps import AppConfig

from article16.common.db import triggers


class RetentionConfig(AppConfig):
    """For how long files are kept, what stops an erasure, and erasing with a second person."""

    name = "article16.casework.retention"
    label = "retention"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
