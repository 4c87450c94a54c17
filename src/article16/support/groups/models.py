"""A group for women. Who takes part, and who was there, stands in each case and nowhere else."""

import uuid

from django.db import models

MECHANICS = "staff of the service; random, says nothing about whom; kept with the group"


class Group(models.Model):
    """What a group is called, where and when it meets: inside the seal. No woman stands here."""

    PRIVACY = {
        **dict.fromkeys(["id", "version"], MECHANICS),
        "sealed": "workers and leads who hold the key of the service; unreadable once it is destroyed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)  # counts the writings: an older text put back does not open
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"group-{str(self.id)[:8]}"
