"""Sheets of panel meetings as they were brought, and one note for every man on them."""

import uuid

from django.db import models

from article16.casework.clients.models import HIS_FILE, Client
from article16.common.accounts.models import Programme, Staff
from article16.wall.sheet import PanelCode


class Sheet(models.Model):
    """One meeting's sheet, brought by a manager. Its number is the meeting's: brought twice it is there once."""

    PRIVACY = dict.fromkeys(
        ["id", "programme", "on", "men", "unknown", "brought_at", "brought_by"],
        "managers of the programme; says nothing about one man; kept while the programme runs",
    )

    id = models.UUIDField(primary_key=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    on = models.DateField()
    men = models.PositiveIntegerField()  # on the sheet
    unknown = models.PositiveIntegerField()  # of them, men who are not known here (any more)
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"sheet-{str(self.id)[:8]}"


class Note(models.Model):
    """The code of one man at one meeting: a row for every man alike, “no change” as any other."""

    PRIVACY = dict.fromkeys(["id", "sheet", "client"], HIS_FILE) | {
        "code": "managers of the programme; of his file, so an access request can reach it; erased with his file"
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, choices=[(one.value, one.value) for one in PanelCode])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "client"], name="panel_one_code_for_a_man")]

    def __str__(self) -> str:
        return f"note-{str(self.id)[:8]}"
