"""What staff filled in about a man: a set of answers each time, beside what he answers himself."""

import uuid

from django.db import models
from django.db.models import Q

from article16.casework.clients.models import HIS_FILE, Episode
from article16.casework.family.models import NOT_HERS
from article16.common.accounts.models import Staff


class RatingDraft(models.Model):
    """An instrument that a worker has begun about a man, as far as it is filled in."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "episode", "instrument", "corrects", "fingerprint", "informant", "language", "large", "answers"),
            *("typed", "passed", "reason", "begun_at", "begun_by", "kept_at"),
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=48)
    corrects = models.ForeignKey("Rating", models.PROTECT, null=True, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64)
    informant = models.CharField(max_length=48)
    language = models.CharField(max_length=12)
    large = models.BooleanField(default=False)
    answers = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    passed = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)  # of a correction
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "instrument"], condition=Q(corrects__isnull=True), name="rating_begun_once"
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="rating_correction_begun_once"
            ),
        ]

    def __str__(self) -> str:
        return f"rating-draft-{str(self.id)[:8]}"


class Rating(models.Model):
    """One filled-in instrument. Filled in again it is a new row; a correction is a new row that names the wrong one."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "episode", "instrument", "version", "fingerprint", "informant", "language", "begun_at", "rated_at"),
            *("on", "written_by", "corrects", "reason"),
        ],
        HIS_FILE,
    ) | {"answers": NOT_HERS}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=48)
    version = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=64)
    informant = models.CharField(max_length=48)  # "worker", or the instrument's own name for a worker of his
    language = models.CharField(max_length=12)
    answers = models.JSONField()  # by key, as common.questionnaires.encoding writes them
    begun_at = models.DateTimeField()
    rated_at = models.DateTimeField()
    on = models.DateField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="rating_corrected_once"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="rating_corrected_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"rating-{str(self.id)[:8]}"
