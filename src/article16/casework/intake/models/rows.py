"""What every row of intake about a man has in common."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from article16.casework.clients.models import Episode
from article16.common.accounts.models import Staff

OWN = "staff of the programme; no personal data but who wrote it; kept as long as a file that it was used for"


class FactRow(models.Model):
    """Something written about one passage of one man. It is never changed: a correction is a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()}-{str(self.id)[:8]}"


FACT = ["id", "episode", "on", "written_at", "written_by", "corrects"]


def standing(model: type[FactRow]) -> QuerySet:
    """The rows that no later row corrects."""
    return model.objects.filter(~Exists(model.objects.filter(corrects=OuterRef("pk"))))
