"""Periods as versioned rows, holds, proposals, and what stays of a file that was erased: counts, no person."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.models import HIS_FILE, Client
from article16.common.accounts.models import Programme, Staff

SETTING = "managers; no personal data; kept"
NOBODYS = "managers and auditors; says nothing about whom; kept"


class RecordClass(models.TextChoices):
    """What is kept for a period of its own. Documents have theirs by type, in the room of documents."""

    FILE = "file", _("File of a man who began")
    REFERRAL = "referral", _("File of a man who was referred and never began")


class Basis(models.TextChoices):
    """Why a file is erased."""

    PERIOD = "period", _("Its time has passed")
    REQUEST = "request", _("He asked for it, and nothing stands against it")
    MISTAKE = "mistake", _("It should never have been opened")


class Period(models.Model):
    """For how many months after the last ending a class is kept in a country. The newest row counts."""

    PRIVACY = dict.fromkeys(
        ["id", "country", "record_class", "months", "source", "is_example", "written_at", "written_by"], SETTING
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166; empty: where a country has none of its own
    record_class = models.CharField(max_length=12, choices=RecordClass)
    months = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    is_example = models.BooleanField(default=False)  # came with the program and was checked by nobody
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=600), name="retention_for_a_time"),
            models.CheckConstraint(
                condition=Q(is_example=True) | Q(written_by__isnull=False), name="retention_set_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"period-{str(self.id)[:8]}"


class Place(models.Model):
    """In which country a programme works: whose periods count."""

    PRIVACY = dict.fromkeys(["programme", "country"], SETTING)

    programme = models.OneToOneField(Programme, models.CASCADE, primary_key=True, related_name="+")
    country = models.CharField(max_length=2)

    def __str__(self) -> str:
        return f"place-{str(self.programme_id)[:8]}"


class Hold(models.Model):
    """His file is not erased until this day, whatever its period says: a court or an inquiry needs it."""

    PRIVACY = dict.fromkeys(
        ["id", "client", "reason", "until", "written_at", "written_by", "ended_at", "ended_by", "ended_reason"],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    until = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="retention_held_for_a_reason")]

    def __str__(self) -> str:
        return f"hold-{str(self.id)[:8]}"


class Proposal(models.Model):
    """One person says that a file is to be erased; another one confirms. Gone with the file."""

    PRIVACY = dict.fromkeys(["client", "basis", "words", "written_at", "written_by"], HIS_FILE)

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis)
    words = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"proposal-{str(self.client_id)[:8]}"


class Erased(models.Model):
    """That a file was erased, on which ground, and by which two people. Not whose."""

    PRIVACY = dict.fromkeys(["id", "programme", "basis", "passages", "proposed_by", "confirmed_by", "at"], NOBODYS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis)
    passages = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("confirmed_by")), name="retention_two_people_erase")
        ]

    def __str__(self) -> str:
        return f"erased-{str(self.id)[:8]}"


class Remains(models.Model):
    """One passage of an erased file as a return counts it: the quarters and how it ended. Tied to nothing else."""

    PRIVACY = dict.fromkeys(["id", "programme", "opened", "ended", "how"], NOBODYS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    opened = models.CharField(max_length=7)  # such as 2026-Q4
    ended = models.CharField(max_length=7)
    how = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return f"remains-{str(self.id)[:8]}"


class Underway(models.Model):
    """Stands only inside the transaction of an erasure: while it does, tables that never lose a row lose his."""

    PRIVACY = {"erased": "nobody; gone with the end of the transaction"}

    erased = models.OneToOneField(Erased, models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return f"underway-{str(self.erased_id)[:8]}"
