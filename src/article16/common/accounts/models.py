"""Staff, what they may do where, and what the sign-in needs to remember."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

STAFF_RECORD = "administrators and managers; kept 6 years after leaving, then erased"
OWN = "the person; erased with the account"


class StaffManager(BaseUserManager):
    def get_by_natural_key(self, username: str) -> "Staff":
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser):
    """A person who works in this service. Nobody has an account in both by having one in either."""

    PRIVACY = {
        "id": STAFF_RECORD,
        "email": STAFF_RECORD,
        "name": STAFF_RECORD,
        "is_active": STAFF_RECORD,
        "created_at": STAFF_RECORD,
        "password": "nobody (scrypt hash); erased with the account",
        "last_login": STAFF_RECORD,
        "sessions_ended": OWN,
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    sessions_ended = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = StaffManager()

    def __str__(self) -> str:
        return f"staff-{str(self.id)[:8]}"

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with "sign out everywhere", and ends every session that has the old one."""
        value = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("article16.accounts.session", value, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self):
        return iter(())


class Programme(models.Model):
    """A programme or a women's service: what staff belong to, and what everything is scoped by."""

    PRIVACY = dict.fromkeys(["id", "code", "name", "is_active", "created_at"], "all staff; no personal data")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """One role of one person, in one programme or (the administrator's) over the whole service."""

    PRIVACY = dict.fromkeys(["id", "staff", "programme", "role", "since", "until"], STAFF_RECORD)

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "programme", "role"], name="one_role_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(programme__isnull=False) | Q(role="administrator"),
                name="only_administrator_without_programme",
            ),
            models.CheckConstraint(
                condition=Q(programme__isnull=True) | ~Q(role="administrator"), name="administrator_without_programme"
            ),
            models.CheckConstraint(
                condition=~Q(role="auditor") | Q(until__isnull=False), name="auditor_reads_for_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="role_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"membership-{self.pk}"


class Invitation(models.Model):
    """A one-time link. Only its hash is kept; the link is shown once to whoever made it."""

    PRIVACY = dict.fromkeys(
        ["id", "staff", "token_hash", "made_at", "expires_at", "used_at"], "administrators; erased with the account"
    )

    staff = models.ForeignKey(Staff, models.CASCADE, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation-{self.pk}"


class ClosedFile(models.Model):
    """A file that a person who knows its subject privately cannot reach. It is told to nobody else."""

    PRIVACY = dict.fromkeys(
        ["id", "staff", "thing", "object_id", "since", "opened_at"],
        "nobody sees whose file it is; the administrator sees that there is one; erased with the account",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    thing = models.CharField(max_length=20)
    object_id = models.UUIDField()
    since = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "thing", "object_id"], condition=Q(opened_at__isnull=True), name="closed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"closed-{str(self.id)[:8]}"


class Draft(models.Model):
    """What a person had typed when the sign-in ended, sealed under a key that only their browser holds."""

    PRIVACY = dict.fromkeys(
        ["id", "staff", "path", "sealed", "kept_at"], "the person; erased when used, or after 12 hours"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft-{str(self.id)[:8]}"


class Submission(models.Model):
    """A form that was saved, and where its saving led: the same form sent twice makes one row."""

    PRIVACY = dict.fromkeys(["id", "token", "location", "saved_at"], "nobody; no personal data; erased after 2 days")

    token = models.CharField(max_length=64, unique=True)
    location = models.CharField(max_length=200)
    saved_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"submission-{self.pk}"
