"""Slots: structure and scoring of an instrument whose words only its owner may distribute."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from article16.instruments.building import Texts
from article16.instruments.catalogue import read_catalogue
from article16.instruments.checking_texts import SOURCE, text_faults
from article16.instruments.definition import Instrument, Language
from article16.instruments.loading import BadPack, fingerprint
from article16.instruments.written import Fault

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "dv", "yi", "sd", "ug"})


def fill(slot: Instrument, folder: Path) -> Instrument:
    """The slot with the licensed words in the place of the made-up ones.

    Parameters
    ----------
    slot : Instrument
        An instrument with `slot` set.
    folder : Path
        With one PO file for each language, `en.po` among them. Keys are those of the slot; a file made by
        `article16 instruments show ID --texts` has them all.

    Returns
    -------
    Instrument
        With a fingerprint of its own, because other words were read to the person.

    Raises
    ------
    ValueError
        It is no slot.
    BadPack
        The files lack a text, have one too many, or cannot be read.
    """
    if slot.slot is None:
        raise ValueError(f"{slot.id} is no slot: its words come with it.")
    paths = sorted(folder.glob("*.po"))
    catalogues = {path.stem: read_catalogue(path.read_text(encoding="utf-8"), str(path)) for path in paths}
    files = {path.stem: str(path) for path in paths}
    faults = list(text_faults(slot, catalogues, files))
    if SOURCE not in catalogues:
        faults.append(Fault(str(folder / f"{SOURCE}.po"), 1, "This file is missing."))
    if faults:
        raise BadPack(tuple(sorted(faults)))
    texts = {
        code: MappingProxyType({k: e.source if code == SOURCE else e.words for k, e in one.entries.items()})
        for code, one in catalogues.items()
    }
    return _filled(slot, texts)


def _filled(slot: Instrument, texts: Texts) -> Instrument:
    assert slot.slot is not None  # noqa: S101
    plain = {code: dict(words) for code, words in texts.items()}
    return replace(
        slot,
        texts=MappingProxyType(dict(texts)),
        languages=tuple(Language(code, "rtl" if code.split("-")[0] in RIGHT_TO_LEFT else "ltr", "") for code in texts),
        slot=replace(slot.slot, filled=True),
        fingerprint=fingerprint([slot.fingerprint], plain),
    )
