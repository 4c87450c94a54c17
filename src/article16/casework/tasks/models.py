"""What somebody has to do about a fact, until when, and that it was done."""

import uuid

from django.db import models
from django.db.models import Q

from article16.casework.clients.models import HIS_FILE, Episode
from article16.common.accounts.models import Programme, Staff


class Task(models.Model):
    """One thing to do. A fact makes each kind of task once, however often it is looked at."""

    PRIVACY = {
        **dict.fromkeys(["id", "kind", "fact", "episode", "programme", "due", "role", "person"], HIS_FILE),
        **dict.fromkeys(["words", "url", "written_at", "written_by", "done_at", "done_by", "done_words"], HIS_FILE),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    fact = models.UUIDField()
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    # The episode's own, kept here too so that a programme's open tasks are found without looking at its men.
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    due = models.DateField()
    role = models.CharField(max_length=20)
    person = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    done_words = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "fact"], name="task_once_for_a_fact"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(done_by__isnull=True, done_words=""), name="task_done_has_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "due", "id"], condition=Q(done_at__isnull=True), name="task_open"),
        ]

    def __str__(self) -> str:
        return f"task-{str(self.id)[:8]}"


class Postponement(models.Model):
    """A task was put off: from which day to which, and why. The task keeps the latest day."""

    PRIVACY = dict.fromkeys(["id", "task", "before", "after", "reason", "written_at", "written_by"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="+")
    before = models.DateField()
    after = models.DateField()
    reason = models.CharField(max_length=1000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="postponed_for_a_reason"),
            models.CheckConstraint(condition=Q(after__gt=models.F("before")), name="postponed_to_a_later_day"),
        ]

    def __str__(self) -> str:
        return f"postponement-{str(self.id)[:8]}"
