"""What happens with a man in the course of the programme: reviews, individual sessions, contacts and notes."""

import uuid

from django.db import models
from django.db.models import Q

from article16.casework.clients.models import HIS_FILE, Episode
from article16.casework.intake.models import FACT, FactRow
from article16.common.accounts.models import Programme, Staff

from .kinds import Channel, Concern, Happened, NoteKind, Seriousness, Settled, WithWhom


class ReviewInterval(models.Model):
    """How often a programme reviews, from a day on. A change is a new row."""

    PRIVACY = dict.fromkeys(
        ["id", "programme", "weeks", "active_from", "written_at", "written_by"],
        "staff of the programme; no personal data but who wrote it; kept while the programme runs",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField()
    active_from = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=52), name="review_within_a_year")]
        indexes = [models.Index(fields=["programme", "active_from"], name="interval_of_programme")]

    def __str__(self) -> str:
        return f"review-interval-{str(self.id)[:8]}"


class Planned(models.Model):
    """Something to come. It is settled once; what was found then stands in a row of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    # The episode's own, kept here too so that what waits in a programme is found without looking at its men.
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")  # empty: the service itself
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()}-{str(self.id)[:8]}"


PLANNED = ["id", "episode", "programme", "due_on", "written_at", "written_by", "settled_at"]


class Review(Planned):
    """A review that is due. An episode has one open at a time."""

    PRIVACY = dict.fromkeys([*PLANNED, "settled", "reason"], HIS_FILE)

    settled = models.CharField(max_length=8, choices=Settled, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # why it was moved

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=Q(settled_at=None), name="one_review_open"),
            models.CheckConstraint(
                condition=(Q(settled_at=None) & Q(settled="")) | (Q(settled_at__isnull=False) & ~Q(settled="")),
                name="review_settled_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "due_on", "id"], condition=Q(settled_at=None), name="reviews_open")
        ]


class ReviewHeld(FactRow):
    """What a review looked at and what comes next. What moves him then stands in intake's table, under this id."""

    PRIVACY = dict.fromkeys([*FACT, "review", "held_by", "looked_at", "words", "goals", "next_on"], HIS_FILE)

    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    held_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    looked_at = models.JSONField(default=list)  # of LookedAt
    words = models.TextField()
    goals = models.TextField(blank=True)
    next_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(corrects=None), name="review_held_once"),
            models.CheckConstraint(condition=Q(next_on__gt=models.F("on")), name="next_review_comes_later"),
        ]
        indexes = [models.Index(fields=["episode", "on"], name="reviews_of_episode")]


class IndividualSession(Planned):
    """A session with one man alone that was planned, or written down after it was held."""

    PRIVACY = dict.fromkeys([*PLANNED, "starts_at", "theme"], HIS_FILE)

    starts_at = models.TimeField(null=True, blank=True)
    theme = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["programme", "due_on", "id"], condition=Q(settled_at=None), name="individual_open"),
            models.Index(fields=["episode", "due_on"], name="individual_of_episode"),
        ]


class SessionOutcome(FactRow):
    """What became of an individual session. Held ones count toward the dose."""

    PRIVACY = dict.fromkeys([*FACT, "session", "happened", "minutes", "theme", "notes", "held_by"], HIS_FILE)

    session = models.ForeignKey(IndividualSession, models.PROTECT, related_name="+")
    happened = models.CharField(max_length=14, choices=Happened)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    theme = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)
    held_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(corrects=None), name="session_settled_once"),
            models.CheckConstraint(
                condition=Q(happened=Happened.HELD, minutes__gt=0, held_by__isnull=False)
                | (~Q(happened=Happened.HELD) & Q(minutes=None, held_by=None)),
                name="held_session_has_minutes",
            ),
        ]
        indexes = [models.Index(fields=["episode", "on"], name="outcomes_of_episode")]


class Note(FactRow):
    """A fact, an observation or a plan. One with a concern warned her service when it was saved."""

    PRIVACY = dict.fromkeys(
        [
            *[*FACT, "kind", "channel", "with_whom", "agency", "words", "due_on", "concern", "seriousness"],
            *["happened_at"],
        ],
        HIS_FILE,
    )

    kind = models.CharField(max_length=12, choices=NoteKind)
    channel = models.CharField(max_length=10, choices=Channel)
    with_whom = models.CharField(max_length=8, choices=WithWhom)
    agency = models.CharField(max_length=160, blank=True)
    happened_at = models.TimeField(null=True, blank=True)
    words = models.TextField()
    due_on = models.DateField(null=True, blank=True)  # of a plan
    concern = models.CharField(max_length=12, choices=Concern, blank=True)
    seriousness = models.CharField(max_length=10, choices=Seriousness, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="note_has_words"),
            models.CheckConstraint(
                condition=(Q(concern="") & Q(seriousness="")) | (~Q(concern="") & ~Q(seriousness="")),
                name="concern_has_seriousness",
            ),
            models.CheckConstraint(condition=Q(due_on=None) | Q(kind=NoteKind.PLAN), name="only_a_plan_is_due"),
        ]
        indexes = [models.Index(fields=["episode", "-on", "-written_at", "-id"], name="notes_of_episode")]
