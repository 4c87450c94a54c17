"""What a programme sets of its times, and what it tells of itself once a year."""

import uuid

from django.db import models
from django.db.models import Q

from article16.common.accounts.models import Programme, Staff

from .packs import NO_PERSON


class WindowDays(models.Model):
    """How long a time is open in a programme, from the day this was written. The latest row holds."""

    PRIVACY = dict.fromkeys(
        ["id", "programme", "wave", "before", "grace", "after", "written_at", "written_by"], NO_PERSON
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    wave = models.CharField(max_length=4)  # T0 to T4; F for all further follow-ups
    before = models.PositiveSmallIntegerField()  # days
    grace = models.PositiveSmallIntegerField()  # days
    after = models.PositiveSmallIntegerField()  # days
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "wave", "written_at"], name="window_days_once_at_a_moment"),
            models.CheckConstraint(condition=Q(after__gte=models.F("grace")), name="closes_not_before_it_is_late"),
        ]

    def __str__(self) -> str:
        return f"window-days-{self.wave}"


class ContextDraft(models.Model):
    """What a programme tells of itself for one year, as far as it is filled in."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "programme", "year", "fingerprint", "language", "large", "answers", "typed", "passed"),
            *("begun_at", "begun_by", "kept_at"),
        ],
        NO_PERSON,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    large = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    passed = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "year"], name="context_draft_once_a_year")]

    def __str__(self) -> str:
        return f"context-draft-{self.year}"


class Context(models.Model):
    """What a programme told of itself for one year. Told again, the later row takes the place of the earlier."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "programme", "year", "instrument", "version", "fingerprint", "language", "answers"),
            *("answered_at", "written_by", "corrects"),
        ],
        NO_PERSON,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=48)
    version = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    answers = models.JSONField()  # by key, as common.questionnaires.encoding writes them
    answered_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year"], condition=Q(corrects__isnull=True), name="context_told_once_a_year"
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="context_corrected_once"
            ),
        ]

    def __str__(self) -> str:
        return f"context-{self.year}"
