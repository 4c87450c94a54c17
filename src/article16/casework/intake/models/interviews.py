"""What he tells in the interviews of intake, and what moves him."""

import uuid

from django.db import models
from django.db.models import Q

from article16.casework.clients.models import HIS_FILE
from article16.common.accounts.models import Staff

from ..kinds import Asked, Occasion, Setting, Topic
from .rows import FACT, FactRow


class Interview(FactRow):
    """One conversation of intake. What he tells stands in its sections."""

    PRIVACY = dict.fromkeys([*FACT, "minutes", "held_by", "setting", "interpreter"], HIS_FILE)

    minutes = models.PositiveSmallIntegerField()
    held_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    setting = models.CharField(max_length=12, choices=Setting)
    interpreter = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["episode", "on"], name="interviews_of_episode")]
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="interview_took_time")]


class Section(models.Model):
    """One subject of one interview: his words, or why there are none."""

    PRIVACY = dict.fromkeys(["id", "interview", "topic", "state", "words"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=16, choices=Topic)
    state = models.CharField(max_length=10, choices=Asked)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "topic"], name="section_once"),
            models.CheckConstraint(
                condition=(Q(state=Asked.TOLD) & ~Q(words="")) | (~Q(state=Asked.TOLD) & Q(words="")),
                name="section_words_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"section-{str(self.id)[:8]}"


class Motivation(FactRow):
    """What moves him, by his own word, from inside and from outside, each 0 to 10; again at each review."""

    PRIVACY = dict.fromkeys(
        [
            *[*FACT, "occasion", "fact", "inside_state", "inside", "inside_words"],
            *["outside_state", "outside", "outside_words"],
        ],
        HIS_FILE,
    )

    occasion = models.CharField(max_length=8, choices=Occasion)
    fact = models.UUIDField(unique=True)  # the interview or review in which he was asked
    inside_state = models.CharField(max_length=10, choices=Asked)
    inside = models.PositiveSmallIntegerField(null=True, blank=True)  # points, 0 to 10
    inside_words = models.CharField(max_length=300, blank=True)
    outside_state = models.CharField(max_length=10, choices=Asked)
    outside = models.PositiveSmallIntegerField(null=True, blank=True)  # points, 0 to 10
    outside_words = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["episode", "on"], name="motivation_of_episode")]
        constraints = [
            models.CheckConstraint(
                condition=Q(inside_state=Asked.TOLD, inside__lte=10)
                | (~Q(inside_state=Asked.TOLD) & Q(inside__isnull=True)),
                name="motivation_inside_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(outside_state=Asked.TOLD, outside__lte=10)
                | (~Q(outside_state=Asked.TOLD) & Q(outside__isnull=True)),
                name="motivation_outside_or_why_not",
            ),
        ]
