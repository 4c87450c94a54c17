"""Who holds which key: public halves, and secret halves sealed to those who may open them. Nothing opens by itself."""

import uuid

from django.db import models
from django.db.models import Q

from article16.common.accounts.models import Staff

from .rings import KINDS, RINGS

MECHANICS = "staff of the service, also while locked; mechanics of the keys; kept as long as what is sealed under them"
SEALED = "whoever holds the key it is sealed to; unreadable without it"
OWN = "the worker alone; erased when the worker leaves"


class Generation(models.Model):
    """One pair of a ring. A worker who leaves makes the next; each opens the one before it."""

    PRIVACY = dict.fromkeys(["id", "ring", "number", "public_key", "begun_at", "ended_at"], MECHANICS) | {
        "previous": SEALED
    }

    ring = models.CharField(max_length=8, choices=RINGS)
    number = models.PositiveIntegerField()
    public_key = models.BinaryField()  # 32 bytes, raw X25519
    previous = models.BinaryField(null=True)  # the secret of the generation before, sealed to this one
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ring", "number"], name="generation_once"),
            models.UniqueConstraint(fields=["ring"], condition=Q(ended_at__isnull=True), name="one_current_generation"),
        ]

    def __str__(self) -> str:
        return f"{self.ring}-{self.number}"


class WorkerKey(models.Model):
    """The pair of one worker. Its secret half lies in wraps that only she can open."""

    PRIVACY = dict.fromkeys(["id", "staff", "public_key", "made_at", "ended_at"], MECHANICS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    public_key = models.BinaryField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(ended_at__isnull=True), name="one_key_of_a_worker"),
        ]

    def __str__(self) -> str:
        return f"worker-key-{str(self.id)[:8]}"


class Wrap(models.Model):
    """The secret half of a worker's key, under one thing she brings. At least two of them while the key lives."""

    PRIVACY = dict.fromkeys(
        ["id", "key", "kind", "label", "salt", "passes", "memory", "credential", "sealed", "made_at"], OWN
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(WorkerKey, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    label = models.CharField(max_length=60, blank=True)
    salt = models.BinaryField()
    passes = models.PositiveIntegerField(default=0)  # Argon2id, passphrases only
    memory = models.PositiveBigIntegerField(default=0)  # bytes, the same
    credential = models.BinaryField(default=b"")  # passkeys only
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "kind"], condition=~Q(kind="passkey"), name="one_passphrase_and_one_code"
            ),
        ]

    def __str__(self) -> str:
        return f"wrap-{str(self.id)[:8]}"


class Grant(models.Model):
    """The secret half of a ring's current generation, sealed to one worker."""

    PRIVACY = dict.fromkeys(["id", "generation", "key", "given_at", "given_by", "second"], MECHANICS) | {
        "sealed": SEALED
    }

    generation = models.ForeignKey(Generation, models.CASCADE, related_name="+")
    key = models.ForeignKey(WorkerKey, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")  # who approved it beside the giver

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "key"], name="one_grant")]

    def __str__(self) -> str:
        return f"grant-{self.pk}"


class SheetSet(models.Model):
    """Three recovery sheets that were printed together. Their secret halves are on paper and nowhere else."""

    PRIVACY = dict.fromkeys(["id", "name", "made_at", "made_by", "ended_at"], MECHANICS)

    name = models.CharField(max_length=8, unique=True)  # printed on each sheet
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at__isnull=True), name="sheet_set_by_name"),
        ]

    def __str__(self) -> str:
        return f"sheets-{self.name}"


class Sheet(models.Model):
    """One recovery sheet: its public half, the sentence that tests it, and when somebody read that sentence from it."""

    PRIVACY = dict.fromkeys(["id", "set", "number", "public_key", "tested_at", "tested_by"], MECHANICS) | {
        "sentence": SEALED
    }

    set = models.ForeignKey(SheetSet, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    public_key = models.BinaryField()
    sentence = models.BinaryField()
    tested_at = models.DateTimeField(null=True)
    tested_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["set", "number"], name="one_sheet")]

    def __str__(self) -> str:
        return f"sheet-{self.pk}"


class Pair(models.Model):
    """The secret half of a ring's current generation, sealed to two sheets, one seal inside the other."""

    PRIVACY = dict.fromkeys(["id", "generation", "set", "inner", "outer"], MECHANICS) | {"sealed": SEALED}

    generation = models.ForeignKey(Generation, models.CASCADE, related_name="+")
    set = models.ForeignKey(SheetSet, models.CASCADE, related_name="+")
    inner = models.PositiveSmallIntegerField()
    outer = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "set", "inner", "outer"], name="one_pair")]

    def __str__(self) -> str:
        return f"pair-{self.pk}"


class CaseKey(models.Model):
    """The key of one case: sealed to the zone, or, where the case is restricted, to named workers only."""

    PRIVACY = dict.fromkeys(["case", "generation", "restricted"], MECHANICS) | {
        "sealed": SEALED + "; deleting the row erases the case"
    }

    case = models.UUIDField(primary_key=True)
    restricted = models.BooleanField(default=False)
    generation = models.PositiveIntegerField(null=True, db_index=True)  # of the zone; none where restricted
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(restricted=True, generation__isnull=True, sealed__isnull=True)
                | Q(restricted=False, generation__isnull=False, sealed__isnull=False),
                name="case_key_sealed_to_zone_or_workers",
            ),
        ]

    def __str__(self) -> str:
        return f"case-key-{str(self.case)[:8]}"


class Share(models.Model):
    """The key of a restricted case, sealed to one of its named workers."""

    PRIVACY = dict.fromkeys(["id", "case", "key", "given_at"], MECHANICS) | {"sealed": SEALED}

    case = models.ForeignKey(CaseKey, models.CASCADE, related_name="+")
    key = models.ForeignKey(WorkerKey, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_share")]

    def __str__(self) -> str:
        return f"share-{self.pk}"


class Spare(models.Model):
    """The key of a restricted case, sealed to two sheets: for when everybody who was named has lost hers."""

    PRIVACY = dict.fromkeys(["id", "case", "set", "inner", "outer"], MECHANICS) | {"sealed": SEALED}

    case = models.ForeignKey(CaseKey, models.CASCADE, related_name="+")
    set = models.ForeignKey(SheetSet, models.CASCADE, related_name="+")
    inner = models.PositiveSmallIntegerField()
    outer = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "set", "inner", "outer"], name="one_spare")]

    def __str__(self) -> str:
        return f"spare-{self.pk}"


class Session(models.Model):
    """One unlocked browser. The worker's key lies here under a key that only the browser's cookie holds."""

    PRIVACY = dict.fromkeys(["id", "key", "sign_in", "sealed", "opened_at", "seen_at"], OWN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(WorkerKey, models.CASCADE, related_name="+")
    sign_in = models.CharField(max_length=64)  # hash of the sign-in it belongs to
    sealed = models.BinaryField()
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"unlocked-{str(self.id)[:8]}"


class Admission(models.Model):
    """A worker waits to be let in to a ring: asked by a colleague who is unlocked, approved by a second person."""

    PRIVACY = dict.fromkeys(
        ["id", "ring", "key", "asked_at", "asked_by", "approved_at", "approved_by", "done_at", "ended_at"], MECHANICS
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ring = models.CharField(max_length=8, choices=RINGS)
    key = models.ForeignKey(WorkerKey, models.CASCADE, related_name="+")  # exactly this one was approved
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # given up

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ring", "key"],
                condition=Q(done_at__isnull=True, ended_at__isnull=True),
                name="one_open_admission",
            ),
        ]

    def __str__(self) -> str:
        return f"admission-{str(self.id)[:8]}"


class Departure(models.Model):
    """A worker who held a ring's key has left: the next unlocked lead makes a new generation."""

    PRIVACY = dict.fromkeys(["id", "ring", "staff", "left_at", "rotated_at"], MECHANICS)

    ring = models.CharField(max_length=8, choices=RINGS)
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    left_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"departure-{self.pk}"


class Ceremony(models.Model):
    """The set-up, step by step. Until `done_at`, this service takes no real person's data."""

    PRIVACY = dict.fromkeys(["id", "begun_at", "begun_by", "done_at"], MECHANICS)

    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"ceremony-{self.pk}"
