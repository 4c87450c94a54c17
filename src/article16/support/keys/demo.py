"""Keys for the made-up workers of the demonstration, so that each can be unlocked as a person does. Never elsewhere."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from article16.common.accounts import queries as accounts
from article16.common.accounts.demo import DemoPerson
from article16.wall.box.opening import make_key_pair

from . import holders, policy
from .actions import founding, workers
from .models import Generation
from .opening import Unlocked
from .rings import Ring

PASSPHRASE = "made-up words unlock"


def passphrase(person: DemoPerson) -> str:
    """What is printed beside the person's sign-in; empty for those who hold no key, or as whom nobody signs in."""
    return PASSPHRASE if person.role in policy.HOLDERS and person.about else ""


def opened(people: tuple[DemoPerson, ...]) -> Unlocked | None:
    """One of the made-up workers, unlocked; None when each of them has chosen another passphrase."""
    if not settings.DEMO:
        raise RuntimeError("Made-up people are for the demonstration only.")
    known = accounts.demo_people(one.email for one in people)
    return next(_holders([known[one.email].pk for one in people if passphrase(one) and one.email in known]), None)


@transaction.atomic
def fill(people: tuple[DemoPerson, ...], *, at: datetime) -> None:
    """Make the keys that are not there yet: the lead's first, who is given the zone, then the others by her."""
    if not settings.DEMO:
        raise RuntimeError("Made-up people are for the demonstration only.")
    known = accounts.demo_people(one.email for one in people)
    of_zone = [one for one in people if one.role in policy.ZONE_HOLDERS and passphrase(one) and one.email in known]
    for one in sorted(of_zone, key=lambda person: person.role != "lead"):
        staff = known[one.email].pk
        if holders.open_key(staff) is None:
            _give(staff, among=[known[other.email].pk for other in of_zone], at=at)
    for one in people:
        if one.role in policy.STUDY_HOLDERS and one.email in known and holders.open_key(known[one.email].pk) is None:
            _give_study(known[one.email].pk, at=at)


def _give_study(staff: UUID, *, at: datetime) -> None:
    """The first evaluator of the demonstration makes the study key; who comes later is let in as everywhere."""
    workers.make_key(staff=staff, passphrase=PASSPHRASE, code=workers.draw_code(), at=at)
    to = holders.open_key(staff)
    if to and not Generation.objects.filter(ring=Ring.STUDY).exists():
        pair = make_key_pair(Ring.STUDY)
        founding.give(pair, of=founding.begin_generation(Ring.STUDY, pair, at=at), to=to, by=staff, at=at)


def _give(staff: UUID, *, among: list[UUID], at: datetime) -> None:
    opened = workers.make_key(staff=staff, passphrase=PASSPHRASE, code=workers.draw_code(), at=at)
    generation = Generation.objects.filter(ring=Ring.ZONE, ended_at=None).first()
    to = holders.open_key(staff)
    if generation is None:
        founding.found(key=opened.key, staff=staff, at=at)
    elif to and (holder := next(_holders(among), None)):
        founding.give(holder.zone[0], of=generation, to=to, by=holder.staff, at=at)


def _holders(staff: list[UUID]) -> Iterator[Unlocked]:
    """Those of the made-up workers who hold the zone and have not chosen another passphrase since."""
    for one in staff:
        with suppress(workers.DoesNotFit):
            opened = workers.open_with_passphrase(staff=one, passphrase=PASSPHRASE)
            found = holders.unlocked_with(opened.pair, opened.key, one)
            if found.zone:
                yield found
