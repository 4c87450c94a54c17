"""What was told of the study, so that only what differs is told again; and the secret of this service's packages."""

import uuid

from django.db import models

from article16.casework.clients.models import HIS_FILE, Episode


class Told(models.Model):
    """One row of the study as it was told last: a digest, so that it can be seen whether it is another now."""

    PRIVACY = dict.fromkeys(["id", "episode", "key", "digest"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["episode", "key"], name="study_row_told_once")]

    def __str__(self) -> str:
        return f"told-{str(self.id)[:8]}"


class Numbering(models.Model):
    """The secret from which a man's number in packages is made: the same in the next one, and nothing else anywhere."""

    PRIVACY = dict.fromkeys(["id", "secret"], "nobody; it says nothing about whom; kept as long as the service")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    secret = models.BinaryField()

    def __str__(self) -> str:
        return "numbering"
