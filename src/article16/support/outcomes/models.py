"""The study as this service keeps it: ciphertext of one size, without a time, a table or a person beside it."""

import uuid

from django.db import models
from django.db.models import Q

from article16.common.accounts.models import Staff
from article16.wall.inbox.models import ReceivedMessage

MECHANICS = "staff of the service, also while locked; random, says nothing about whom; kept as long as the study"
SEALED = "evaluators who hold the study key; unreadable once it is destroyed"
WORK = "evaluators and leads; that a report is made and by whom, no personal data of women or men; kept with the report"


class StudyRow(models.Model):
    """One row, sealed to the study key when it arose. Whose it is and from whom stands inside."""

    PRIVACY = {"id": MECHANICS, "sealed": SEALED, "counted": MECHANICS}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()
    counted = models.BooleanField(default=False)  # is in the digest from which the board is drawn

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(counted=False), name="study_uncounted")]

    def __str__(self) -> str:
        return f"study-row-{str(self.id)[:8]}"


class Unsorted(models.Model):
    """A message for the study that nobody has opened yet: put here by a trigger, gone when it is a row of the study."""

    PRIVACY = {"message": "nobody; gone when a worker has unlocked"}

    message = models.OneToOneField(ReceivedMessage, models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return f"unsorted {str(self.message_id)[:8]}"


class Digest(models.Model):
    """What every counted row comes to, for the board; and the secret from which study numbers are made."""

    PRIVACY = dict.fromkeys(["name", "version"], MECHANICS) | {"sealed": SEALED}

    name = models.CharField(max_length=12, primary_key=True)
    version = models.PositiveIntegerField(default=1)  # counted up with each writing
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"digest-{self.name}"


class Report(models.Model):
    """One report on the study, while it is made and after."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "release", "language", "state", "why", "place", "places", "chapter", "asked_by", "begun_at"),
            *("beat_at", "ended_at", "session", "stop", "approved_by", "approved_at"),
        ],
        WORK,
    )

    class State(models.TextChoices):
        MAKING = "making"
        DONE = "done"
        STOPPED = "stopped"  # by a person, a lock, or a restart: `why` says which
        NONE = "none"  # nothing could be made; `why` says so

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.BooleanField(default=False)
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    why = models.CharField(max_length=300, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    places = models.PositiveSmallIntegerField(default=0)
    chapter = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    beat_at = models.DateTimeField()  # when its thread was last seen at work
    ended_at = models.DateTimeField(null=True)
    session = models.UUIDField(null=True)  # the unlocked browser it was started from; it ends with it
    stop = models.BooleanField(default=False)
    approved_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Two releases at once would each be right and together give somebody away.
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(release=True, approved_at__isnull=True, state__in=["making", "done"]),
                name="one_release_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["-begun_at", "id"], name="study_reports_latest")]

    def __str__(self) -> str:
        return f"report-{str(self.id)[:8]}"


class ReportPart(models.Model):
    """One file of a report, sealed to the study key."""

    PRIVACY = {**dict.fromkeys(["id", "report", "name"], MECHANICS), "sealed": SEALED}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    name = models.CharField(max_length=24)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "name"], name="report_part_once")]

    def __str__(self) -> str:
        return f"report-part-{str(self.id)[:8]}"
