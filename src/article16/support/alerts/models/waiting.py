"""Warnings, what is done about each for each case, and who is told of them when."""

import uuid

from django.db import models
from django.db.models import Q

from article16.common.accounts.models import Staff
from article16.support.keys.models import WorkerKey
from article16.wall.inbox.models import ReceivedMessage

LOCKED = "staff of the service, also while locked; says nothing about whom; kept 6 years"
SEALED = "whoever holds a key of the zone; unreadable once that key is destroyed"
ROTA = "staff of the service; kept 1 year"


class Arrived(models.Model):
    """A message with a severity that was stored and is not an alert yet: put here by a trigger, gone within seconds."""

    PRIVACY = {"message": "nobody; gone within seconds"}

    message = models.OneToOneField(ReceivedMessage, models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return f"arrived {str(self.message_id)[:8]}"


class Alert(models.Model):
    """One warning as the desk, the ladder and the watchdog need it, with nobody unlocked."""

    PRIVACY = dict.fromkeys(
        [
            *[
                "id",
                "message",
                "number",
                "kind",
                "severity",
                "due",
                "came_at",
                "raised_at",
                "whole",
                "rung",
                "next_due",
            ],
            *["taken_by", "taken_at", "held_until", "acknowledged_at", "closed_at"],
        ],
        LOCKED,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Empty: an item of the service's own; which case it is about stands in its pointers.
    message = models.OneToOneField(ReceivedMessage, models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=32)
    severity = models.CharField(max_length=16)
    due = models.DateTimeField()
    came_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True)  # stands inside; known once it was opened
    whole = models.BooleanField(default=True)  # False: set aside, and still a warning
    rung = models.PositiveSmallIntegerField(default=0)  # the last one that was told
    next_due = models.DateTimeField(null=True)  # of the ladder; empty: nothing more falls due
    taken_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)  # for every case of his
    closed_at = models.DateTimeField(null=True)  # she knows, or it is said why not

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_due__isnull=False) | Q(acknowledged_at__isnull=False), name="alert_goes_on_or_is_done"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(acknowledged_at__isnull=False), name="alert_closed_after_acting"
            ),
        ]
        indexes = [
            models.Index(fields=["next_due"], condition=Q(next_due__isnull=False), name="alerts_falling_due"),
            models.Index(fields=["due", "id"], condition=Q(acknowledged_at=None), name="alerts_open"),
            models.Index(fields=["came_at", "id"], name="alerts_by_coming"),
        ]

    def __str__(self) -> str:
        return f"W-{self.number}"


class Pointer(models.Model):
    """Which case an item of the service's own is about: sealed to the zone, and in a restricted case to each named."""

    PRIVACY = dict.fromkeys(["id", "alert", "key"], LOCKED) | {"sealed": SEALED}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+")
    key = models.ForeignKey(WorkerKey, models.CASCADE, null=True, related_name="+")  # empty: the zone
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"pointer {str(self.id)[:8]}"


class ForCase(models.Model):
    """What was done about one alert for one case. Where several women are beside him, each has a row that is named."""

    PRIVACY = dict.fromkeys(["id", "alert", "acknowledged_at", "by", "action", "knows_at"], LOCKED) | {
        "about": SEALED,
        "words": SEALED,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+")
    about = models.BinaryField(null=True)  # which case; empty: he has one, or none is known
    acknowledged_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=32, blank=True)
    words = models.BinaryField(null=True)
    knows_at = models.DateTimeField(null=True)  # when she was first told of it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | (Q(by__isnull=False) & ~Q(action="")),
                name="acknowledged_by_a_person_with_an_action",
            ),
        ]

    def __str__(self) -> str:
        return f"for-case {str(self.id)[:8]}"


class Telling(models.Model):
    """What she was told of an event, when and how; or why not. Corrections are new rows."""

    PRIVACY = dict.fromkeys(["id", "for_case", "at", "how", "by", "written_at", "corrects"], LOCKED) | {"words": SEALED}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    for_case = models.ForeignKey(ForCase, models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)  # empty: she was not told
    how = models.CharField(max_length=32)
    words = models.BinaryField()
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"telling {str(self.id)[:8]}"


class Step(models.Model):
    """One thing that happened to an alert: came, told, taken, passed on, acknowledged, closed. Only added."""

    PRIVACY = dict.fromkeys(["id", "alert", "at", "what", "rung", "line", "person"], LOCKED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    rung = models.PositiveSmallIntegerField(default=0)
    line = models.CharField(max_length=12, blank=True)
    person = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["alert", "at"], name="steps_of_alert")]

    def __str__(self) -> str:
        return f"{self.what} {str(self.alert_id)[:8]}"


class Notice(models.Model):
    """One neutral message to one person over one channel, because a rung was reached or the watchdog worries."""

    PRIVACY = dict.fromkeys(
        ["id", "alert", "rung", "person", "channel", "made_at", "state", "tries", "try_at", "done_at", "counted"], ROTA
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, models.PROTECT, null=True, related_name="+")
    rung = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")  # waiting, sent, failed, needless
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    counted = models.BooleanField(default=False)  # its failure has made the ladder faster

    class Meta:
        indexes = [
            models.Index(fields=["try_at"], condition=Q(state="waiting"), name="notices_waiting"),
            models.Index(fields=["channel", "-made_at"], name="notices_by_channel"),
            models.Index(fields=["alert", "rung"], name="notices_of_rung"),
        ]

    def __str__(self) -> str:
        return f"notice {str(self.id)[:8]}"
