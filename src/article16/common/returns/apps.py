"""Returns as an app of Django: it brings templates, and no model."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "article16.common.returns"
    label = "returns_shared"
