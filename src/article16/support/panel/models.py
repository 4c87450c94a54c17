"""Panel meetings and the key that signs their sheets: both sealed to the service."""

import uuid

from django.db import models

SEALED = "leads who hold the key of the service; unreadable once it is destroyed"
MECHANICS = "staff of the service; random, says nothing about whom; kept with the meeting"


class Meeting(models.Model):
    """One meeting: its day, its programme and a code for every man, inside the seal. Closed, it holds its sheet."""

    PRIVACY = {**dict.fromkeys(["id", "version"], MECHANICS), "sealed": SEALED}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)  # counts the savings: an older text put back does not open
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"meeting-{str(self.id)[:8]}"


class SheetKey(models.Model):
    """The key by which casework knows a sheet for ours; another one with each generation of the zone's key."""

    PRIVACY = {
        **dict.fromkeys(["id", "public_key"], "everybody; no personal data"),
        "generation": MECHANICS,
        "sealed": SEALED,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    generation = models.PositiveIntegerField(unique=True)  # of the zone: who left does not sign the next meeting's
    public_key = models.BinaryField(max_length=32)
    sealed = models.BinaryField()  # the secret half

    def __str__(self) -> str:
        return f"sheet-key-{self.generation}"
