"""What he answered: raw rows under the version that was asked. Scores are made again from them each time."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.models import HIS_FILE
from article16.common.accounts.models import Staff

from .asking import Asking


class Response(models.Model):
    """One set of answers. A correction is a new set that names the one it replaces."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "asking", "instrument", "version", "fingerprint", "informant", "time", "language", "mode"),
            *("begun_at", "answered_at", "on", "written_by", "checked_by", "corrects", "reason", "told"),
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(Asking, models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=48)
    version = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=64)
    informant = models.CharField(max_length=16)
    time = models.CharField(max_length=4, blank=True)  # as the instrument names it; empty: at any time
    language = models.CharField(max_length=12)
    mode = models.CharField(max_length=12)
    begun_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    on = models.DateField()  # the day he answered; of paper, as written on it
    written_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")  # None: he himself
    checked_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    told = models.JSONField(default=list)  # under which facts the study was told, so that a correction can name them

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asking"], condition=Q(corrects__isnull=True), name="answered_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="answers_corrected_once"
            ),
            models.CheckConstraint(condition=Q(corrects__isnull=True) | ~Q(reason=""), name="corrected_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"response-{str(self.id)[:8]}"


class Answer(models.Model):
    """One raw answer, or which kind of missing."""

    PRIVACY = dict.fromkeys(["id", "response", "key", "value"], HIS_FILE)

    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    key = models.CharField(max_length=51)
    value = models.TextField()  # as common.questionnaires.encoding writes it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "key"], name="one_answer_to_a_question")]

    def __str__(self) -> str:
        return f"answer-{self.pk}"


class Flag(models.Model):
    """An answer that needs a person today."""

    PRIVACY = dict.fromkeys(["id", "response", "alert"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    alert = models.CharField(max_length=48)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "alert"], name="flag_once")]

    def __str__(self) -> str:
        return f"flag-{str(self.id)[:8]}"


class NotAnswered(models.Model):
    """Why a questionnaire was not filled in."""

    class Reason(models.TextChoices):
        NOT_REACHED = "not-reached", _("Not reached")
        DID_NOT_COME = "did-not-come", _("Did not come")
        DID_NOT_WANT = "did-not-want", _("Did not want to")
        LANGUAGE = "language", _("No language or interpreter for it")
        UNWELL = "unwell", _("Not able to on the day")
        PRISON = "prison", _("In prison")
        MOVED = "moved", _("Moved away")
        NOT_ASKED = "not-asked", _("We did not ask in time")
        OTHER = "other", _("Another reason")

    PRIVACY = dict.fromkeys(["id", "asking", "reason", "words", "written_at", "written_by", "corrects"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(Asking, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    words = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asking"], condition=Q(corrects__isnull=True), name="not_answered_first_row_once"
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="not_answered_corrected_once"
            ),
        ]

    def __str__(self) -> str:
        return f"not-answered-{str(self.id)[:8]}"
