"""Slots: structure and scoring of an instrument whose words only its owner may distribute."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from article16.instruments.building import build
from article16.instruments.cases import failures
from article16.instruments.catalogue import Catalogue, read_catalogue, write_catalogue
from article16.instruments.checking import check_references
from article16.instruments.checking_texts import SOURCE, text_faults
from article16.instruments.definition import Instrument
from article16.instruments.library import folders
from article16.instruments.loading import DEFINITION, OWNER, BadPack, fingerprint
from article16.instruments.pack import PackFile, ScoringFile
from article16.instruments.written import Fault, Written, read_form, read_typed, read_yaml

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "dv", "yi", "sd", "ug"})
SCORING = "scoring.yaml"  # the owner's weights, limits and norms, with cases worked by hand
SAME = ("id", "informants", "times")  # an open slot may not change whom it asks, and when


@dataclass(frozen=True, slots=True)
class Licensed:
    """A slot with the owner's files in it, as far as it can be built, and everything that is wrong with them."""

    instrument: Instrument | None
    faults: tuple[Fault, ...]
    definition: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, str]]


def fill(slot: Instrument, folder: Path) -> Instrument:
    """The slot with the licensed words in the place of the made-up ones, and the owner's weights and norms.

    Parameters
    ----------
    slot : Instrument
        An instrument of the library with `slot` set.
    folder : Path
        With one PO file for each language, `en.po` among them; `article16 instruments show ID --texts` writes one with
        all keys. With `scoring.yaml` where the slot needs more than words; `instrument.yaml` where it is an open one.

    Returns
    -------
    Instrument
        With a fingerprint of its own, because other words were read to the person.

    Raises
    ------
    ValueError
        It is no slot.
    BadPack
        With every fault of every file.
    """
    wanted = [path for path in sorted(folder.iterdir()) if path.suffix == ".po" or path.name in {SCORING, DEFINITION}]
    made = licensed(slot, {path.name: path.read_text(encoding="utf-8") for path in wanted}, where=f"{folder}/")
    if made.instrument is None or made.faults:
        raise BadPack(made.faults)
    return made.instrument


def licensed(slot: Instrument, files: Mapping[str, str], *, where: str = "", version: str = "") -> Licensed:
    """A slot with the owner's files, by name. Reads everything, so that all faults are told at once.

    With `version` the result is a version of its own, so that a later file can follow an earlier one.
    """
    if slot.slot is None:
        raise ValueError(f"{slot.id} is no slot: its words come with it.")
    faults: list[Fault] = []
    definition = _definition(slot, files, where, faults)
    scoring, lines = _scoring(slot, definition, files, where, faults)
    catalogues = {name[:-3]: read_catalogue(text, f"{where}{name}") for name, text in files.items() if _words(name)}
    if SOURCE not in catalogues:
        faults.append(Fault(f"{where}{SOURCE}.po", 1, "This file is missing."))
    definition |= {"version": version or slot.version, "languages": {code: _direction(code) for code in catalogues}}
    definition["slot"] = {**definition["slot"], "filled": True}
    texts = {
        code: {key: one.source if code == SOURCE else one.words for key, one in found.entries.items()}
        for code, found in catalogues.items()
    }
    built = _built(definition, texts, catalogues, where, lines, faults) if catalogues else None
    if built is not None and scoring and not faults:
        faults += [Fault(f"{where}{SCORING}", 1, sentence) for _case, sentence in failures(built)]
    return Licensed(built, tuple(sorted(set(faults))), definition, texts)


def blank(slot: Instrument) -> str:
    """A PO file with every key of the slot, for the owner's words."""
    return write_catalogue((key, words, "") for key, words in slot.texts[SOURCE].items())


def _words(name: str) -> bool:
    return name.endswith(".po") and not name.endswith(OWNER)


def _direction(code: str) -> dict[str, str]:
    return {"direction": "rtl" if code.partition("-")[0] in RIGHT_TO_LEFT else "ltr"}


def _definition(slot: Instrument, files: Mapping[str, str], where: str, faults: list[Fault]) -> dict[str, Any]:
    """That of the slot; of an open slot the owner's, when it asks the same people at the same times about the same."""
    home = folders()[slot.id, slot.version] / DEFINITION
    own: dict[str, Any] = read_yaml(home.read_text(encoding="utf-8"), str(home)).data
    if DEFINITION not in files:
        if slot.slot is not None and slot.slot.whole:
            faults.append(Fault(f"{where}{DEFINITION}", 1, "This file is missing: an open slot has no questions."))
        return deepcopy(own)
    name = f"{where}{DEFINITION}"
    read = read_yaml(files[DEFINITION], name)
    faults += read.faults
    given = read.data if isinstance(read.data, dict) else {}
    if slot.slot is not None and not slot.slot.whole:
        if given != own:
            faults.append(Fault(name, 1, "The structure of this slot is not the file's to change. Leave it out."))
        return deepcopy(own)
    faults += [Fault(name, 1, sentence) for sentence in _otherwise(own, given)]
    return {**deepcopy(given), "slot": own["slot"], "source": own["source"]}


def _otherwise(own: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
    for key in SAME:
        if given.get(key) != own.get(key):
            yield f"“{key}” must be that of the slot: {own.get(key)}."
    asked = [one.get("key") for one in given.get("sections") or [] if isinstance(one, dict)]
    lacking = [one["key"] for one in own["sections"] if one["key"] not in asked]
    if lacking:
        yield f"The sections {', '.join(lacking)} of the slot are missing."


def _scoring(
    slot: Instrument, definition: dict[str, Any], files: Mapping[str, str], where: str, faults: list[Fault]
) -> tuple[ScoringFile | None, Mapping[str, int]]:
    """Write the owner's scoring into the definition; what the slot needs and the file does not say is a fault.

    With the line of each score in that file.
    """
    name, found, lines = f"{where}{SCORING}", None, {}
    if SCORING in files:
        read = read_yaml(files[SCORING], name)
        found = read_typed(ScoringFile, read)
        faults += read.faults
        if found is not None:
            definition["cases"] = read.data["cases"]
            lines = {key: read.line(("scores", key)) for key in found.scores}
            faults += [Fault(name, read.line(("scores",)), sentence) for sentence in _merged(definition, found)]
    needs = slot.slot.needs if slot.slot else {}
    for key, owed in needs.items():
        said = found.scores.get(key) if found else None
        for one in owed:
            if getattr(said, one, None) is None:
                faults.append(Fault(name, 1, f"“{one}” of {key} is missing: the program does not have it."))
    return found, lines


def _merged(definition: dict[str, Any], found: ScoringFile) -> Iterator[str]:
    by_key = {one["key"]: one for one in definition.get("scores") or []}
    for key, said in found.scores.items():
        if key not in by_key:
            yield f"There is no score “{key}”."
            continue
        given = said.model_dump(exclude_none=True)
        weights = {**by_key[key].get("weights", {}), **given.pop("weights", {})}
        by_key[key].update({**given, **({"weights": weights} if weights else {})})


def _built(
    definition: dict[str, Any],
    texts: Mapping[str, Mapping[str, str]],
    catalogues: Mapping[str, Catalogue],
    where: str,
    lines: Mapping[str, int],
    faults: list[Fault],
) -> Instrument | None:
    """`lines`: of the scores of which the owner's file speaks. What is wrong with them is told of that file."""
    written = Written(f"{where}{DEFINITION}", definition)
    form: PackFile | None = read_form(written)
    if form is None:
        faults += written.faults
        return None
    built = build(form, texts, fingerprint(definition, texts), written)
    check_references(form, built, written)
    for one in written.faults:
        line = lines.get(one.sentence.partition(":")[0])
        faults.append(Fault(f"{where}{SCORING}", line, one.sentence) if line else one)
    if not written.broken:
        faults += text_faults(built, catalogues, {code: f"{where}{code}.po" for code in catalogues})
    return built
