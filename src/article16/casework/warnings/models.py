"""What was raised for which fact, and what the database noted as changed since the rules were last asked."""

import uuid

from django.db import models
from django.db.models import Q

from article16.casework.clients.models import HIS_FILE, Episode
from article16.common.accounts.models import Staff


class Raised(models.Model):
    """One warning: one kind, one fact, once. Said for every man alike; never changed, never deleted."""

    PRIVACY = dict.fromkeys(
        ["id", "kind", "fact", "episode", "severity", "source", "raised_at", "due", "zone", "person", "by"], HIS_FILE
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    fact = models.UUIDField()  # the row that is the reason; random, never reused
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    severity = models.CharField(max_length=16)
    source = models.CharField(max_length=32)
    raised_at = models.DateTimeField()
    due = models.DateTimeField()
    zone = models.CharField(max_length=32, blank=True)  # empty: there is no women's service, a person is warned
    person = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=64, blank=True)  # staff id; empty: the tick

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "fact"], name="warned_once"),
            models.CheckConstraint(condition=~Q(zone="") | Q(person__isnull=False), name="warning_reaches_somebody"),
        ]
        indexes = [models.Index(fields=["episode", "-raised_at", "id"], name="warnings_of_episode")]

    def __str__(self) -> str:
        return f"raised-{str(self.id)[:8]}"
