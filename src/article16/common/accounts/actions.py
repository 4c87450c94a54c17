"""Writes about staff: keyword-only, in one transaction with their audit row."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from article16.common.audit.actions import Verb, record
from article16.common.db.prepared import PreparedUpdate

from .models import ClosedFile, Draft, Invitation, Membership, Programme, Staff, Submission

LINK_LIFE = timedelta(days=3)
FORM_LIFE = timedelta(days=2)  # a form older than this is not sent a second time by mistake
BEGIN_ONCE = (
    "INSERT INTO accounts_submission (token, location, saved_at) VALUES (%s, '', %s) "
    "ON CONFLICT (token) DO NOTHING RETURNING id"
)


class NotPossible(Exception):
    """What was asked cannot be done; the text is a sentence for the person who asked."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to be given: in one programme, or over the whole service (administrator), perhaps until a date."""

    role: str
    programme: UUID | None = None
    until: datetime | None = None


@transaction.atomic
def add_person(*, name: str, email: str, by: str, at: datetime) -> Staff:
    """Make an account that nobody can sign in to yet. Raises NotPossible when the address is taken."""
    email = email.strip().lower()
    if Staff.objects.filter(email=email).exists():
        raise NotPossible(_("There is already an account with this e-mail address. Open it from the list."))
    staff = Staff(email=email, name=name.strip(), created_at=at)
    staff.set_unusable_password()
    staff.save(force_insert=True)
    record(verb=Verb.WRITE, thing="staff", ids=[str(staff.pk)], by=by, what="add_person", at=at)
    return staff


@transaction.atomic
def invite(*, staff: Staff | None, by: str, at: datetime) -> str:
    """Make a one-time link and give back its secret part. Older unused links of the person stop working."""
    if staff:
        Invitation.objects.filter(staff=staff, used_at__isnull=True).update(expires_at=at)
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(staff=staff, token_hash=hash_of(token), made_at=at, expires_at=at + LINK_LIFE)
    record(verb=Verb.WRITE, thing="staff", ids=[str(staff.pk)] if staff else [], by=by, what="invite", at=at)
    return token


@transaction.atomic
def accept(*, invitation: Invitation, password: str, at: datetime) -> Staff:
    """Set the password through a one-time link; the old password, sessions and second factors end."""
    used = Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at)
    if not used or not invitation.staff or not invitation.staff.is_active:
        raise NotPossible(_("This link was used before. Ask for a new one."))
    staff = invitation.staff
    Authenticator.objects.filter(user=staff).delete()
    _set_password(staff, password)
    record(verb=Verb.WRITE, thing="staff", ids=[str(staff.pk)], by=str(staff.pk), what="accept", at=at)
    return staff


@transaction.atomic
def accept_first(
    *, invitation: Invitation, name: str, email: str, programme: str, password: str, lead: str, at: datetime
) -> Staff:
    """The first account of a service: administrator, and lead of its first programme."""
    if not Invitation.objects.filter(pk=invitation.pk, used_at__isnull=True).update(used_at=at):
        raise NotPossible(_("This link was used before. Sign in instead."))
    staff = add_person(name=name, email=email, by="", at=at)
    _set_password(staff, password)
    place = add_programme(name=programme, code="P1", by=str(staff.pk), at=at)
    give_role(staff=staff, grant=Grant("administrator"), by=str(staff.pk), at=at)
    give_role(staff=staff, grant=Grant(lead, place.pk), by=str(staff.pk), at=at)
    return staff


def _set_password(staff: Staff, password: str) -> None:
    staff.set_password(password)
    staff.sessions_ended += 1
    staff.save(update_fields=["password", "sessions_ended"])


@transaction.atomic
def give_role(*, staff: Staff, grant: Grant, by: str, at: datetime) -> None:
    """Give a role; giving the same role again sets its end anew. Raises NotPossible for an end in the past."""
    if grant.until and grant.until <= at:
        raise NotPossible(_("The last day lies in the past. Enter a day from tomorrow on."))
    Membership.objects.update_or_create(
        staff=staff, programme_id=grant.programme, role=grant.role, defaults={"since": at, "until": grant.until}
    )
    what = f"give_role {grant.role}"
    record(verb=Verb.WRITE, thing="staff", ids=[str(staff.pk)], by=by, what=what, at=at)


@transaction.atomic
def end_role(*, staff_id: UUID, membership: int, by: str, at: datetime) -> None:
    """Take a role away at once. The last administrator stays."""
    found = Membership.objects.select_for_update().filter(pk=membership, staff=staff_id).first()
    if found is None:
        raise NotPossible(_("This role has ended already."))
    if found.role == "administrator":
        _refuse_last_administrator(staff_id)
    found.delete()
    record(verb=Verb.WRITE, thing="staff", ids=[str(staff_id)], by=by, what=f"end_role {found.role}", at=at)


def _refuse_last_administrator(staff_id: UUID) -> None:
    others = Membership.objects.filter(role="administrator", staff__is_active=True).exclude(staff=staff_id)
    if not others.exists():
        raise NotPossible(_("This is the only administrator. Make another person administrator first."))


@transaction.atomic
def leave(*, staff: Staff, by: str, at: datetime) -> None:
    """A person leaves: sessions, links and second factors die at once; the record of their work stays."""
    if Membership.objects.filter(staff=staff, role="administrator").exists():
        _refuse_last_administrator(staff.pk)
    Staff.objects.filter(pk=staff.pk).update(is_active=False, sessions_ended=F("sessions_ended") + 1)
    Invitation.objects.filter(staff=staff, used_at__isnull=True).update(expires_at=at)
    Authenticator.objects.filter(user=staff).delete()
    for also in settings.WHEN_SOMEBODY_LEAVES:
        import_string(also)(staff=staff.pk, at=at)
    record(verb=Verb.WRITE, thing="staff", ids=[str(staff.pk)], by=by, what="leave", at=at)


@transaction.atomic
def sign_out_everywhere(*, staff: Staff, at: datetime) -> None:
    Staff.objects.filter(pk=staff.pk).update(sessions_ended=F("sessions_ended") + 1)
    record(verb=Verb.SIGN_OUT, thing="staff", ids=[str(staff.pk)], by=str(staff.pk), what="sign_out_everywhere", at=at)


@transaction.atomic
def add_programme(*, name: str, code: str, by: str, at: datetime) -> Programme:
    """Raises NotPossible when the code is taken."""
    try:
        with transaction.atomic():
            programme = Programme.objects.create(name=name.strip(), code=code.strip(), created_at=at)
    except IntegrityError:
        raise NotPossible(_("Another programme has this code. Choose a different one.")) from None
    record(verb=Verb.WRITE, thing="programme", ids=[str(programme.pk)], by=by, what="add_programme", at=at)
    return programme


@transaction.atomic
def close_file(*, staff_id: UUID, thing: str, object_id: UUID, by: str, at: datetime) -> None:
    """Close a file to a person who knows its subject privately. The record names the closing, not the file."""
    closed, _made = ClosedFile.objects.get_or_create(
        staff_id=staff_id, thing=thing, object_id=object_id, opened_at=None, defaults={"since": at}
    )
    record(verb=Verb.WRITE, thing="closed", ids=[str(closed.pk)], by=by, what="close_file", at=at)


@transaction.atomic
def open_file(*, staff_id: UUID, closed_id: UUID, reason: str, by: str, at: datetime) -> None:
    """Lift a closing, with a reason, by an administrator who does not learn whose file it is."""
    if not ClosedFile.objects.filter(pk=closed_id, staff=staff_id, opened_at__isnull=True).update(opened_at=at):
        raise NotPossible(_("This file is open already."))
    record(verb=Verb.WRITE, thing="closed", ids=[str(closed_id)], by=by, what="open_file", reason=reason, at=at)


@transaction.atomic
def keep_draft(*, staff: Staff, path: str, sealed: bytes, at: datetime) -> UUID:
    Draft.objects.filter(kept_at__lt=at - timedelta(hours=12)).delete()
    return Draft.objects.create(staff=staff, path=path, sealed=sealed, kept_at=at).pk


def drop_draft(*, draft_id: UUID) -> None:
    Draft.objects.filter(pk=draft_id).delete()


@transaction.atomic
def once(*, token: str, save: Callable[[], str], at: datetime) -> str:
    """Run `save` when a form is sent the first time, and give back where it led; a second time only the latter.

    Whoever sends the same form at the same moment waits at the first statement until the other has committed.
    """
    mine = list(Submission.objects.raw(BEGIN_ONCE, [token, connection.ops.adapt_datetimefield_value(at)]))
    if not mine:
        return Submission.objects.values_list("location", flat=True).get(token=token)
    location = save()
    LED_TO.change(token=token, location=location)
    return location


LED_TO = PreparedUpdate(lambda token, location: (Submission.objects.filter(token=token), {"location": location}))


def forget_old_forms(*, at: datetime) -> None:
    """Run by the tick, so that nobody waits for it."""
    Submission.objects.filter(saved_at__lt=at - FORM_LIFE).delete()
