"""How episodes ended, rested, went on and opened again. Nothing here is ever changed; what was wrong is corrected."""

import uuid

from django.db import models
from django.db.models import F, Q

from article16.casework.clients.models import HIS_FILE, Episode
from article16.common.accounts.models import Programme, Staff

from .kinds import EndingKind, How, MainReason, Whom

WRITTEN = ["id", "episode", "written_at", "written_by"]


class Ending(models.Model):
    """One ending of one episode. A correction is a new row; an episode that opened again may end again."""

    PRIVACY = dict.fromkeys(
        [
            *WRITTEN,
            *["kind", "last_attended_on", "never_attended", "decided_on", "reasons", "to_programme", "elsewhere"],
            "main_reason",
            *["corrects", "correction", "why_corrected"],
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=EndingKind)
    last_attended_on = models.DateField(null=True, blank=True)
    never_attended = models.BooleanField(default=False)
    decided_on = models.DateField()
    reasons = models.TextField(max_length=3000)
    main_reason = models.CharField(max_length=12, choices=MainReason, blank=True)  # empty: not recorded
    to_programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    elsewhere = models.CharField(max_length=160, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")
    correction = models.UUIDField(null=True, blank=True)  # the fact that the earlier one was wrong, as it was told
    why_corrected = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_attended_on__isnull=True) | Q(last_attended_on__lte=F("decided_on")),
                name="attended_before_it_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(never_attended=False) | Q(last_attended_on__isnull=True), name="never_attended_has_no_day"
            ),
            models.CheckConstraint(
                condition=Q(to_programme__isnull=True, elsewhere="") | Q(kind=EndingKind.TRANSFERRED),
                name="only_a_transfer_leads_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction__isnull=True)
                | Q(corrects__isnull=False, correction__isnull=False),
                name="a_correction_is_a_fact",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "decided_on"], name="ending_by_kind"),
            models.Index(fields=["decided_on", "episode"], name="ending_by_day"),
        ]

    def __str__(self) -> str:
        return f"ending-{str(self.id)[:8]}"


class Told(models.Model):
    """Who was told that an episode ended, when and how. Her service is told by the message, and is not named here."""

    PRIVACY = dict.fromkeys(["id", "ending", "whom", "name", "on", "how", "written_at", "written_by"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ending = models.ForeignKey(Ending, models.PROTECT, related_name="+")
    whom = models.CharField(max_length=20, choices=Whom)
    name = models.CharField(max_length=160, blank=True)
    on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"told-{str(self.id)[:8]}"


class Suspension(models.Model):
    """From a day on he may not come for a time."""

    PRIVACY = dict.fromkeys([*WRITTEN, "begins_on", "until", "reason"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    begins_on = models.DateField()
    until = models.DateField(null=True, blank=True)  # as planned; empty: not said
    reason = models.CharField(max_length=600)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("begins_on")), name="suspension_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"suspension-{str(self.id)[:8]}"


class Resumption(models.Model):
    """A suspension is over, and he goes on."""

    PRIVACY = dict.fromkeys([*WRITTEN, "suspension", "on", "reason"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    suspension = models.OneToOneField(Suspension, models.PROTECT, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=600)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"resumption-{str(self.id)[:8]}"


class Reopening(models.Model):
    """An episode that had ended is open again."""

    PRIVACY = dict.fromkeys([*WRITTEN, "ending", "on", "reason"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    ending = models.OneToOneField(Ending, models.PROTECT, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=600)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"reopening-{str(self.id)[:8]}"
