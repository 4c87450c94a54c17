"""What left, who agreed to it, and when: sealed, never changed; what follows later is a row of its own."""

import uuid

from django.db import models


class Release(models.Model):
    """One thing written about a release: that it was made, or that the approver confirms or denies her agreement."""

    PRIVACY = {
        "id": "staff of the service; random, says nothing about whom; kept with the row",
        "sealed": "workers and leads who hold the key of the service; unreadable once it is destroyed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"release-{str(self.id)[:8]}"
