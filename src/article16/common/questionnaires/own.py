"""A form that somebody wrote, taken in: what both services do with it before anything is stored."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, Fact
from article16.common.ui.shell import Link
from article16.instruments.cases import failures
from article16.instruments.definition import Instrument
from article16.instruments.exchange.xlsform import read_form
from article16.instruments.written import Fault

from .own_forms import FormFile
from .parcels import Parcel, examined


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it was read: the parcel when it can be used, every fault, and what is done otherwise here."""

    parcel: Parcel | None
    instrument: Instrument | None
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def read_upload(content: bytes, *, name: str, source: str, licence: str, informant: str) -> Taken:
    """Read a form without storing anything; all problems at once."""
    form = read_form(content, name=name, source=source, licence=licence, informant=informant)
    if form.faults and not form.definition.get("sections"):
        return Taken(None, None, tuple(form.faults), tuple(form.notes))
    instrument, faults = examined(form.definition, form.texts, name="survey", lines=form.lines)
    known = {(one.file, one.line) for one in form.faults}
    # What the reader has said of a row is not said again in the words of packs.
    whole = [*form.faults, *(one for one in faults if (one.file, one.line) not in known)]
    if whole or instrument is None:
        return Taken(None, None, tuple(whole), tuple(form.notes))
    parcel = Parcel(instrument.id, instrument.version, instrument.fingerprint, form.definition, form.texts)
    return Taken(parcel, instrument, (), tuple(form.notes))


@dataclass(frozen=True, slots=True)
class AddPage:
    form: FormFile
    faults: tuple[Fault, ...]
    back: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    name: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """One version of an own questionnaire, with what can be done with it."""

    title: str
    badge: Badge
    facts: tuple[Fact, ...]
    previews: tuple[Link, ...]
    cases: tuple[CaseLine, ...]
    release: str
    retire: str
    back: str


def speaks_to(found: Instrument) -> str:
    """Whom the words are for. Whether anybody is asked, it does not say."""
    him, her = ("client" in found.informants), ("partner" in found.informants)
    return _("Him and her") if him and her else _("Him") if him else _("Her") if her else _("Staff")


def case_lines(found: Instrument) -> tuple[CaseLine, ...]:
    """The cases worked by hand, with what comes out otherwise."""
    wrong: dict[str, list[str]] = {}
    for case, sentence in failures(found):
        wrong.setdefault(case.name, []).append(sentence)
    return tuple(CaseLine(case.name, tuple(wrong.get(case.name, ()))) for case in found.cases)
