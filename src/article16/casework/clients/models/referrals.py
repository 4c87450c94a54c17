"""How a man came: who sends him and on what, orders in force, deadlines, and what became of the referral."""

import uuid

from django.db import models
from django.db.models import F, Q

from article16.common.accounts.models import Staff

from ..kinds import (
    AgencyKind,
    Asked,
    DeadlineKind,
    Mandate,
    OrderKind,
    OrderSource,
    OwnReason,
    Path,
    Reading,
    ReferralStatus,
    Sender,
)
from .people import HIS_FILE, Episode

AGENCY = "all staff; an office, no personal data beyond the working contact of its people; kept"


class Agency(models.Model):
    """An office that sends men or is told about them."""

    PRIVACY = dict.fromkeys(
        ["id", "name", "kind", "contact", "is_active", "written_at", "written_by"],
        AGENCY,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    contact = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"agency-{str(self.id)[:8]}"


class Referral(models.Model):
    """One for each episode: when it came, where it stands, and when he was first reached."""

    PRIVACY = dict.fromkeys(
        ["episode", "received_on", "contacted_on", "status", "status_on", "appointment_on"], HIS_FILE
    )

    episode = models.OneToOneField(Episode, models.PROTECT, primary_key=True, related_name="+")
    received_on = models.DateField()
    contacted_on = models.DateField(null=True, blank=True)  # the first contact: the response time runs until here
    status = models.CharField(max_length=10, choices=ReferralStatus, default=ReferralStatus.RECEIVED)
    status_on = models.DateField()
    appointment_on = models.DateField(null=True, blank=True)  # the first appointment agreed, until he came

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contacted_on__isnull=True) | Q(contacted_on__gte=F("received_on")),
                name="contacted_after_received",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "received_on"], name="referral_by_status"),
            models.Index(fields=["received_on", "episode"], name="referral_by_day"),
            models.Index(
                fields=["appointment_on"], name="referral_by_appointment", condition=Q(appointment_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"referral-{str(self.episode_id)[:8]}"


class ReferralStep(models.Model):
    """One step of a referral: who, when, why. Never changed; a wrong one is followed by a right one."""

    PRIVACY = dict.fromkeys(
        ["id", "episode", "status", "on", "appointment_on", "reason", "written_at", "written_by"], HIS_FILE
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=ReferralStatus)
    on = models.DateField()
    appointment_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")  # null: from before

    class Meta:
        indexes = [
            models.Index(fields=["status", "on", "episode"], name="step_by_status"),
            models.Index(fields=["episode", "status", "on"], name="step_of_episode"),
        ]

    def __str__(self) -> str:
        return f"step-{str(self.id)[:8]}"


class ReferralFacts(models.Model):
    """What the referral says. A correction is a new row; `replaced_at` is empty in the one that holds now."""

    SAID = [
        *["path", "sender", "own_reason", "mandate", "mandate_text", "sessions_ordered", "hours_ordered"],
        *["agency", "agency_reference", "referred_by", "referrer_contact"],
        *["language", "interpreter", "reading", "needs", "needs_words"],
    ]
    PRIVACY = dict.fromkeys(
        ["id", "episode", *SAID, "reference_key", "reason", "corrects", "replaced_at", "written_at", "written_by"],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    path = models.CharField(max_length=20, choices=Path, blank=True)
    sender = models.CharField(max_length=20, choices=Sender, blank=True)
    own_reason = models.CharField(max_length=20, choices=OwnReason, blank=True)
    mandate = models.CharField(max_length=24, choices=Mandate, blank=True)
    mandate_text = models.TextField(max_length=3000, blank=True)
    sessions_ordered = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_ordered = models.PositiveSmallIntegerField(null=True, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    agency_reference = models.CharField(max_length=60, blank=True)
    reference_key = models.CharField(max_length=60, blank=True)  # letters and digits alone, to search by
    referred_by = models.CharField(max_length=160, blank=True)
    referrer_contact = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=60, blank=True)
    interpreter = models.CharField(max_length=10, choices=Asked, blank=True)
    reading = models.CharField(max_length=10, choices=Reading, blank=True)
    needs = models.CharField(max_length=10, choices=Asked, blank=True)
    needs_words = models.CharField(max_length=600, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was corrected
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")  # null: from before

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(replaced_at__isnull=True), name="one_referral_holds_now"
            ),
        ]
        indexes = [
            models.Index(
                fields=["reference_key", "episode"],
                name="referral_by_reference",
                opclasses=["varchar_pattern_ops", "uuid_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"facts-{str(self.id)[:8]}"


class Order(models.Model):
    """An order in force, and whose word that is. A correction or an earlier end is a new row."""

    PRIVACY = dict.fromkeys(
        [
            *["id", "episode", "kind", "begins", "ends", "source", "words", "reason"],
            *["corrects", "replaced_at", "written_at", "written_by"],
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=OrderKind)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)  # empty: until further notice
    source = models.CharField(max_length=20, choices=OrderSource)
    words = models.CharField(max_length=600, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was corrected
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begins__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="order_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"order-{str(self.id)[:8]}"


class Deadline(models.Model):
    """A day that counts for him: a hearing, a report. Moving it is a new row; `replaced_at` closes the earlier one."""

    PRIVACY = dict.fromkeys(
        [
            *["id", "episode", "kind", "due", "words", "corrects", "replaced_at"],
            *["done_at", "done_by", "done_words", "written_at", "written_by"],
        ],
        HIS_FILE,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DeadlineKind)
    due = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    done_words = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["due", "episode"],
                name="deadline_open",
                condition=Q(done_at__isnull=True, replaced_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"deadline-{str(self.id)[:8]}"
