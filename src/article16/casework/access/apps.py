from django.apps import AppConfig


class AccessConfig(AppConfig):
    """His right to see what is kept about him: asked for, prepared, looked through by a second person, given."""

    name = "article16.casework.access"
    label = "access"
