"""What waits to be handed over, and the count of it. Sealed: casework itself can not read it again."""

from django.db import models
from django.db.models import Q


class Epoch(models.Model):
    """One unbroken row of numbers to one zone. A restore ends it, so that no number is given twice."""

    PRIVACY = dict.fromkeys(
        ["id", "zone", "epoch", "generation", "fingerprint", "next_sequence", "begun_at", "ended_at"],
        "administrators; no personal data; kept",
    )

    zone = models.CharField(max_length=32)
    epoch = models.CharField(max_length=32, unique=True)  # 16 random bytes in hexadecimal
    generation = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    next_sequence = models.PositiveBigIntegerField(default=1)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone"], condition=Q(ended_at=None), name="outbox_one_current_epoch"),
        ]

    def __str__(self) -> str:
        return f"{self.zone}/{self.epoch[:8]}"


class OutgoingMessage(models.Model):
    """One sealed message, kept after it was handed over so that a restored inbox can be given it again."""

    PRIVACY = dict.fromkeys(
        ["id", "zone", "epoch", "sequence", "type", "header", "written_at", "sent_at", "refused", "tries", "retry_at"],
        "administrators, as counts; says nothing about whom; kept as long as the sealed text",
    ) | {"sealed": "nobody in casework can open it; kept until the support service has a backup of it"}

    zone = models.CharField(max_length=32)
    epoch = models.CharField(max_length=32)
    sequence = models.PositiveBigIntegerField()
    type = models.CharField(max_length=32)
    header = models.BinaryField()
    sealed = models.BinaryField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=32, blank=True)  # the inbox's code for why it did not take it
    tries = models.PositiveIntegerField(default=0)  # how often it was refused
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "sequence"], name="outbox_epoch_sequence"),
        ]
        indexes = [
            models.Index(fields=["zone", "id"], condition=Q(sent_at=None), name="outbox_unsent"),
            models.Index(fields=["zone", "id"], condition=Q(sent_at=None, type="Alert"), name="outbox_unsent_warnings"),
            models.Index(fields=["zone", "sent_at"], name="outbox_sent_at"),
        ]

    def __str__(self) -> str:
        return f"{self.zone}/{self.epoch[:8]}/{self.sequence}"
