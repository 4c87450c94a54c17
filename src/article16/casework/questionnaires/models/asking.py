"""That a man is to be asked something at a time, and the sittings in which he answers."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.models import HIS_FILE, Episode
from article16.common.accounts.models import Staff


class Asking(models.Model):
    """One questionnaire at one time. Its dates follow the plan until it is answered; written by the planner only."""

    PRIVACY = dict.fromkeys(
        [
            *["id", "episode", "instrument", "wave", "opens_on", "due_on", "late_after", "closes_on", "ended"],
            *["done_at", "explained_at"],
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=48)
    wave = models.CharField(max_length=4)  # T0 to T4, F3 to F18
    opens_on = models.DateField(null=True, blank=True)  # None: the plan does not say yet
    due_on = models.DateField(null=True, blank=True)
    late_after = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)  # the last day
    ended = models.CharField(max_length=12, blank=True)  # schedule.End: why nothing more is asked
    done_at = models.DateTimeField(null=True, blank=True)  # when his answers were stored
    # When somebody first wrote why there are none, kept here too so that what waits is found without those reasons.
    explained_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "instrument", "wave"], name="asked_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True)
                | Q(opens_on__lte=F("due_on"), late_after__gte=F("due_on"), closes_on__gte=F("late_after")),
                name="window_in_order",
            ),
        ]
        indexes = [
            # Nothing but emptiness in its condition: SQLite uses no index whose condition compares with a value.
            models.Index(
                fields=["closes_on", "id"],
                condition=Q(done_at__isnull=True, explained_at__isnull=True),
                name="asking_waits",
            ),
            models.Index(fields=["opens_on", "episode"], name="asking_by_opening"),
        ]

    def __str__(self) -> str:
        return f"asking-{str(self.id)[:8]}"


class Entry(models.TextChoices):
    """Which of the drafts of one questionnaire."""

    DIRECT = "direct", _("As he answers")
    FIRST = "first", _("Keyed from paper")
    SECOND = "second", _("Keyed a second time")
    CORRECTION = "correct", _("Corrected")


class Draft(models.Model):
    """Answers not yet ended, in one version."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "asking", "entry", "corrects", "fingerprint", "language", "large", "answers", "typed", "passed"),
            *("reason", "begun_at", "begun_by", "kept_at", "mode"),
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(Asking, models.CASCADE, related_name="+")
    entry = models.CharField(max_length=8, choices=Entry)
    corrects = models.ForeignKey("Response", models.PROTECT, null=True, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    large = models.BooleanField(default=False)
    mode = models.CharField(max_length=12)  # self, read_aloud, interpreter, paper
    answers = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    passed = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)  # of a correction
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asking", "entry"], name="draft_once_for_an_entry")]

    def __str__(self) -> str:
        return f"draft-{str(self.id)[:8]}"


class SittingKind(models.TextChoices):
    LINK = "link", _("Link")
    TABLET = "tablet", _("Tablet")


class Why(models.TextChoices):
    """Why a sitting is over."""

    ANSWERED = "answered", _("Answered")
    REPLACED = "replaced", _("Another took its place")
    WITHDRAWN = "withdrawn", _("Taken back by a worker")
    LEFT = "left", _("He left")


class Sitting(models.Model):
    """A one-time link, or a tablet handed over: one questionnaire, one man, for a time. Only hashes are kept."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "asking", "kind", "token_hash", "claim_hash", "made_at", "made_by", "expires_at", "claimed_at"),
            *("ended_at", "ended_why"),
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(Asking, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=SittingKind)
    token_hash = models.CharField(max_length=64, unique=True)
    claim_hash = models.CharField(max_length=64, blank=True, db_index=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=9, choices=Why, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asking"], condition=Q(ended_at__isnull=True), name="one_open_sitting"),
        ]

    def __str__(self) -> str:
        return f"sitting-{str(self.id)[:8]}"
