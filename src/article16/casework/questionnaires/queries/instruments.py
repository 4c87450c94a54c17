"""Which instrument, in which version, with which words."""

import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings

from article16.common.accounts.access import Viewer
from article16.common.questionnaires.parcels import Built, Parcel, built, may_be_asked
from article16.instruments import library
from article16.instruments.definition import Instrument

from ..models import Chosen, OwnInstrument, OwnState, Pack
from ..policy import AUTHORS, DEFAULT_CHOICE, HERS_ALONE, WORKERS

_BUILT = Built()


def by_fingerprint(fingerprint: str) -> Instrument | None:
    """The version with exactly these words: of the library, or as it was kept. At most one query, mostly none."""
    if found := _BUILT.get(fingerprint):
        return found
    row = Pack.objects.filter(pk=fingerprint).first()
    if row is not None:
        parcel = Parcel(row.instrument, row.version, row.pk, json.loads(row.definition), json.loads(row.texts))
        return _BUILT.keep(fingerprint, built(parcel))
    for one in library.load_all():
        if one.fingerprint == fingerprint:
            return _BUILT.keep(fingerprint, one)
    return None


def current(programme: UUID, instrument: str) -> Instrument | None:
    """The version that is asked now: the programme's own released one, else the library's newest. One query."""
    own = OwnInstrument.objects.filter(programme=programme, instrument=instrument, state=OwnState.RELEASED)
    fingerprint = own.values_list("pack", flat=True).first()
    if fingerprint:
        return by_fingerprint(fingerprint)
    return of_library(instrument)


def of_library(instrument: str) -> Instrument | None:
    """The newest version of the library that may be asked. No query."""
    if not any(id_ == instrument for id_, _version in library.folders()):
        return None
    found = library.load(instrument)
    return found if may_be_asked(found, training=settings.TRAINING) else None


def askable(programme: UUID) -> list[Instrument]:
    """Everything that this programme could ask a man: its own released ones first. One query and one for each."""
    return [one for one in _usable(programme) if for_him(one)]


def ratable(programme: UUID) -> list[Instrument]:
    """Everything that its staff may fill in about a man. One query and one for each."""
    return [one for one in _usable(programme) if for_staff(one)]


def _usable(programme: UUID) -> list[Instrument]:
    own = OwnInstrument.objects.filter(programme=programme, state=OwnState.RELEASED).order_by("instrument")
    found = [by_fingerprint(one) for one in own.values_list("pack", flat=True)]
    names = {one.id for one in found if one}
    shipped = [of_library(name) for name in dict.fromkeys(id_ for id_, _version in library.folders())]
    return [one for one in [*found, *(one for one in shipped if one and one.id not in names)] if one]


def slots_here() -> list[Instrument]:
    """Slots of the library that can be used here once their words are loaded. No query."""
    names = dict.fromkeys(id_ for id_, _version in library.folders())
    found = (library.load(name) for name in names)
    return [one for one in found if one.slot is not None and (for_him(one) or for_staff(one))]


def for_him(instrument: Instrument) -> bool:
    return "client" in instrument.informants


def for_staff(instrument: Instrument) -> bool:
    """Whether a worker of his fills it in about him. What is asked of her is filled in where she is supported."""
    return instrument.id not in HERS_ALONE and any(one in instrument.informants for one in WORKERS)


def worker_of(instrument: Instrument) -> str:
    """As whom a worker of his fills it in."""
    return next(one for one in WORKERS if one in instrument.informants)


def choice_of(programmes: frozenset[UUID]) -> dict[UUID, dict[str, tuple[str, ...]]]:
    """What each programme asks at which times. One query."""
    found: dict[UUID, dict[str, tuple[str, ...]]] = {one: {} for one in programmes}
    for programme, instrument, waves in Chosen.objects.filter(programme__in=programmes).values_list(
        "programme", "instrument", "waves"
    ):
        found[programme][instrument] = tuple(waves)
    # Where nothing was chosen: what comes with the program, as far as it may be asked on this server.
    usual = {name: waves for name, waves in DEFAULT_CHOICE.items() if of_library(name) is not None}
    return {one: chosen or dict(usual) for one, chosen in found.items()}


def own_instruments(viewer: Viewer) -> list[OwnInstrument]:
    """Versions that the viewer's programmes wrote, latest first. One query."""
    rows = OwnInstrument.objects.filter(programme__in=viewer.programmes(AUTHORS)).select_related("programme")
    return list(rows.order_by("instrument", "-written_at")[:200])


def own_instrument(viewer: Viewer, own_id: UUID) -> OwnInstrument | None:
    """One version, or None when it is another programme's or not there. One query."""
    rows = OwnInstrument.objects.filter(programme__in=viewer.programmes(AUTHORS)).select_related("programme", "pack")
    return rows.filter(pk=own_id).first()


def titles_of(programmes: frozenset[UUID], ids: Iterable[str]) -> dict[str, str]:
    """The names of instruments for a list. No query for those of the library, else one."""
    shipped = {id_ for id_, _version in library.folders()}
    found = {one: title_of(library.load(one)) if one in shipped else one for one in set(ids)}
    if lacking := found.keys() - shipped:
        own = OwnInstrument.objects.filter(programme__in=programmes, instrument__in=lacking).order_by("written_at")
        for id_, texts in own.values_list("instrument", "pack__texts"):
            words = json.loads(texts)
            found[id_] = _title(words.get("en") or next(iter(words.values())))
    return found


def title_of(instrument: Instrument, language: str = "en") -> str:
    """Its name for a list."""
    words = instrument.texts.get(language) or next(iter(instrument.texts.values()))
    return _title(words)


def _title(words: Mapping[str, str]) -> str:
    """Of a slot without what stands in brackets: that its words are not there yet."""
    return (words.get("title.short") or words["title"]).partition(" (slot")[0]
