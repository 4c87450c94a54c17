"""The tables of the audit log; their rows are added and never changed."""

import uuid

from django.db import models


class Entry(models.Model):
    """One thing that somebody did, or was refused. Where a seal is set, what it was about lies in `sealed`."""

    PRIVACY = {
        "id": "everybody who may read the log; random, says nothing",
        "at": "managers and auditors; kept 6 years; under a seal only the quarter",
        "actor": "managers and auditors; kept 6 years",
        "verb": "managers and auditors; kept 6 years",
        "thing": "managers and auditors; kept 6 years; empty under a seal",
        "ids": "managers and auditors; kept 6 years, opaque; empty under a seal",
        "what": "managers and auditors; kept 6 years; empty under a seal",
        "reason": "managers and auditors; kept 6 years; empty under a seal",
        "sealed": "a worker with a key of the zone; unreadable once that key is destroyed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=20)
    thing = models.CharField(max_length=40, blank=True)
    ids = models.JSONField(default=list, blank=True)
    what = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at", "id"], name="audit_entry_recent"),
            models.Index(fields=["actor", "at", "id"], name="audit_entry_by_actor"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(verb=""), name="audit_entry_has_verb"),
            models.CheckConstraint(
                condition=models.Q(sealed__isnull=True, thing__gt="")
                | models.Q(sealed__isnull=False, thing="", what="", reason=""),
                name="audit_entry_clear_or_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {str(self.id)[:8]}"


class Subject(models.Model):
    """The ids of an entry once more, one a row, so that "who opened this file" is found at once.

    Written by a trigger, compared with the entries by `verifying`.
    """

    PRIVACY = {
        "thing": "managers and auditors; as its entry",
        "object_id": "managers and auditors; as its entry",
        "at": "managers and auditors; as its entry",
        "entry": "managers and auditors; as its entry",
    }

    pk = models.CompositePrimaryKey("thing", "object_id", "at", "entry")
    thing = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    at = models.DateTimeField()
    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"subject of {str(self.entry_id)[:8]}"


class Link(models.Model):
    """An entry's place in the chain: its hash covers the entry and the hash before it."""

    PRIVACY = {
        "seq": "managers and auditors; kept as long as the entry",
        "entry": "managers and auditors; kept as long as the entry",
        "previous": "managers and auditors; kept as long as the entry",
        "hash": "managers and auditors; kept as long as the entry",
    }

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, related_name="+")
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(seq__gt=0), name="audit_link_counts_from_one")]

    def __str__(self) -> str:
        return f"link {self.seq}"


class Unchained(models.Model):
    """Entries that wait for the sealer: put here by a trigger, taken away only once they stand in the chain."""

    PRIVACY = {"entry": "nobody; gone within seconds"}

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.DO_NOTHING, related_name="+")

    def __str__(self) -> str:
        return f"unchained {str(self.entry_id)[:8]}"
