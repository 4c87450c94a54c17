from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "article16.common.ui"
    label = "ui"
