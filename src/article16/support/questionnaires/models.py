"""Tables of ciphertext, and what a lead set. What is finished is an entry of her case; what is not, lies here."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from article16.support.survivors.models import Case

MECHANICS = "staff of the service; random, says nothing about whom; erased with the case"
SEALED = "workers and leads who hold the key of the case; unreadable once it is destroyed"
OPEN = "all staff; no personal data of hers"
OF_SERVICE = "whoever holds a key of the service; unreadable once that key is destroyed"


class Sitting(models.Model):
    """One questionnaire being filled in: sealed anew with each page, gone when it is finished."""

    PRIVACY = {**dict.fromkeys(["id", "case", "version"], MECHANICS), "sealed": SEALED}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)  # of what is sealed
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"sitting-{str(self.id)[:8]}"


class Gathered(models.Model):
    """What many messages say of many men's dates, in one sealed row: read at once, and grouped by no man."""

    PRIVACY = {
        "id": "staff of the service; random, says nothing about whom",
        "messages": "staff of the service; a number over many men",
        "sealed": OF_SERVICE,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    messages = models.PositiveIntegerField()  # how many are in it
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"gathered-{str(self.id)[:8]}"


class Filed(models.Model):
    """A message whose dates stand in a gathered row, so that it is opened for them once."""

    PRIVACY = {"message": "staff of the service; random, says nothing about whom"}

    message = models.UUIDField(primary_key=True, editable=False)

    def __str__(self) -> str:
        return f"filed-{str(self.message)[:8]}"


class Limits(models.Model):
    """How much a score must move to be more than error, measured over at least 30 women. One row, made anew."""

    PRIVACY = {"id": "staff of the service; random, says nothing about whom", "sealed": OF_SERVICE}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "limits"


class OwnState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    RETIRED = "retired", _("Retired")


class OwnQuestionnaire(models.Model):
    """A version of a questionnaire that this service wrote itself, with its words, so that answers stay readable."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "instrument", "version", "fingerprint", "definition", "texts", "state", "written_by", "written_at"),
            *("released_at", "retired_at"),
        ],
        OPEN,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.CharField(max_length=48)
    version = models.CharField(max_length=16)
    fingerprint = models.CharField(max_length=64, db_index=True)  # SHA-256 of definition and texts
    definition = models.TextField()  # JSON; a column of that type would put the languages into another order
    texts = models.TextField()  # JSON
    state = models.CharField(max_length=8, choices=OwnState, default=OwnState.DRAFT)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instrument", "version"], name="her_own_version_once"),
            models.UniqueConstraint(
                fields=["instrument"], condition=models.Q(state="released"), name="her_own_one_released"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.version}"


class AskedAt(models.Model):
    """Which questionnaires are asked of every woman at each time, as a lead set it. Another setting is another row."""

    PRIVACY = dict.fromkeys(["id", "since", "asked", "set_by", "set_at"], OPEN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    since = models.DateField()
    asked = models.JSONField()  # time -> ids of instruments, in order
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["since", "set_at"], name="asked_at_since")]

    def __str__(self) -> str:
        return f"asked since {self.since}"
