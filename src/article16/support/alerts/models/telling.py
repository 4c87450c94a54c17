"""Who is told of a warning and when: ladder, rota, absences, and what the lead sets."""

import uuid

from django.db import models
from django.db.models import Q

from article16.common.accounts.models import Staff

from .waiting import ROTA


class Rung(models.Model):
    """One step of the ladder of one severity: who is told, after which part of the time."""

    PRIVACY = dict.fromkeys(["id", "severity", "number", "line", "percent"], "all staff; no personal data")

    severity = models.CharField(max_length=16)
    number = models.PositiveSmallIntegerField()
    line = models.CharField(max_length=12)
    percent = models.PositiveSmallIntegerField()  # of the time between its coming and its deadline

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["severity", "number"], name="rung_once"),
            # The top is reached at the deadline or before.
            models.CheckConstraint(condition=Q(percent__lte=100), name="rung_before_the_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.severity} {self.number}"


class Pace(models.Model):
    """How long taking holds the ladder of one severity, and how often the top rung is told again. Minutes."""

    PRIVACY = dict.fromkeys(["severity", "hold", "again"], "all staff; no personal data")

    severity = models.CharField(max_length=16, primary_key=True)
    hold = models.PositiveSmallIntegerField()
    again = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.severity


class Hours(models.Model):
    """One stretch of the week in which a worker is on duty, in local time; `closes` before `opens`: past midnight."""

    PRIVACY = dict.fromkeys(["id", "weekday", "opens", "closes"], "all staff; no personal data")

    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}"


class Shift(models.Model):
    """One person on one line of the rota from then till then; without an end, until somebody ends it."""

    PRIVACY = dict.fromkeys(["id", "line", "person", "begins_at", "ends_at"], ROTA)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.CharField(max_length=12)
    person = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("begins_at")), name="shift_ends_after_begin"
            )
        ]
        indexes = [models.Index(fields=["begins_at", "id"], name="shifts_by_begin")]

    def __str__(self) -> str:
        return f"shift {str(self.id)[:8]}"


class Absence(models.Model):
    """A person who cannot be called from then till then: the rung after hers is told at once."""

    PRIVACY = dict.fromkeys(["id", "person", "begins_at", "ends_at"], ROTA)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("begins_at")), name="absence_ends_after_begin")
        ]
        indexes = [models.Index(fields=["ends_at", "id"], name="absences_by_end")]

    def __str__(self) -> str:
        return f"absence {str(self.id)[:8]}"


class Reach(models.Model):
    """How a person is called besides the page: her telephone for short messages; mail goes to her account's address."""

    PRIVACY = dict.fromkeys(["person", "phone", "mail"], "the person and leads; erased with the account")

    person = models.OneToOneField(Staff, models.CASCADE, primary_key=True, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    mail = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"reach of {str(self.person_id)[:8]}"


class Number(models.Model):
    """One number that the lead sets, by its name."""

    PRIVACY = dict.fromkeys(["name", "value"], "all staff; no personal data")

    name = models.CharField(max_length=32, primary_key=True)
    value = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """How many pages a person had opened in this quarter, at one moment: the record itself tells no hours."""

    PRIVACY = dict.fromkeys(["id", "person", "at", "pages"], "nobody; counts without content; gone after 2 hours")

    person = models.CharField(max_length=64)
    at = models.DateTimeField()
    pages = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="readings_by_time")]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class ReadingAlarm(models.Model):
    """A person who opened more pages in an hour than the lead has set."""

    PRIVACY = dict.fromkeys(["id", "person", "at", "pages"], "leads; kept 6 years")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    pages = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["-at", "id"], name="reading_alarms_latest")]

    def __str__(self) -> str:
        return f"reading-alarm {str(self.id)[:8]}"
