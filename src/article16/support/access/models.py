"""A copy for her and the end of her case, sealed under its key; periods; and that a case was erased, not whose."""

import uuid

from django.db import models
from django.db.models import F, Q

from article16.common.accounts.models import Staff
from article16.support.survivors.models import MECHANICS, SEALED, Case

SETTING = "leads; no personal data; kept"
NOBODYS = "leads and workers; says nothing about whom; kept"


class Copy(models.Model):
    """A copy for her: asked for, prepared, looked through by a second person, given. All of it inside the seal."""

    PRIVACY = {**dict.fromkeys(["id", "case", "version"], MECHANICS), "sealed": SEALED}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"copy-{str(self.id)[:8]}"


class Keeping(models.Model):
    """Whether somebody proposed to erase a case, or holds it, and why."""

    PRIVACY = {**dict.fromkeys(["case", "version"], MECHANICS), "sealed": SEALED}

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"keeping-{str(self.case_id)[:8]}"


class Period(models.Model):
    """For how many months after the quarter in which it was opened a case is looked at again. The newest counts."""

    PRIVACY = dict.fromkeys(["id", "country", "months", "source", "is_example", "written_at", "written_by"], SETTING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    country = models.CharField(max_length=2, blank=True)
    months = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    is_example = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=600), name="case_kept_for_a_time"),
            models.CheckConstraint(
                condition=Q(is_example=True) | Q(written_by__isnull=False), name="case_period_set_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"period-{str(self.id)[:8]}"


class Erased(models.Model):
    """That a case was erased, in which quarter, and by which two people."""

    PRIVACY = dict.fromkeys(["id", "quarter", "proposed_by", "confirmed_by"], NOBODYS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quarter = models.CharField(max_length=7)
    proposed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    confirmed_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("confirmed_by")), name="two_people_erase_a_case")
        ]

    def __str__(self) -> str:
        return f"erased-{str(self.id)[:8]}"
