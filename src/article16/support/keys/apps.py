from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Who holds which key of the women's service."""

    name = "article16.support.keys"
    label = "keys"
    default_auto_field = "django.db.models.BigAutoField"
