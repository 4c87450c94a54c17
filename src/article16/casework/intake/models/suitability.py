"""By what a programme judges whether it suits a man, and what was decided."""

import uuid

from django.db import models
from django.db.models import F, Q

from article16.casework.clients.models import HIS_FILE
from article16.common.accounts.models import Programme, Staff

from ..kinds import CriterionKind, Finding, Outcome
from .rows import FACT, OWN, FactRow


class Criterion(models.Model):
    """One version of one criterion of one programme. Its words never change: a change is the next version."""

    PRIVACY = dict.fromkeys(
        [
            *["id", "key", "version", "programme", "kind", "words", "position", "active_from", "until"],
            *["written_at", "written_by"],
        ],
        OWN,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.UUIDField(default=uuid.uuid4)  # the same in all versions
    version = models.PositiveSmallIntegerField(default=1)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=CriterionKind)
    words = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField()
    active_from = models.DateField()
    until = models.DateField(null=True, blank=True)  # the first day on which it no longer counts
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="criterion_version_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("active_from")), name="criterion_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["programme", "position"], name="criteria_of_programme")]

    def __str__(self) -> str:
        return f"criterion-{str(self.key)[:8]}-{self.version}"


class Assessment(FactRow):
    """A decision whether the programme suits him now, with its reasons. A later one does not undo this one."""

    PRIVACY = dict.fromkeys(
        [*FACT, "outcome", "reasons", "in_spite_of", "referred_to", "look_again_on", "interviews"], HIS_FILE
    )

    outcome = models.CharField(max_length=14, choices=Outcome)
    reasons = models.TextField()
    in_spite_of = models.TextField(blank=True)  # why suitable, although a criterion speaks against it
    referred_to = models.CharField(max_length=200, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    interviews = models.PositiveSmallIntegerField()  # held until then

    class Meta:
        indexes = [models.Index(fields=["episode", "on"], name="assessments_of_episode")]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="suitability_has_reasons"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.NOT_YET, look_again_on__isnull=False)
                | (~Q(outcome=Outcome.NOT_YET) & Q(look_again_on__isnull=True)),
                name="not_yet_is_looked_at_again",
            ),
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.REFERRED_ON) & ~Q(referred_to=""))
                | (~Q(outcome=Outcome.REFERRED_ON) & Q(referred_to="")),
                name="referred_on_to_somebody",
            ),
        ]


class Judgement(models.Model):
    """How one version of one criterion was judged in one decision."""

    PRIVACY = dict.fromkeys(["id", "assessment", "criterion", "finding", "words"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    finding = models.CharField(max_length=10, choices=Finding)
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "criterion"], name="criterion_judged_once")]

    def __str__(self) -> str:
        return f"judgement-{str(self.id)[:8]}"
