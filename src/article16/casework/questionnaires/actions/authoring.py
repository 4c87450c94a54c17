"""A programme's own questionnaires: taken in from a form, released, retired; and what it asks at which times."""

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.questionnaires.parcels import Parcel, of_library
from article16.instruments import library
from article16.instruments.cases import failures
from article16.instruments.definition import Instrument
from article16.instruments.slots import Licensed

from ..models import Chosen, OwnInstrument, OwnState, Pack, Policy


@transaction.atomic
def add(*, programme: UUID, parcel: Parcel, by: str, at: datetime) -> OwnInstrument:
    """Keep a draft. The same version again takes the place of a draft, never of what was released."""
    if any(id_ == parcel.instrument for id_, _version in library.folders()):
        raise NotPossible(_("The library has a questionnaire of this form_id. Choose another form_id"))
    return _add(programme, parcel, by, at)


@transaction.atomic
def add_licensed(*, programme: UUID, made: Licensed, by: str, at: datetime) -> OwnInstrument:
    """Keep a slot with its owner's words as a draft of this programme."""
    one = made.instrument
    if one is None or made.faults:
        raise NotPossible(_("The files have faults. Take them in again"))
    return _add(programme, Parcel(one.id, one.version, one.fingerprint, made.definition, made.texts), by, at)


def _add(programme: UUID, parcel: Parcel, by: str, at: datetime) -> OwnInstrument:
    there = OwnInstrument.objects.select_for_update().filter(
        programme=programme, instrument=parcel.instrument, version=parcel.version
    )
    found = there.first()
    if found is not None and found.state != OwnState.DRAFT:
        raise NotPossible(_("This version was released and never changes again. Give the form a new version"))
    keep_pack(parcel, at=at)
    if found is not None:
        found.pack_id, found.written_at, found.written_by_id = parcel.fingerprint, at, by
        found.save(update_fields=["pack", "written_at", "written_by"])
    else:
        found = OwnInstrument.objects.create(
            programme_id=programme, instrument=parcel.instrument, version=parcel.version,
            pack_id=parcel.fingerprint, written_at=at, written_by_id=by,
        )  # fmt: skip
    _record("add_instrument", found, by, at)
    return found


def keep_pack(parcel: Parcel, *, at: datetime) -> None:
    """The definition with its words, once, so that answers to it can be read for ever."""
    row = Pack(
        fingerprint=parcel.fingerprint, instrument=parcel.instrument, version=parcel.version, written_at=at,
        definition=json.dumps(parcel.definition, ensure_ascii=False, default=str),
        texts=json.dumps(parcel.texts, ensure_ascii=False),
    )  # fmt: skip
    Pack.objects.bulk_create([row], ignore_conflicts=True)


def keep_definition(instrument: Instrument, *, at: datetime) -> None:
    """Of the library, when somebody is asked for the first time."""
    if not Pack.objects.filter(pk=instrument.fingerprint).exists():
        keep_pack(of_library(instrument), at=at)


@transaction.atomic
def release(*, own: OwnInstrument, instrument: Instrument, by: str, at: datetime) -> None:
    """From now on this version is asked and never changes; the one before is retired with it."""
    held = OwnInstrument.objects.select_for_update().get(pk=own.pk)
    if held.state != OwnState.DRAFT:
        raise NotPossible(_("This version is not a draft any more. Open it again from the list"))
    if held.pack_id != instrument.fingerprint:
        raise NotPossible(_("The draft was replaced in the meantime. Look at it again"))
    if wrong := failures(instrument):
        raise NotPossible(_("A case comes out otherwise: %(what)s") % {"what": wrong[0][1]})
    before = OwnInstrument.objects.filter(
        programme=held.programme_id, instrument=held.instrument, state=OwnState.RELEASED
    )
    before.update(state=OwnState.RETIRED, retired_at=at, retired_by=by)
    held.state, held.released_at, held.released_by_id = OwnState.RELEASED, at, by
    held.save(update_fields=["state", "released_at", "released_by"])
    _record("release_instrument", held, by, at)


@transaction.atomic
def retire(*, own: OwnInstrument, by: str, at: datetime) -> None:
    """No longer asked. Answers to it stay readable with its own words."""
    changed = OwnInstrument.objects.filter(pk=own.pk).exclude(state=OwnState.RETIRED)
    if not changed.update(state=OwnState.RETIRED, retired_at=at, retired_by=by):
        raise NotPossible(_("This version was retired before"))
    _record("retire_instrument", own, by, at)


@transaction.atomic
def choose(
    *,
    programme: UUID,
    waves: Mapping[str, tuple[str, ...]],
    anchor: str,
    follow_ups: tuple[int, ...],
    by: str,
    at: datetime,
) -> None:
    """What a programme asks at which times. Men's times follow with the next planning."""
    for instrument, codes in waves.items():
        Chosen.objects.update_or_create(
            programme_id=programme, instrument=instrument,
            defaults={"waves": list(codes), "written_at": at, "written_by_id": by},
        )  # fmt: skip
    Policy.objects.update_or_create(
        programme_id=programme,
        defaults={"anchor": anchor, "follow_ups": list(follow_ups), "written_at": at, "written_by_id": by},
    )
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what="choose_instruments", at=at)


def _record(what: str, own: OwnInstrument, by: str, at: datetime) -> None:
    record(verb=Verb.SETTING, thing="programme", ids=[str(own.programme_id)], by=by, what=what, at=at)
