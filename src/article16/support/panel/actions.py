"""Writes about meetings: begun with every man on “no change”, set by a lead, and closed with a signed sheet."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.keys.opening import Unlocked
from article16.wall import sheet
from article16.wall.box.framing import bind
from article16.wall.box.signing import SigningKey, make_signing_key, signing_key_from
from article16.wall.sheet import PanelCode

from . import queries, writings
from .models import Meeting, SheetKey
from .policy import THING
from .writings import Held


@transaction.atomic
def begin(*, programme: str, on: date, by: Unlocked, at: datetime) -> UUID:
    """A meeting in which every man of the programme stands, on “no change”, before anybody speaks."""
    men = queries.men(by).get(programme)
    if not men:
        raise NotPossible(_("No man of this programme is known here yet. Choose another one."))
    held = Held(programme, on, by.staff, at, dict.fromkeys(men, PanelCode.NO_CHANGE))
    meeting = Meeting(id=uuid4())
    meeting.sealed = _sealed(meeting.pk, 1, held, by)
    meeting.save(force_insert=True)
    _record("begin_meeting", meeting.pk, by, at)
    return meeting.pk


@transaction.atomic
def set_codes(*, meeting: UUID, codes: Mapping[UUID, PanelCode], based_on: int, by: Unlocked, at: datetime) -> None:
    """The codes of this meeting as they are now. `based_on`: the version that was on the screen."""
    row, held = _open(meeting, by)
    if row.version != based_on:
        raise NotPossible(_("Somebody saved other codes meanwhile. Look at them first, then set yours."))
    _save(row, replace(held, codes={man: codes.get(man, now) for man, now in held.codes.items()}), by)
    _record("set_codes", meeting, by, at)


@transaction.atomic
def make_sheet(*, meeting: UUID, by: Unlocked, at: datetime) -> None:
    """Close the meeting: its sheet is made, signed, and nothing in it can be set any more."""
    row, held = _open(meeting, by)
    key = _key(by)
    file = sheet.make(meeting=meeting, programme=held.programme, on=held.on, codes=held.codes, key=key)
    _save(row, replace(held, closed_by=by.staff, sheet=base64.b64encode(file).decode()), by)
    _record("make_sheet", meeting, by, at)


def _open(meeting: UUID, by: Unlocked) -> tuple[Meeting, Held]:
    row = Meeting.objects.select_for_update().get(pk=meeting)
    found = queries.meeting(meeting, by)
    if found is None:
        raise NotPossible(_("This meeting does not open. Begin another one."))
    if found[1].sheet:
        raise NotPossible(_("The sheet of this meeting is made. What came up later belongs to the next meeting."))
    return row, found[1]


def _save(row: Meeting, held: Held, by: Unlocked) -> None:
    row.version += 1
    row.sealed = _sealed(row.pk, row.version, held, by)
    row.save(update_fields=["version", "sealed"])


def _sealed(meeting: UUID, version: int, held: Held, by: Unlocked) -> bytes:
    return by.seal(writings.told(held), context=queries.context(meeting, version))


def _key(by: Unlocked) -> SigningKey:
    """The key of the zone's present generation: made when the first meeting under it is closed."""
    generation = by.zone[0].generation
    row = SheetKey.objects.filter(generation=generation).first()
    if row is not None:
        return signing_key_from(by.open_sealed(row.sealed, context=_key_context(row.pk)))
    key, name = make_signing_key(), uuid4()
    sealed = by.seal(key.raw, context=_key_context(name))
    SheetKey.objects.create(id=name, generation=generation, public_key=key.signer.public_key, sealed=sealed)
    return key


def _key_context(name: UUID) -> bytes:
    return bind("key of panel sheets", name.bytes)


def _record(what: str, meeting: UUID, by: Unlocked, at: datetime) -> None:
    record(verb=Verb.WRITE, thing=THING, ids=[str(meeting)], by=str(by.staff), what=what, at=at)
