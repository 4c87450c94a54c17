"""His request to see what is kept about him, the copy as it was prepared, and what a second person left out of it."""

import uuid

from django.db import models
from django.db.models import F, Q

from article16.casework.clients.models import HIS_FILE, Client
from article16.common.accounts.models import Programme, Staff

from .kinds import Handed, Identity, Way, Why

COPY = "managers and intake of the programme; gone once the copy was handed over, at the latest with his file"


class Request(models.Model):
    """He asked on a day. One programme answers for what it knows of him."""

    PRIVACY = dict.fromkeys(
        [
            *["id", "client", "programme", "asked_on", "due", "way", "identity", "identity_words", "identity_by"],
            *["written_at", "written_by", "prepared_at", "prepared_by", "released_at", "released_by"],
            *["given_on", "given_by", "handed", "sha256"],
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due = models.DateField()
    way = models.CharField(max_length=12, choices=Way)
    identity = models.CharField(max_length=12, choices=Identity, blank=True)  # empty: not made sure yet
    identity_words = models.CharField(max_length=300, blank=True)
    identity_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    prepared_at = models.DateTimeField(null=True)
    prepared_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    given_on = models.DateField(null=True)
    given_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    handed = models.CharField(max_length=12, choices=Handed, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file that was given; the copy itself is gone

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due__gte=F("asked_on")), name="access_due_after_asked"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | (
                    Q(prepared_at__isnull=False, released_by__isnull=False)
                    & ~Q(identity="")
                    & ~Q(released_by=F("prepared_by"))
                ),
                name="access_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True) | Q(released_at__isnull=False), name="access_given_after_release"
            ),
        ]
        indexes = [models.Index(fields=["programme", "due", "id"], name="access_by_deadline")]

    def __str__(self) -> str:
        return f"access-{str(self.id)[:8]}"


class Part(models.Model):
    """Some rows of one table in a copy: what one page of looking through shows."""

    PRIVACY = dict.fromkeys(["id", "request", "position", "heading", "looked_at", "looked_by"], COPY)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    heading = models.CharField(max_length=200)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "position"], name="access_part_once")]

    def __str__(self) -> str:
        return f"part-{str(self.id)[:8]}"


class Item(models.Model):
    """One row as it stood when the copy was prepared, and what the second person said about it."""

    PRIVACY = dict.fromkeys(
        ["id", "part", "position", "table", "lines", "document", "hint", "why", "only", "words"], COPY
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    part = models.ForeignKey(Part, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    table = models.CharField(max_length=60)
    lines = models.JSONField()  # name and text of each column that says something
    document = models.CharField(max_length=60, blank=True)  # the file that goes with it, by its name in the copy
    hint = models.BooleanField(default=False)  # the declaration of a column says that it may be about somebody else
    why = models.CharField(max_length=8, choices=Why, blank=True)  # empty: given
    only = models.JSONField(default=list)  # names of the columns that are left out; empty: all of it
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "position"], name="access_item_once"),
            models.CheckConstraint(condition=Q(why="") | ~Q(words=""), name="access_left_out_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"item-{str(self.id)[:8]}"
