"""Reads about staff. Each says what it costs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from article16.common.db.prepared import Prepared

from .access import Viewer
from .models import ClosedFile, Draft, Invitation, Membership, Programme, Staff

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def viewer(staff: Staff, *, at: datetime) -> Viewer:
    """The person as the access table sees them. One query."""
    grants: dict[str, set[UUID]] = {}
    for role, programme in GRANTED.rows(staff=staff.pk, at=at):
        grants.setdefault(role, set()).update([programme] if programme else [])
    return Viewer(staff.pk, staff.name, {role: frozenset(ids) for role, ids in grants.items()})


def _granted(staff: UUID, at: datetime) -> QuerySet:
    return _in_force(at).filter(staff=staff).values_list("role", "programme")


GRANTED = Prepared(_granted)


def _in_force(at: datetime):
    return Membership.objects.filter(since__lte=at).filter(Q(until__isnull=True) | Q(until__gt=at))


def staff(staff_id: UUID) -> Staff:
    """The account itself, for an action. One query."""
    return Staff.objects.get(pk=staff_id)


def has_second_factor(staff: Staff) -> bool:
    """One query."""
    return Authenticator.objects.filter(user=staff, type__in=SECOND_FACTORS).exists()


def without_second_factor() -> int:
    """How many active accounts with a password have no second factor. One query."""
    protected = Authenticator.objects.filter(type__in=SECOND_FACTORS).values("user")
    return Staff.objects.filter(is_active=True).exclude(pk__in=protected).exclude(password__startswith="!").count()


def anybody() -> bool:
    """Whether this service has any account. One query."""
    return Staff.objects.exists()


def names(ids: Iterable[str]) -> dict[str, str]:
    """Names of staff by id as text. One query."""
    return {str(pk): name for pk, name in Staff.objects.filter(pk__in=set(ids)).values_list("pk", "name")}


@dataclass(frozen=True, slots=True)
class GrantRow:
    id: int
    role: str
    programme: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: UUID
    name: str
    email: str
    is_active: bool
    has_password: bool
    second_factor: bool
    last_login: datetime | None
    grants: tuple[GrantRow, ...]


def person_signed_in(staff: Staff, *, at: datetime) -> PersonRow:
    """The own account. Three queries."""
    return _rows([staff], at)[0]


def people(*, at: datetime) -> list[PersonRow]:
    """Everybody with an account, by name. Three queries, whatever their number."""
    return _rows(Staff.objects.order_by("-is_active", "name", "pk"), at)


def person(staff_id: UUID, *, at: datetime) -> PersonRow | None:
    """One person with the roles in force. Three queries."""
    return next(iter(_rows(Staff.objects.filter(pk=staff_id), at)), None)


def _rows(staff, at: datetime) -> list[PersonRow]:
    found = list(staff)
    ids = [one.pk for one in found]
    protected = set(Authenticator.objects.filter(type__in=SECOND_FACTORS, user__in=ids).values_list("user", flat=True))
    grants: dict[UUID, list[GrantRow]] = {}
    for row in _in_force(at).filter(staff__in=ids).select_related("programme").order_by("pk"):
        programme = row.programme.name if row.programme else ""
        grants.setdefault(row.staff_id, []).append(GrantRow(row.pk, row.role, programme, row.until))
    return [
        PersonRow(
            one.pk,
            one.name,
            one.email,
            one.is_active,
            one.has_usable_password(),
            one.pk in protected,
            one.last_login,
            tuple(grants.get(one.pk, ())),
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    id: UUID
    code: str
    name: str
    is_active: bool


def programmes() -> list[ProgrammeRow]:
    """All programmes, by name. One query."""
    return [ProgrammeRow(*row) for row in PROGRAMMES.rows()]


def _programmes() -> QuerySet:
    return Programme.objects.order_by("name", "pk").values_list("pk", "code", "name", "is_active")


PROGRAMMES = Prepared(_programmes)


def programmes_of(ids: Iterable[UUID]) -> list[ProgrammeRow]:
    """The programmes with these ids that are still running, by name. One query."""
    return [one for one in programmes() if one.id in set(ids) and one.is_active]


def closed_objects(staff_id: UUID, thing: str):
    """Ids of what is closed to this person, as a subquery. No query of its own."""
    return ClosedFile.objects.filter(staff=staff_id, thing=thing, opened_at__isnull=True).values("object_id")


def closed_to_each(staff_ids: Collection[UUID], thing: str) -> dict[UUID, set[UUID]]:
    """Ids of what is closed to each of these people. One query."""
    found: dict[UUID, set[UUID]] = {staff_id: set() for staff_id in staff_ids}
    rows = ClosedFile.objects.filter(staff__in=list(staff_ids), thing=thing, opened_at__isnull=True)
    for staff_id, object_id in rows.values_list("staff", "object_id"):
        found[staff_id].add(object_id)
    return found


@dataclass(frozen=True, slots=True)
class ClosedRow:
    id: UUID
    since: datetime


def closed_files(staff_id: UUID) -> list[ClosedRow]:
    """That files are closed to this person, and since when; never which. One query."""
    rows = ClosedFile.objects.filter(staff=staff_id, opened_at__isnull=True).order_by("since")
    return [ClosedRow(pk, since) for pk, since in rows.values_list("pk", "since")]


def open_invitation(token_hash: str, *, at: datetime) -> Invitation | None:
    """One query."""
    live = Invitation.objects.filter(token_hash=token_hash, used_at__isnull=True, expires_at__gt=at)
    return live.select_related("staff").first()


def draft(draft_id: UUID, staff: Staff, path: str) -> Draft | None:
    """One query."""
    return Draft.objects.filter(pk=draft_id, staff=staff, path=path).first()


def demo_people(emails: Iterable[str]) -> dict[str, Staff]:
    """Accounts of the demonstration by e-mail. One query."""
    return {one.email: one for one in Staff.objects.filter(email__in=list(emails), is_active=True)}


def colleagues(viewer: Viewer, *, at: datetime) -> list[tuple[str, str]]:
    """Id and name of everybody who works in a programme of the viewer's, the viewer included. One query."""
    rows = _in_force(at).filter(programme__in=viewer.programmes(), staff__is_active=True)
    return sorted({(str(pk), name) for pk, name in rows.values_list("staff", "staff__name")}, key=lambda pair: pair[1])
