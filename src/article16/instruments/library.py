"""The library that comes with the program: `library/instruments/ID/VERSION/`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from article16.instruments.definition import Instrument, Status
from article16.instruments.loading import DEFINITION, load_pack

LIBRARY = Path(__file__).parents[1] / "library" / "instruments"
RELEASED = "released.txt"  # one line for each released version: id version fingerprint


class Unknown(LookupError):
    """There is no such instrument or version."""


def folders(library: Path = LIBRARY) -> Mapping[tuple[str, str], Path]:
    """(id, version) -> folder, in the order of ids and versions. Reads no pack; looks once into what is shipped."""
    return _shipped() if library == LIBRARY else _folders(library)


@cache
def _shipped() -> Mapping[tuple[str, str], Path]:
    return _folders(LIBRARY)


def _folders(library: Path) -> Mapping[tuple[str, str], Path]:
    found = [path.parent for path in library.glob(f"*/*/{DEFINITION}")]
    ordered = sorted(found, key=lambda path: (path.parent.name, _ordered(path.name)))
    return {(path.parent.name, path.name): path for path in ordered}


def load(id_: str, version: str | None = None, *, library: Path = LIBRARY) -> Instrument:
    """One instrument of the library; without a version its newest. It is read once.

    Raises
    ------
    Unknown
        There is none of this id and version.
    BadPack
        Its pack has faults.
    """
    versions = [one for name, one in folders(library) if name == id_]
    if not versions or (version is not None and version not in versions):
        raise Unknown(f"The library has no instrument “{id_}”{f' {version}' if version else ''}.")
    return _loaded(library, id_, version or versions[-1])


def load_all(library: Path = LIBRARY) -> tuple[Instrument, ...]:
    """Every version of every instrument of the library."""
    return tuple(_loaded(library, id_, version) for id_, version in folders(library))


def released(library: Path = LIBRARY) -> Mapping[tuple[str, str], str]:
    """(id, version) -> fingerprint of what was released and may never change again."""
    path = library / RELEASED
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {(id_, version): fingerprint for id_, version, fingerprint in rows}


def unrecorded(library: Path = LIBRARY) -> tuple[Instrument, ...]:
    """Released or retired instruments that `released.txt` does not hold yet."""
    known = released(library)
    loaded = load_all(library)
    return tuple(one for one in loaded if one.status is not Status.DRAFT and (one.id, one.version) not in known)


def _ordered(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


@cache
def _loaded(library: Path, id_: str, version: str) -> Instrument:
    return load_pack(library / id_ / version, released=released(library))
