"""Definitions as rows keep them: a pack with its words as plain data, and the instrument again."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import yaml

from article16.instruments import library
from article16.instruments.building import build
from article16.instruments.catalogue import joined, read_catalogue
from article16.instruments.checking import check_references
from article16.instruments.checking_texts import SOURCE, needed
from article16.instruments.definition import Instrument, Status
from article16.instruments.loading import DEFINITION, OWNER, fingerprint
from article16.instruments.written import Fault, Written, read_form

MOST_BUILT = 64  # instruments kept in memory


@dataclass(frozen=True, slots=True)
class Parcel:
    """A pack as plain data, and which one it is."""

    instrument: str
    version: str
    fingerprint: str
    definition: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, str]]


def of_library(instrument: Instrument) -> Parcel:
    """The files of an instrument of the library. Its fingerprint is made again and must be the same."""
    folder = library.folders()[instrument.id, instrument.version]
    definition = yaml.safe_load((folder / DEFINITION).read_text(encoding="utf-8"))
    texts = {}
    for code in definition["languages"]:
        catalogue = read_catalogue((folder / f"{code}.po").read_text(encoding="utf-8"))
        owner = folder / f"{code}{OWNER}"
        if owner.is_file():
            catalogue = joined(catalogue, read_catalogue(owner.read_text(encoding="utf-8")))
        texts[code] = {key: entry.source if code == SOURCE else entry.words for key, entry in catalogue.entries.items()}
    made = fingerprint(definition, texts)
    if made != instrument.fingerprint:
        raise ValueError(f"{instrument.id} {instrument.version} was read as something else.")
    return Parcel(instrument.id, instrument.version, made, definition, texts)


def built(parcel: Parcel) -> Instrument:
    """The instrument of this parcel."""
    instrument, faults = examined(parcel.definition, parcel.texts, name=parcel.instrument)
    if instrument is None or faults:
        raise ValueError(f"{parcel.instrument} {parcel.version} cannot be built any more: {faults[:1]}")
    # Made again from what a database gives back, in which the order of keys may differ: it is what it was.
    return replace(instrument, fingerprint=parcel.fingerprint)


def examined(
    definition: Mapping[str, Any],
    texts: Mapping[str, Mapping[str, str]],
    *,
    name: str,
    lines: Mapping[tuple, int] | None = None,
) -> tuple[Instrument | None, tuple[Fault, ...]]:
    """The instrument, and every fault of its definition. `lines` says in which row of a file each part stood."""
    written = Written(name, dict(definition), dict(lines or {}))
    form = read_form(written)
    if form is None:
        return None, tuple(sorted(set(written.faults)))
    made = {code: dict(words) for code, words in texts.items()}
    instrument = build(form, made, fingerprint(dict(definition), made), written)
    check_references(form, instrument, written)
    found = [*written.faults, *(_wordless(instrument, made, name) if not written.broken else ())]
    return instrument, tuple(sorted(set(found)))


def _wordless(instrument: Instrument, texts: Mapping[str, Mapping[str, str]], name: str) -> Iterator[Fault]:
    """Words that a page needs and that some language does not have."""
    for code, words in texts.items():
        for key, who in needed(instrument).items():
            if key not in words and any(f"{key}@{one}" not in words for one in who or {""}):
                yield Fault(name, 1, f"The text “{key}” is missing in {code}.")


class Built:
    """Instruments by fingerprint, kept while they are used: building one costs more than a page."""

    def __init__(self, most: int = MOST_BUILT) -> None:
        self._kept: OrderedDict[str, Instrument] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, key: str) -> Instrument | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: str, instrument: Instrument) -> Instrument:
        with self._lock:
            self._kept[key] = instrument
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return instrument


def may_be_asked(instrument: Instrument, *, training: bool) -> bool:
    """Drafts are for trying; a slot without its words is asked of nobody."""
    if instrument.slot is not None and not instrument.slot.filled:
        return False
    return instrument.status is Status.RELEASED or (training and instrument.status is Status.DRAFT)
