"""Tools of other owners: the slot of the library with the files that the owner gave, read once from a folder."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from article16.instruments import library
from article16.instruments.definition import Instrument
from article16.instruments.library import Unknown
from article16.instruments.loading import BadPack
from article16.instruments.slots import fill


@dataclass(frozen=True, slots=True)
class Licensed:
    """What the folder gave, by id, and everything that is wrong with it, as sentences."""

    instruments: dict[str, Instrument]
    faults: tuple[str, ...]


@cache
def licensed(folder: Path) -> Licensed:
    """Read with the first question asked of it; new files are seen after the next start."""
    found: dict[str, Instrument] = {}
    faults: list[str] = []
    for path in sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else ():
        try:
            found[path.name] = fill(library.load(path.name), path)
        except (BadPack, Unknown, ValueError) as wrong:
            faults.append(f"The licensed files in {path} can not be used: {wrong}")
    return Licensed(found, tuple(faults))


def problems() -> list[str]:
    """Stop the start: a tool that is asked with half of its words measures nothing."""
    return list(licensed(settings.LICENSED_FOLDER).faults)
