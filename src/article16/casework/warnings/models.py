"""What was raised for which fact, and what the database noted as changed since the rules were last asked."""

import uuid

from django.db import models
from django.db.models import Q

from article16.casework.clients.models import HIS_FILE, Episode
from article16.common.accounts.models import Programme, Staff


class Raised(models.Model):
    """One warning: one kind, one fact, once. Said for every man alike; never changed, never deleted."""

    PRIVACY = dict.fromkeys(
        ["id", "kind", "fact", "episode", "severity", "source", "raised_at", "due", "zone", "person", "by"], HIS_FILE
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    fact = models.UUIDField()  # the row that is the reason; random, never reused
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    severity = models.CharField(max_length=16)
    source = models.CharField(max_length=32)
    raised_at = models.DateTimeField()
    due = models.DateTimeField()
    zone = models.CharField(max_length=32, blank=True)  # empty: there is no women's service, a person is warned
    person = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=64, blank=True)  # staff id; empty: the tick

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "fact"], name="warned_once"),
            models.CheckConstraint(condition=~Q(zone="") | Q(person__isnull=False), name="warning_reaches_somebody"),
        ]
        indexes = [models.Index(fields=["episode", "-raised_at", "id"], name="warnings_of_episode")]

    def __str__(self) -> str:
        return f"raised-{str(self.id)[:8]}"


class Call(models.Model):
    """That somebody was called about a warning that went to a named person: once for each occasion."""

    PRIVACY = dict.fromkeys(["id", "raised", "occasion", "at"], HIS_FILE)

    raised = models.ForeignKey(Raised, models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=16)  # "raised", "half", "due", or "late-3": the third hour after
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["raised", "occasion"], name="called_once_for_each")]

    def __str__(self) -> str:
        return f"call {self.occasion}"


class Changed(models.Model):
    """A row of a fact table that was written by whatever means: put here by a trigger, gone once the rules know."""

    PRIVACY = dict.fromkeys(["id", "fact_table", "row_id"], "nobody; gone within a minute")

    fact_table = models.CharField(max_length=60)
    row_id = models.UUIDField()

    def __str__(self) -> str:
        return f"changed {self.fact_table}"


class Noticed(models.Model):
    """Something that should be there and is not, since when the tick has seen that. Gone when it is there."""

    PRIVACY = dict.fromkeys(["id", "kind", "fact", "episode", "since"], HIS_FILE)

    kind = models.CharField(max_length=32)
    fact = models.UUIDField()
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "fact"], name="noticed_once")]

    def __str__(self) -> str:
        return f"noticed {str(self.fact)[:8]}"


SETTING = "staff of the programme; no personal data; kept while the programme runs"


class Within(models.Model):
    """How serious a kind of warning is in one programme, and how many minutes a person has to act."""

    PRIVACY = dict.fromkeys(["id", "programme", "kind", "severity", "minutes"], SETTING)

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=32)
    severity = models.CharField(max_length=16)
    minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "kind"], name="within_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes}"


class Limits(models.Model):
    """After how many days something that is missing warns, and whom to call in danger, in one programme."""

    PRIVACY = dict.fromkeys(["programme", "unanswered", "not_seen", "no_next", "danger_call"], SETTING)

    programme = models.OneToOneField(Programme, models.CASCADE, primary_key=True, related_name="+")
    unanswered = models.PositiveSmallIntegerField()
    not_seen = models.PositiveSmallIntegerField()
    no_next = models.PositiveSmallIntegerField()
    danger_call = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"limits-{str(self.programme_id)[:8]}"


class Hours(models.Model):
    """One stretch of the week in which the women's service has a worker on duty, as it has told this programme."""

    PRIVACY = dict.fromkeys(["id", "programme", "weekday", "opens", "closes"], SETTING)

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()  # at or before `opens`: past midnight

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}"
