"""What a man agrees to: texts in released versions, his signature, its withdrawal."""

import uuid

from django.db import models
from django.db.models import Q

from article16.casework.clients.models import HIS_FILE
from article16.common.accounts.models import Programme, Staff

from ..kinds import How, TextKind
from .rows import FACT, OWN, FactRow


class AgreementText(models.Model):
    """One version of one text in one language. Once released it never changes, and men sign it."""

    PRIVACY = dict.fromkeys(
        [
            *["id", "programme", "kind", "language", "version", "words", "written_at", "written_by"],
            *["released_at", "released_by"],
        ],
        OWN,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TextKind)
    language = models.CharField(max_length=12)  # as in Django's list of languages
    version = models.PositiveSmallIntegerField()
    words = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "language", "version"], name="text_version_once"),
            models.UniqueConstraint(
                fields=["programme", "kind", "language"],
                condition=Q(released_at__isnull=True),
                name="one_draft",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="text_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.language}-{self.version}"


class Agreement(FactRow):
    """He signed these two texts. `on` is the day of his signature."""

    PRIVACY = dict.fromkeys(
        [*FACT, "contract", "limits", "how", "typed_name", "statement", "kept_at", "read_out", "interpreter"], HIS_FILE
    )

    contract = models.ForeignKey(AgreementText, models.PROTECT, related_name="+")
    limits = models.ForeignKey(AgreementText, models.PROTECT, related_name="+")
    how = models.CharField(max_length=6, choices=How)
    typed_name = models.CharField(max_length=160, blank=True)
    statement = models.TextField(blank=True)  # what he confirmed on the screen, in the words that stood there
    kept_at = models.CharField(max_length=200, blank=True)  # where the signed paper lies
    read_out = models.BooleanField(default=False)
    interpreter = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["episode", "on"], name="agreements_of_episode")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(how=How.PAPER, typed_name="", statement="") & ~Q(kept_at=""))
                | (Q(how=How.SCREEN, kept_at="") & ~Q(typed_name="") & ~Q(statement="")),
                name="agreement_is_signed",
            )
        ]


class Withdrawal(FactRow):
    """He took his agreement back on this day."""

    PRIVACY = dict.fromkeys([*FACT, "agreement", "words"], HIS_FILE)

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
