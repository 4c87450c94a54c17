from django.apps import AppConfig


class InboxConfig(AppConfig):
    """What the women's service received through the wall."""

    name = "article16.wall.inbox"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"
