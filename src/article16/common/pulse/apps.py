from django.apps import AppConfig


class PulseConfig(AppConfig):
    """Heartbeats, the clock that was set back, and the watchdog's last look."""

    name = "article16.common.pulse"
    label = "pulse"
