"""What he, a court or the police say of others; what official records say of him; documents of his file.

There is no column here for where she or a child lives, works, learns or can be reached: that leaves sealed.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from article16.casework.clients.models import HIS_FILE, Episode
from article16.common.accounts.models import Staff

from .words import Incident, Media, Order, Outcome, Relation, Said

NOT_HERS = "staff of his programmes; what he or an authority says, never what she said; erased with his file"
WRITTEN = ["id", "episode", "written_at", "written_by"]
UNTIL_DELETED = "staff of his programmes; gone when the document is deleted, at the latest when its class says"


class Fact(models.Model):
    """What every row of this room has: whose passage it belongs to, when it was written and by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Relative(Fact):
    """A person close to him or harmed by him, as one source names them. A correction is a new row."""

    PRIVACY = dict.fromkeys(WRITTEN, HIS_FILE) | dict.fromkeys(
        [
            *["relation", "name", "birth_date", "source", "said_on"],
            *["order", "order_until", "order_words", "corrects", "taken_back"],
        ],
        NOT_HERS,
    )

    relation = models.CharField(max_length=20, choices=Relation)
    name = models.CharField(max_length=160)
    birth_date = models.DateField(null=True, blank=True)  # of a child, for safeguarding
    source = models.CharField(max_length=20, choices=Said)
    said_on = models.DateField()
    order = models.CharField(max_length=12, choices=Order)
    order_until = models.DateField(null=True, blank=True)
    order_words = models.CharField(max_length=300, blank=True)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="+")
    taken_back = models.BooleanField(default=False)  # the earlier row should never have stood here

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(relation=Relation.CHILD), name="birth_date_of_a_child_only"
            ),
            models.CheckConstraint(
                condition=Q(order_until__isnull=True) | Q(order__in=[Order.IN_FORCE, Order.ENDED]),
                name="order_that_stands_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(taken_back=False) | Q(corrects__isnull=False), name="only_a_correction_takes_back"
            ),
        ]

    def __str__(self) -> str:
        return f"relative-{str(self.id)[:8]}"


class BoxRecord(Fact):
    """That the box for her service was sealed and left. Not whether anything was in it."""

    PRIVACY = dict.fromkeys([*WRITTEN, "occasion"], HIS_FILE)

    occasion = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"box-{str(self.id)[:8]}"


class RecordsCheck(Fact):
    """A question to an agency: what stands in its records about him in a period."""

    PRIVACY = dict.fromkeys(
        [*WRITTEN, "source", "agency", "asked_on", "period_from", "period_to", "expected_by", "answered_at"], HIS_FILE
    )

    source = models.CharField(max_length=20, choices=Said)
    agency = models.CharField(max_length=160, blank=True)
    asked_on = models.DateField()
    period_from = models.DateField()
    period_to = models.DateField()
    expected_by = models.DateField()
    # When the first answer was written down, kept here too so that what waits is found without looking at answers.
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=Said.CLIENT), name="records_are_official"),
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="records_period_in_order"),
            models.CheckConstraint(condition=Q(expected_by__gte=F("asked_on")), name="records_expected_after_asking"),
        ]
        indexes = [
            models.Index(fields=["expected_by", "id"], condition=Q(answered_at__isnull=True), name="records_unanswered")
        ]

    def __str__(self) -> str:
        return f"records-check-{str(self.id)[:8]}"


class RecordsAnswer(Fact):
    """What came back. Without a row there is no answer yet, which is neither none nor not asked."""

    PRIVACY = dict.fromkeys([*WRITTEN, "check_asked", "answered_on", "outcome", "corrects"], HIS_FILE)

    check_asked = models.ForeignKey(RecordsCheck, models.CASCADE, related_name="+")
    answered_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_asked"], condition=Q(corrects__isnull=True), name="records_first_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"records-answer-{str(self.id)[:8]}"


class RecordedIncident(models.Model):
    """One entry of an official record."""

    PRIVACY = dict.fromkeys(["id", "answer", "on", "kind", "words"], HIS_FILE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(RecordsAnswer, models.CASCADE, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Incident)
    words = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"incident-{str(self.id)[:8]}"


class DocumentKind(models.Model):
    """A type of document, and for how many months it is kept: the retention class."""

    PRIVACY = dict.fromkeys(["id", "code", "label", "months", "is_active"], "administrators; no personal data")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=32, unique=True)
    label = models.CharField(max_length=80)
    months = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(months__gte=1, months__lte=600), name="kept_for_a_time")]

    def __str__(self) -> str:
        return self.code


class Document(Fact):
    """A document of his file. Its bytes lie in a row of their own, so that no list reads them."""

    PRIVACY = dict.fromkeys(
        [*WRITTEN, "kind", "title", "received_from", "received_on", "media", "size", "sha256", "keep_until"], HIS_FILE
    )

    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    received_from = models.CharField(max_length=160, blank=True)
    received_on = models.DateField()
    media = models.CharField(max_length=4, choices=Media)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    keep_until = models.DateField()

    def __str__(self) -> str:
        return f"document-{str(self.id)[:8]}"


class DocumentContent(models.Model):
    """The bytes. This row goes when the document is deleted; the document's own row says that it was."""

    PRIVACY = dict.fromkeys(["document", "content"], UNTIL_DELETED)

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="+")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"content-{str(self.document_id)[:8]}"


class DocumentDeletion(models.Model):
    """That the bytes of a document were deleted, by whom and why."""

    PRIVACY = dict.fromkeys(["document", "reason", "written_at", "written_by"], HIS_FILE)

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="+")
    reason = models.CharField(max_length=300)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"deletion-{str(self.document_id)[:8]}"


class SealedDocument(Fact):
    """That a document was sealed for her service. What it is, and from whom, stands inside the seal."""

    PRIVACY = dict.fromkeys(WRITTEN, HIS_FILE)

    def __str__(self) -> str:
        return f"sealed-document-{str(self.id)[:8]}"


class SealedContent(models.Model):
    """The seal itself, until her service has it. Nobody in casework can open it."""

    PRIVACY = {
        "document": HIS_FILE,
        "header": "staff of his programmes; says nothing about whom; gone once handed over",
        "sealed": "nobody in casework can open it; gone once handed over",
    }

    document = models.OneToOneField(SealedDocument, models.CASCADE, primary_key=True, related_name="+")
    header = models.BinaryField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"seal-{str(self.document_id)[:8]}"


class SealedHandOver(models.Model):
    """That a person gave the sealed file to her service, and its copy here was deleted."""

    PRIVACY = dict.fromkeys(["document", "written_at", "written_by"], HIS_FILE)

    document = models.OneToOneField(SealedDocument, models.CASCADE, primary_key=True, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"hand-over-{str(self.document_id)[:8]}"
