"""Her case: two tables of ciphertext. What happened, when, with whom and by whom stands inside the seal."""

import uuid

from django.db import models

MECHANICS = "staff of the service; random, says nothing about whom; erased with the case"
SEALED = "workers and leads who hold the key of the case; unreadable once it is destroyed"


class Case(models.Model):
    """One woman and one man, or a person harmed who is no partner. Several women of one man are several cases."""

    PRIVACY = {
        **dict.fromkeys(["id", "version"], MECHANICS),
        "quarter": "staff of the service, also while locked: for retention; erased with the case",
        "core": SEALED,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quarter = models.CharField(max_length=7)  # in which it was opened, such as 2026-Q4
    version = models.PositiveIntegerField(default=1)  # of the core
    core = models.BinaryField()

    def __str__(self) -> str:
        return f"case-{str(self.id)[:8]}"


class Entry(models.Model):
    """One thing written about a case. Never changed: a correction is an entry of its own."""

    PRIVACY = {**dict.fromkeys(["id", "case"], MECHANICS), "sealed": SEALED}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"entry-{str(self.id)[:8]}"
