"""A questionnaire of this service's own: taken in as a draft, released, retired."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.questionnaires.parcels import Parcel
from article16.instruments import library
from article16.instruments.cases import failures
from article16.instruments.definition import Instrument

from ..models import OwnQuestionnaire, OwnState


@transaction.atomic
def add(*, parcel: Parcel, by: UUID, at: datetime) -> OwnQuestionnaire:
    """Keep a draft. The same version again takes the place of a draft, never of what was released."""
    if any(id_ == parcel.instrument for id_, _version in library.folders()):
        raise NotPossible(_("The library has a questionnaire of this form_id. Choose another form_id"))
    there = OwnQuestionnaire.objects.select_for_update().filter(instrument=parcel.instrument, version=parcel.version)
    row = there.first() or OwnQuestionnaire(instrument=parcel.instrument, version=parcel.version)
    if row.state != OwnState.DRAFT:
        raise NotPossible(_("This version was released and never changes again. Give the form a new version"))
    row.fingerprint, row.written_by, row.written_at = parcel.fingerprint, by, at
    row.definition = json.dumps(parcel.definition, ensure_ascii=False, default=str)
    row.texts = json.dumps(parcel.texts, ensure_ascii=False)
    row.save()
    _record("add_her_questionnaire", row, by, at)
    return row


@transaction.atomic
def release(*, own: OwnQuestionnaire, instrument: Instrument, by: UUID, at: datetime) -> None:
    """From now on this version can be asked and never changes; the one before is retired with it."""
    held = OwnQuestionnaire.objects.select_for_update().get(pk=own.pk)
    if held.state != OwnState.DRAFT or held.fingerprint != instrument.fingerprint:
        raise NotPossible(_("The draft was replaced or released in the meantime. Look at it again"))
    if wrong := failures(instrument):
        raise NotPossible(_("A case comes out otherwise: %(what)s") % {"what": wrong[0][1]})
    before = OwnQuestionnaire.objects.filter(instrument=held.instrument, state=OwnState.RELEASED)
    before.update(state=OwnState.RETIRED, retired_at=at)
    held.state, held.released_at = OwnState.RELEASED, at
    held.save(update_fields=["state", "released_at"])
    _record("release_her_questionnaire", held, by, at)


@transaction.atomic
def retire(*, own: OwnQuestionnaire, by: UUID, at: datetime) -> None:
    """No longer asked. Answers to it stay readable with its own words."""
    changed = OwnQuestionnaire.objects.filter(pk=own.pk).exclude(state=OwnState.RETIRED)
    if not changed.update(state=OwnState.RETIRED, retired_at=at):
        raise NotPossible(_("This version was retired before"))
    _record("retire_her_questionnaire", own, by, at)


def _record(what: str, own: OwnQuestionnaire, by: UUID, at: datetime) -> None:
    record(verb=Verb.SETTING, thing="page", ids=[str(own.pk)], by=str(by), what=what, at=at)
