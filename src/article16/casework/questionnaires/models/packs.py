"""What a programme asks: its own instruments, the definitions that were asked, and its times."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from article16.common.accounts.models import Programme, Staff

NO_PERSON = "staff; no personal data but who wrote it; kept while answers to it are kept"


class Pack(models.Model):
    """One version of one instrument with its words, as it was asked. Answers stay readable by it for ever."""

    PRIVACY = dict.fromkeys(["fingerprint", "instrument", "version", "definition", "texts", "written_at"], NO_PERSON)

    fingerprint = models.CharField(max_length=64, primary_key=True)  # SHA-256 of definition and texts
    instrument = models.CharField(max_length=48)
    version = models.CharField(max_length=16)
    definition = models.TextField()  # JSON; a column of that type would put the languages into another order
    texts = models.TextField()  # JSON
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.instrument} {self.version}"


class OwnState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released")
    RETIRED = "retired", _("Retired")


class OwnInstrument(models.Model):
    """A version of an instrument that a programme wrote itself."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "programme", "instrument", "version", "state", "pack", "written_at", "written_by"),
            *("released_at", "released_by", "retired_at", "retired_by"),
        ],
        NO_PERSON,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=48)
    version = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=OwnState, default=OwnState.DRAFT)
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "instrument", "version"], name="own_version_once"),
            models.UniqueConstraint(
                fields=["programme", "instrument"], condition=Q(state="released"), name="one_released_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.version}"


class Chosen(models.Model):
    """That a programme asks an instrument at these times."""

    PRIVACY = dict.fromkeys(["id", "programme", "instrument", "waves", "written_at", "written_by"], NO_PERSON)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=48)
    waves = models.JSONField()  # codes of times, in order; empty: no longer asked
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "instrument"], name="instrument_chosen_once")]

    def __str__(self) -> str:
        return f"chosen-{self.instrument}"


class Policy(models.Model):
    """A programme's times: from what the fourth is counted, and how often it asks after that."""

    PRIVACY = dict.fromkeys(["programme", "anchor", "follow_ups", "written_at", "written_by"], NO_PERSON)

    programme = models.OneToOneField(Programme, models.PROTECT, primary_key=True, related_name="+")
    anchor = models.CharField(max_length=16)  # schedule.Anchor
    follow_ups = models.JSONField()  # months after the anchor
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"policy-of-{self.programme_id}"


class Reference(models.Model):
    """How much one man's score must move to be more than error, measured on the men of a programme. Made anew daily."""

    PRIVACY = dict.fromkeys(
        ["id", "programme", "fingerprint", "score", "men", "spread", "reliability", "limit", "measured_at"],
        "staff of the programme; figures over at least 30 men",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    score = models.CharField(max_length=48)
    men = models.PositiveIntegerField()
    spread = models.FloatField()  # standard deviation at his first time, points
    reliability = models.FloatField()  # 0 to 1
    limit = models.FloatField()  # points
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "fingerprint", "score"], name="reference_once_for_a_score")
        ]

    def __str__(self) -> str:
        return f"reference-{self.score}"
