"""What came through the wall: sealed, with the little that stands in clear for the watchdog."""

import uuid

from django.db import models
from django.db.models import Q


class ReceivedMessage(models.Model):
    """One message as it arrived. Never changed but for the two marks of its check, never dropped."""

    PRIVACY = dict.fromkeys(
        [
            "id",
            "zone",
            "generation",
            "epoch",
            "sequence",
            "type",
            "kind",
            "severity",
            "due",
            "header",
            "sha256",
            "signature",
        ],
        "staff of the service, also while locked; says nothing about whom; kept as long as the sealed text",
    ) | {
        "sealed": "whoever holds a key of the zone; unreadable once that key is destroyed",
        "arrived_at": "staff of the service; kept as long as the sealed text",
        "received_at": "staff of the service; kept as long as the sealed text",
        "checked": "staff of the service; no personal data",
        "set_aside": "administrators; a code, no personal data",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Taken from the header; empty where that can not be read.
    zone = models.CharField(max_length=32, blank=True)
    generation = models.PositiveIntegerField(null=True)
    epoch = models.CharField(max_length=32, blank=True)
    sequence = models.PositiveBigIntegerField(default=0)
    type = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=32, blank=True)  # these three of alerts only
    severity = models.CharField(max_length=16, blank=True)
    due = models.DateTimeField(null=True)
    header = models.BinaryField()
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)  # of header and seal as they arrived
    signature = models.BinaryField(default=b"")  # of the service that sent it; empty before version 0.2
    arrived_at = models.DateTimeField()  # when the inbox committed it
    received_at = models.DateTimeField()  # when support took it over
    checked = models.BooleanField(default=False)  # opened once, and whole
    set_aside = models.CharField(max_length=32, blank=True)  # a code: why a person must look at it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "epoch", "sequence"], condition=Q(set_aside=""), name="inbox_zone_epoch_sequence"
            ),
        ]
        indexes = [
            models.Index(fields=["severity", "due"], condition=~Q(severity=""), name="inbox_alerts"),
            models.Index(fields=["id"], condition=Q(checked=False, set_aside=""), name="inbox_unchecked"),
            models.Index(fields=["set_aside"], condition=~Q(set_aside=""), name="inbox_set_aside"),
        ]

    def __str__(self) -> str:
        return f"{self.epoch[:8]}/{self.sequence}"
