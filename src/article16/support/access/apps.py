from django.apps import AppConfig

from article16.common.db import triggers


class AccessConfig(AppConfig):
    """Her right to see what is kept about her, for how long cases are kept, and erasing one with its key."""

    name = "article16.support.access"
    label = "access"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
