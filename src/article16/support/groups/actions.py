"""Groups are written sealed; that a woman takes part, and was there, is written into her case alone."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.keys.opening import Unlocked
from article16.support.survivors import actions as cases
from article16.support.survivors.queries import opened
from article16.support.survivors.writings import AtGroup, InGroup, Kind

from .models import Group
from .policy import THING
from .queries import context
from .writings import About, about_bytes


@transaction.atomic
def add_group(*, about: About, by: Unlocked, at: datetime) -> UUID:
    row = uuid4()
    Group.objects.create(id=row, sealed=by.seal(about_bytes(about), context=context(row, 1)))
    _note(row, by, at)
    return row


@transaction.atomic
def say_about(*, pk: UUID, about: About, based_on: int, by: Unlocked, at: datetime) -> None:
    """What a group is called, where and when it meets; of two who write at once the second is told."""
    row = Group.objects.select_for_update().get(pk=pk)
    if row.version != based_on:
        raise NotPossible(_("Somebody wrote this anew meanwhile. Look at the group first."))
    row.version += 1
    row.sealed = by.seal(about_bytes(about), context=context(pk, row.version))
    row.save(update_fields=["version", "sealed"])
    _note(pk, by, at)


def take_part(*, pk: UUID, case: UUID, takes_part: bool, on: date, by: Unlocked, at: datetime) -> None:
    """She takes part from this day, or no longer."""
    if (pk in opened(case, by).groups) is takes_part:
        raise NotPossible(_("This stands in the case already."))
    cases.write(case=case, kind=Kind.IN_GROUP, value=InGroup(pk, on, takes_part), by=by, at=at)


@transaction.atomic
def held_on(*, pk: UUID, on: date, there: Mapping[UUID, bool], by: Unlocked, at: datetime) -> None:
    """Who was there on this day: one entry in each case. Written again, the later one holds."""
    for case in sorted(there):
        cases.write(case=case, kind=Kind.AT_GROUP, value=AtGroup(pk, on, there[case]), by=by, at=at)


def _note(row: UUID, by: Unlocked, at: datetime) -> None:
    record(verb=Verb.WRITE, thing=THING, ids=[str(row)], by=str(by.staff), what="write_group", at=at)
