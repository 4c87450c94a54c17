"""From the files of a pack to one frozen instrument, or to all problems at once.

A pack is a folder: `instrument.yaml`, and one file of texts for each language, `en.po`, `de.po` and so on. Words of
another owner, unaltered and under that owner's terms, lie in a file of their own, `en.owner.po`.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from article16.instruments.building import build
from article16.instruments.catalogue import Catalogue, joined, read_catalogue
from article16.instruments.checking import check_references
from article16.instruments.checking_texts import SOURCE, text_faults
from article16.instruments.definition import Instrument, Status
from article16.instruments.written import Fault, Written, read_form, read_yaml

DEFINITION = "instrument.yaml"
OWNER = ".owner.po"


class BadPack(ValueError):
    """A pack that cannot be used; `faults` has every reason with file and line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def load_pack(folder: Path, *, released: Mapping[tuple[str, str], str] | None = None) -> Instrument:
    """Read one pack.

    Parameters
    ----------
    folder : Path
        With `instrument.yaml` and the texts.
    released : mapping, optional
        (id, version) -> fingerprint of what was released. A released or retired pack that differs is refused.

    Raises
    ------
    BadPack
        With all faults of the definition and of every language, by file and line.
    OSError
        The folder or a file cannot be read.
    """
    built, faults = examine(folder, released=released)
    if built is None or faults:
        raise BadPack(faults)
    return built


def examine(
    folder: Path, *, released: Mapping[tuple[str, str], str] | None = None
) -> tuple[Instrument | None, tuple[Fault, ...]]:
    """The instrument as far as it can be built, and every fault, in the order of files and lines."""
    written = read_yaml((folder / DEFINITION).read_text(encoding="utf-8"), str(folder / DEFINITION))
    form = read_form(written) if written.data is not None else None
    if form is None:
        return None, tuple(sorted(set(written.faults)))
    files = {code: str(folder / f"{code}.po") for code in form.languages}
    catalogues = _catalogues(folder, files, written)
    texts = {code: _words(catalogue, code) for code, catalogue in catalogues.items()}
    built = build(form, texts, fingerprint(written.data, texts), written)
    check_references(form, built, written)
    faults = [*written.faults]
    if not written.broken:  # else every text of what was taken out would be a second fault
        faults += text_faults(built, catalogues, files)
    faults += _immutable(built, written, released or {})
    return built, tuple(sorted(set(faults)))


def fingerprint(data: object, texts: Mapping[str, Mapping[str, str]]) -> str:
    """SHA-256 over definition and texts, 64 hex digits. Comments and layout of the files do not count."""
    whole = json.dumps([data, texts], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _catalogues(folder: Path, files: Mapping[str, str], written: Written) -> dict[str, Catalogue]:
    found = {}
    for code, name in files.items():
        path = folder / f"{code}.po"
        if code.replace("-", "").isalnum() and path.is_file():
            found[code] = _read(path)
            owner = folder / f"{code}{OWNER}"
            found[code] = joined(found[code], _read(owner)) if owner.is_file() else found[code]
        else:
            written.fault(("languages", code), f"The texts {name} are missing.")
    if SOURCE not in files:
        written.fault(("languages",), "English is missing: the other languages are translated from it.")
    for path in sorted(folder.glob("*.po")):
        if path.name.removesuffix(OWNER).removesuffix(".po") not in files:
            written.fault(("languages",), f"{path.name} lies in the folder and is not among the languages.")
    return found


def _read(path: Path) -> Catalogue:
    return read_catalogue(path.read_text(encoding="utf-8"), str(path))


def _words(catalogue: Catalogue, language: str) -> dict[str, str]:
    own = language != SOURCE
    return {key: entry.words if own else entry.source for key, entry in catalogue.entries.items()}


def _immutable(built: Instrument, written: Written, released: Mapping[tuple[str, str], str]) -> list[Fault]:
    if built.status is Status.DRAFT:
        return []
    known = released.get((built.id, built.version))
    if known is None or known == built.fingerprint:
        return []
    sentence = f"{built.id} {built.version} was released with other content. Undo the change, or give a new version."
    return [Fault(written.file, written.line(("version",)), sentence)]
