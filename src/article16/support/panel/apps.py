from django.apps import AppConfig


class PanelConfig(AppConfig):
    """Panel meetings: one code for every man alike, and the sheet that carries them to casework."""

    name = "article16.support.panel"
    label = "panel"
