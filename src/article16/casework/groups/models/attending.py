"""Who belongs to a group, what each register says of him, and what the pair wrote after a session."""

import uuid

from django.db import models
from django.db.models import Q

from article16.casework.clients.models import Episode
from article16.casework.groups.standing import Mark
from article16.common.accounts.models import Staff

from .planning import Group, Session

HIS_FILE = "staff of his programme, except those to whom his file is closed; erased with his file"


class Enrolment(models.Model):
    """That a man belongs to a group, from a day, to a day."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "episode", "group", "since", "until", "reason", "written_at", "written_by", "left_at", "left_by"),
            "left_why",
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # his last day; the day before `since`: he never began
    reason = models.CharField(max_length=200, blank=True)  # why a closed group was opened for him
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    left_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=Q(until__isnull=True), name="in_one_group_at_a_time"),
        ]
        indexes = [models.Index(fields=["group", "since"], name="enrolment_by_group")]

    def __str__(self) -> str:
        return f"enrolment-{str(self.id)[:8]}"


class Attendance(models.Model):
    """What the register says of one man at one session. A correction is a new row that names the one it replaces."""

    PRIVACY = dict.fromkeys(
        [
            *("id", "session", "episode", "mark", "minutes", "took_part", "accountability", "homework", "note"),
            *("concern", "concern_words", "fact", "written_at", "written_by", "corrects"),
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=10, choices=[(mark.value, mark.value) for mark in Mark])
    minutes = models.PositiveSmallIntegerField(null=True)
    took_part = models.PositiveSmallIntegerField(null=True)  # 0 to 4
    accountability = models.PositiveSmallIntegerField(null=True)  # 0 to 4
    homework = models.BooleanField(null=True)  # None: none was due, or nobody said
    note = models.TextField(max_length=1000, blank=True)
    concern = models.BooleanField(default=False)
    concern_words = models.TextField(max_length=1000, blank=True)
    fact = models.UUIDField()  # under which the women's service was told of the mark; kept while the mark stays
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "episode"], condition=Q(corrects__isnull=True), name="attendance_first_row_once"
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="attendance_corrected_once"
            ),
            models.CheckConstraint(
                condition=Q(mark__in=[mark.value for mark in Mark]), name="attendance_has_a_known_mark"
            ),
            models.CheckConstraint(
                condition=(Q(took_part__isnull=True) | Q(took_part__lte=4))
                & (Q(accountability__isnull=True) | Q(accountability__lte=4)),
                name="attendance_ratings_to_four",
            ),
        ]
        indexes = [models.Index(fields=["episode", "session"], name="attendance_by_episode")]

    def __str__(self) -> str:
        return f"attendance-{str(self.id)[:8]}"


class MakeUp(models.Model):
    """What a man did in place of a session that he missed. Taken back by a new row with no minutes."""

    PRIVACY = dict.fromkeys(
        ["id", "session", "episode", "on", "minutes", "words", "written_at", "written_by", "corrects"], HIS_FILE
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")  # the one that he missed
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "episode"], condition=Q(corrects__isnull=True), name="make_up_first_row_once"
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="make_up_corrected_once"
            ),
        ]

    def __str__(self) -> str:
        return f"make-up-{str(self.id)[:8]}"


class Debrief(models.Model):
    """What the pair wrote after a session. A change is a new row."""

    PRIVACY = dict.fromkeys(
        ["id", "session", "words", "written_at", "written_by"],
        "staff of the programme; erased with the group's records",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    words = models.TextField(max_length=4000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["session", "-written_at"], name="debrief_newest_first")]

    def __str__(self) -> str:
        return f"debrief-{str(self.id)[:8]}"
