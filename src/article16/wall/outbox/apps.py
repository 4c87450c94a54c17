from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """What casework hands over to the women's service."""

    name = "article16.wall.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
