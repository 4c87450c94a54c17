"""Which instrument, in which version. What was asked stays, in the library or here, so that answers stay readable."""

import json
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from article16.common.questionnaires.parcels import Built, Parcel, built
from article16.instruments import library
from article16.instruments.definition import Instrument, Status
from article16.support.outcomes.instruments import SENT, find

from ..held import HERS, WORKERS
from ..licensed import licensed
from ..models import OwnQuestionnaire, OwnState

_BUILT = Built()


def by_fingerprint(fingerprint: str) -> Instrument | None:
    """The version with exactly these words; None when this server does not have it. No query, or one for an own."""
    found = _known(settings.LICENSED_FOLDER).get(fingerprint) or _BUILT.get(fingerprint)
    if found is None and (row := OwnQuestionnaire.objects.filter(fingerprint=fingerprint).first()):
        return instrument_of(row)
    return found


@cache
def _known(folder: Path) -> dict[str, Instrument]:
    return {one.fingerprint: one for one in (*library.load_all(), *licensed(folder).instruments.values())}


def instrument_of(row: OwnQuestionnaire) -> Instrument:
    """A questionnaire of this service's own. No query."""
    parcel = Parcel(row.instrument, row.version, row.fingerprint, json.loads(row.definition), json.loads(row.texts))
    return _BUILT.get(row.fingerprint) or _BUILT.keep(row.fingerprint, built(parcel))


def current(instrument: str) -> Instrument | None:
    """The newest version that may be asked of her, or filled in by her worker. No query, or one for an own."""
    if not _shipped(instrument):
        row = OwnQuestionnaire.objects.filter(instrument=instrument, state=OwnState.RELEASED).first()
        return instrument_of(row) if row else None
    found = licensed(settings.LICENSED_FOLDER).instruments.get(instrument) or library.load(instrument)
    return found if _may_be_asked(found) and informants(found) else None


def named(instrument: str) -> str:
    """Its name for a list, also of an own one that is not asked any more. No query, or one for an own."""
    if _shipped(instrument):
        return title_of(current(instrument), instrument)
    row = OwnQuestionnaire.objects.filter(instrument=instrument).order_by("-written_at").first()
    return title_of(instrument_of(row)) if row else instrument


def askable() -> list[Instrument]:
    """Everything that can be asked here, by name. One query."""
    names = dict.fromkeys(id_ for id_, _version in library.folders())
    own = OwnQuestionnaire.objects.filter(state=OwnState.RELEASED).order_by("instrument")
    return [*(found for name in names if (found := current(name))), *map(instrument_of, own)]


def of_the_study(name: str, version: str, fingerprint: str) -> Instrument | None:
    """The instrument that a row of the study names; its fingerprint may be cut, as the wall carries it.

    One that was taken in here and in casework is one: both have the same fingerprint. By its name alone none matches.
    No query, or one for an own.
    """
    if found := find(name, version, fingerprint):
        return found
    rows = OwnQuestionnaire.objects.filter(instrument=name, version=version).exclude(state=OwnState.DRAFT)
    row = rows.filter(fingerprint__startswith=fingerprint[:SENT]).first() if fingerprint else None
    return instrument_of(row) if row else None


def own_versions() -> list[OwnQuestionnaire]:
    """Every version of every questionnaire of this service's own, the latest first. One query."""
    return list(OwnQuestionnaire.objects.order_by("instrument", "-written_at")[:200])


def own_version(own_id: UUID) -> OwnQuestionnaire | None:
    """One query."""
    return OwnQuestionnaire.objects.filter(pk=own_id).first()


def informants(instrument: Instrument) -> tuple[str, ...]:
    """Whose word it may be here: hers, or her worker's. What only he can say is not asked."""
    return tuple(one for one in (HERS, WORKERS) if one in instrument.informants)


def title_of(instrument: Instrument | None, id_: str = "", language: str = "en") -> str:
    """Its name for a list; its id where its words are not here any more."""
    if instrument is None:
        return id_
    words = instrument.texts.get(language) or next(iter(instrument.texts.values()))
    return words.get("title.short") or words["title"]


def _shipped(instrument: str) -> bool:
    return any(id_ == instrument for id_, _version in library.folders())


def _may_be_asked(instrument: Instrument) -> bool:
    """Drafts are for trying; a slot without its owner's words is asked of nobody. Its files are put here by hand."""
    if instrument.slot is not None:
        return instrument.slot.filled
    return instrument.status is Status.RELEASED or (settings.TRAINING and instrument.status is Status.DRAFT)
