"""What is written about the team: one table of sealed rows, which says to a thief how many there are and no more."""

import uuid

from django.db import models


class Paper(models.Model):
    """One thing written about the team. Never changed: what holds now is what was written last."""

    PRIVACY = {
        "id": "staff of the service; random, says nothing about whom; kept 6 years",
        "sealed": "workers, of herself, and leads who hold a key of the zone; unreadable once it is destroyed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"paper-{str(self.id)[:8]}"
