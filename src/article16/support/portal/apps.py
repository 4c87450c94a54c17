"""Her pages: questions, a message and a few words, behind a link that her worker gave her."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "article16.support.portal"
    label = "portal"
