"""Whose signatures a service takes for true: the public half that a person has compared, and those before it."""

from django.db import models
from django.db.models import Q


class KnownSigner(models.Model):
    """One public key that somebody accepted for one purpose, until another took its place."""

    PRIVACY = dict.fromkeys(
        ["id", "purpose", "public_key", "fingerprint", "accepted_at", "ended_at", "by"],
        "administrators; no personal data but the account of who accepted it; kept",
    )

    purpose = models.CharField(max_length=16)  # "messages": of casework, known to support; "panel": the other way
    public_key = models.BinaryField(max_length=32)
    fingerprint = models.CharField(max_length=64)
    accepted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # what came before this moment stays true
    by = models.CharField(max_length=64, blank=True)  # staff id; empty: on the command line, or at the first start

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose"], condition=Q(ended_at=None), name="pairing_one_current_signer"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}/{self.fingerprint[:8]}"
