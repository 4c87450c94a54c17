"""What a link needs while nobody is unlocked: ciphertext, two hashes, and no case, day or hour beside them."""

import uuid

from django.db import models

MECHANICS = "staff of the service; random, says nothing about whom; erased when it was brought into her case"
HERS = "her browser alone, while her link is open; unreadable without what lies there"
CASE = "workers and leads who hold the key of her case; unreadable once it is destroyed"


class Link(models.Model):
    """One way in, for one woman. What it is for stands in `state`, under a key that the link or her browser gives."""

    PRIVACY = {
        **dict.fromkeys(["id", "token_hash", "held_hash", "version", "letterbox"], MECHANICS),
        "state": HERS,
        "resume": CASE,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)  # of what stands in the address
    held_hash = models.CharField(max_length=64, blank=True, db_index=True)  # of the browser that opened it first
    version = models.PositiveIntegerField(default=1)  # of the state
    state = models.BinaryField(default=b"")  # empty: it opens nothing
    letterbox = models.BinaryField()  # public half; the secret half lies in her case
    resume = models.BinaryField()  # the state again, sealed to the letterbox: with it her worker renews the link

    def __str__(self) -> str:
        return f"link-{str(self.id)[:8]}"


class Page(models.Model):
    """One page that she saved, or one message of hers, until it is brought into her case."""

    PRIVACY = {**dict.fromkeys(["id", "link"], MECHANICS), "sealed": CASE}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"page-{str(self.id)[:8]}"
