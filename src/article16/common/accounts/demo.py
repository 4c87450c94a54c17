"""Fills a service with made-up staff for the demonstration. Training mode only."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction

from . import actions, queries
from .models import Programme, Staff

PASSWORD = "made-up people only"


@dataclass(frozen=True, slots=True)
class DemoProgramme:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    email: str
    name: str
    role: str
    programmes: tuple[str, ...]
    about: str  # one line on the sign-in page; empty: not offered there


def code_secret(email: str) -> str:
    """The one-time-code secret of a made-up person: the same on every machine, so that it can be printed."""
    return base64.b32encode(hashlib.sha256(f"demo|{email}".encode()).digest()[:20]).decode("ascii")


@transaction.atomic
def fill(*, programmes: tuple[DemoProgramme, ...], people: tuple[DemoPerson, ...], at: datetime) -> int:
    """Make what is not there yet; how many accounts were made. Raises RuntimeError outside the demonstration."""
    if not settings.DEMO:
        raise RuntimeError("Made-up people are for the demonstration only.")
    places = {one.code: _programme(one, at) for one in programmes}
    known = queries.demo_people(person.email for person in people)
    fresh = [person for person in people if person.email not in known]
    for person in fresh:
        _add(person, places, at)
    return len(fresh)


def _programme(one: DemoProgramme, at: datetime) -> Programme:
    found = Programme.objects.filter(code=one.code).first()
    return found or actions.add_programme(name=one.name, code=one.code, by="", at=at)


def _add(person: DemoPerson, places: dict[str, Programme], at: datetime) -> Staff:
    staff = actions.add_person(name=person.name, email=person.email, by="", at=at)
    staff.set_password(PASSWORD)
    staff.save(update_fields=["password"])
    TOTP.activate(staff, code_secret(person.email))
    until = at + timedelta(days=14) if person.role == "auditor" else None
    targets = [places[code].pk for code in person.programmes] or [None]
    for target in targets:
        actions.give_role(staff=staff, grant=actions.Grant(person.role, target, until), by="", at=at)
    return staff
