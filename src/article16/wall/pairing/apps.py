from django.apps import AppConfig


class PairingConfig(AppConfig):
    """Whose signatures this service takes for true."""

    name = "article16.wall.pairing"
    label = "pairing"
    default_auto_field = "django.db.models.BigAutoField"
