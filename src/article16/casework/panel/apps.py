from django.apps import AppConfig

from article16.common.db import triggers


class PanelConfig(AppConfig):
    """The codes of panel meetings, as the women's service set them for every man alike."""

    name = "article16.casework.panel"
    label = "panel"

    def ready(self) -> None:
        from .guards import TRIGGERS

        triggers.register(*TRIGGERS)
