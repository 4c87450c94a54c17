"""Her case: two tables of ciphertext. What happened, when, with whom and by whom stands inside the seal."""

import uuid

from django.db import models

MECHANICS = "staff of the service; random, says nothing about whom; erased with the case"
SEALED = "workers and leads who hold the key of the case; unreadable once it is destroyed"
RANDOM = "staff of the service; random, says nothing about whom; kept with the row"
OF_SERVICE = "whoever holds a key of the service; unreadable once that key is destroyed"
OPEN = "all staff; no personal data of hers"


class Case(models.Model):
    """One woman and one man, or a person harmed who is no partner. Several women of one man are several cases."""

    PRIVACY = {
        **dict.fromkeys(["id", "version", "standing_version"], MECHANICS),
        "quarter": "staff of the service, also while locked: for retention; erased with the case",
        **dict.fromkeys(["core", "standing"], SEALED),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quarter = models.CharField(max_length=7)  # in which it was opened, such as 2026-Q4
    version = models.PositiveIntegerField(default=1)  # of the core
    core = models.BinaryField()
    standing_version = models.PositiveIntegerField(default=0)  # of the account; 0: none was written yet
    standing = models.BinaryField(default=b"")  # what is due, of one size in every case

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


class ContactTerms(models.Model):
    """Within how many days she is contacted, as a lead set it. Another setting is another row; none is changed."""

    PRIVACY = dict.fromkeys(["id", "since", "first_contact", "try_again", "consent_ahead", "set_by", "set_at"], OPEN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    since = models.DateField()
    first_contact = models.PositiveSmallIntegerField()  # days
    try_again = models.PositiveSmallIntegerField()  # hours
    consent_ahead = models.PositiveSmallIntegerField()  # days
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["since", "set_at"], name="contact_terms_since")]

    def __str__(self) -> str:
        return f"terms since {self.since}"


class Basket(models.Model):
    """Boxes of many men in which casework wrote something, in one sealed row: read at once, grouped by no man."""

    PRIVACY = {"id": RANDOM, "messages": "staff of the service; a number over many men", "sealed": OF_SERVICE}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    messages = models.PositiveIntegerField()  # how many were opened for it, empty ones too
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"basket-{str(self.id)[:8]}"


class Sorted(models.Model):
    """A box that was opened once, whether there was something in it or not."""

    PRIVACY = {"message": RANDOM}

    message = models.UUIDField(primary_key=True, editable=False)

    def __str__(self) -> str:
        return f"sorted-{str(self.message)[:8]}"


class Decided(models.Model):
    """What a worker did about one person of a box: sealed, never changed."""

    PRIVACY = {"id": RANDOM, "sealed": OF_SERVICE}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"decided-{str(self.id)[:8]}"


class KnownMan(models.Model):
    """A man whom somebody of the service knows privately: which one stands inside. Its closing is a closed file."""

    PRIVACY = {"id": RANDOM, "sealed": OF_SERVICE}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"known-{str(self.id)[:8]}"
