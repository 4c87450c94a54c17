"""Signs of life: one row for each process, and one for each thing the watchdog looks at."""

from django.db import models


class Pulse(models.Model):
    """When a process was last at work, by the clock of the machine, and how far that clock was set back since."""

    PRIVACY = dict.fromkeys(["name", "beat_at", "behind"], "all staff; no personal data")

    name = models.CharField(max_length=32, primary_key=True)
    beat_at = models.DateTimeField()
    behind = models.PositiveIntegerField(default=0)  # seconds that the clock lags behind the time that really passed

    def __str__(self) -> str:
        return self.name


class Look(models.Model):
    """What the watchdog last saw of one thing. The words are a code and a number, never content."""

    PRIVACY = dict.fromkeys(["name", "at", "well", "value", "since", "told_at"], "all staff; no personal data")

    name = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()
    well = models.BooleanField()
    value = models.CharField(max_length=40, blank=True)  # "3 s", "00:58"
    since = models.DateTimeField()  # from when on it has been as it is
    told_at = models.DateTimeField(null=True)  # when somebody was called about it

    def __str__(self) -> str:
        return self.name
