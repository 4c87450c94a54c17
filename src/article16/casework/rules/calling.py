"""Calling people outside the page: whoever is named where there is no women's service, and about the way out.

Part of the watchdog's process, so that a mail server that hangs holds up neither a save nor the rules.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from article16.casework.clients.models import SupportLink
from article16.casework.tasks.models import Task
from article16.casework.warnings.models import Call, Raised
from article16.casework.warnings.policy import TASK
from article16.common.accounts.models import Membership, Staff
from article16.common.channels import NotDelivered, mail, words
from article16.common.doctor import Finding

EVERY = timedelta(hours=1)  # after the deadline, for as long as nobody has acted
LONGEST = 1000  # warnings looked at in one round
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Due:
    raised: Raised
    occasion: str
    late: bool


def call_named(at: datetime) -> int:
    """Call whoever is named about each warning that waits: when it comes, at half its time, when it is due, each hour.

    From the deadline on, and where the named person has left, the managers of the programme too. How many were called.
    """
    if not settings.ALERT_MAIL:
        return 0
    due = _due(at)
    people: dict[UUID, set[UUID]] = {}
    for one in due:
        for person in _people(one, at):
            people.setdefault(person, set()).add(one.raised.pk)
    addresses = dict(Staff.objects.filter(pk__in=people, is_active=True).values_list("pk", "email"))
    reached = {row for person, rows in people.items() if _call(addresses.get(person, ""), len(rows)) for row in rows}
    _note([one for one in due if one.raised.pk in reached], at)
    return len(reached)


def call_about_the_way_out(at: datetime) -> bool:
    """The watchdog is worried: managers and whoever is named are told at once; whether it reached any."""
    named = SupportLink.objects.filter(zone="", alerts_to__is_active=True).values("alerts_to")
    managers = _held("manager", at).values("staff")
    people = Staff.objects.filter(Q(pk__in=named) | Q(pk__in=managers), is_active=True).order_by("pk")
    reached = [_call(address, 1) for address in people.values_list("email", flat=True)] if settings.ALERT_MAIL else []
    return any(reached)


def reachable(at: datetime) -> Finding:
    """For the doctor: whether whoever is named in place of a women's service can be called outside the page."""
    if settings.ALERT_MAIL or not SupportLink.objects.filter(zone="", programme__is_active=True).exists():
        return Finding(True, "Whoever is warned in place of a women's service can be called, or there is no need.")
    sentence = (
        "A programme has no women's service, and whoever is named there cannot be called by mail: warnings show on her "
        "page Today only. Set ARTICLE16_CASEWORK_MAIL_HOST."
    )
    return Finding(settings.TRAINING, sentence)


def _due(at: datetime) -> list[_Due]:
    """Warnings of named persons on which nobody acted, each with the latest occasion for which nobody was called."""
    open_task = Task.objects.filter(fact=OuterRef("fact"), kind__startswith=f"{TASK}-", done_at=None)
    waiting = Raised.objects.filter(zone="").filter(Exists(open_task)).select_related("episode").order_by("raised_at")
    found = [(one, *_occasion(one, at)) for one in waiting[:LONGEST]]
    called = set(Call.objects.filter(raised__in=[one.pk for one, *_rest in found]).values_list("raised", "occasion"))
    return [_Due(one, occasion, late) for one, occasion, late in found if (one.pk, occasion) not in called]


def _occasion(one: Raised, at: datetime) -> tuple[str, bool]:
    if at >= one.due:
        hours = (at - one.due) // EVERY
        return (f"late-{hours}" if hours else "due"), True
    return ("half" if at - one.raised_at >= (one.due - one.raised_at) / 2 else "raised"), False


def _people(one: _Due, at: datetime) -> set[UUID]:
    named = {one.raised.person_id} if one.raised.person_id else set()
    there = set(Staff.objects.filter(pk__in=named, is_active=True).values_list("pk", flat=True))
    if there and not one.late:
        return there
    managers = _held("manager", at).filter(programme=one.raised.episode.programme_id)
    return there | set(managers.values_list("staff", flat=True))


def _held(role: str, at: datetime):
    held = Membership.objects.filter(role=role, since__lte=at, staff__is_active=True)
    return held.filter(Q(until__isnull=True) | Q(until__gt=at))


def _call(address: str, number: int) -> bool:
    try:
        if not address:
            raise NotDelivered("no-address")
        mail(address, words(number))
    except NotDelivered as no:
        log.warning("a call was not delivered: %s", no.code)
        return False
    return True


@transaction.atomic
def _note(called: Iterable[_Due], at: datetime) -> None:
    rows = [Call(raised=one.raised, occasion=one.occasion, at=at) for one in called]
    Call.objects.bulk_create(rows, ignore_conflicts=True)
