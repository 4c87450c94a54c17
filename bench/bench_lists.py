"""Bringing in the list of a whole programme, and taking all of it along again."""

import random
import resource
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from openpyxl import Workbook

from bench.figures import Figure, at_most
from bench.home import home
from bench.suites import Extent

ROWS = 10_000
IMPORT_LIMIT = 30.0  # s
SYLLABLES = "ba be bi bo ka ke ki ko la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to".split()  # noqa: SIM905  read at a glance
MAPPING = """
list: referrals
columns:
  name: [Nachname, Vorname]
  birth_date: geb.
  received_on: Zugewiesen
  sender: {from: Zuweiser, codes: {Gericht: court, Bewahrungshilfe: probation}}
  agency: Stelle
  agency_reference: AZ
  for_her_service: [Partnerin, Telefon]
duplicates: both are meant
"""


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """The dry run, the import and the export of made-up men."""
    rows = extent.times(ROWS)
    with home(database) as here:
        path, mapping = _list(here.folder, rows)
        words = ["import", str(path), "--map", str(mapping), "--programme", "graz"]
        begun = perf_counter()
        here.run("casework", *words, "--dry-run")
        yield Figure(f"look at a list of {rows:,} referrals", database, perf_counter() - begun, "s")
        begun, worked = perf_counter(), _worked()
        here.run("casework", *words)
        took = perf_counter() - begun
        yield Figure(f"import of {rows:,} referrals", database, took, "s", limits=(at_most(IMPORT_LIMIT),))
        yield Figure(f"import of {rows:,} referrals, processor", database, _worked() - worked, "s")
        begun = perf_counter()
        here.run("casework", "export", "--all", str(here.folder / "everything"))
        yield Figure(f"export of {rows:,} men", database, perf_counter() - begun, "s")
        yield Figure("memory of the largest of the three", database, _memory(), "MB")


def _worked() -> float:
    """Seconds of the processor that ended processes took: what a busy machine does not lengthen much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory() -> float:
    """Of the processes that this one has waited for."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _list(folder: Path, rows: int) -> tuple[Path, Path]:
    chance, book = random.Random(1), Workbook(write_only=True)  # noqa: S311  made-up names
    page = book.create_sheet("Men")
    page.append(["Nachname", "Vorname", "geb.", "Zugewiesen", "Zuweiser", "Stelle", "AZ", "Partnerin", "Telefon"])
    for number in range(rows):
        page.append(
            [
                _name(chance, 4),
                _name(chance, 3),
                f"{chance.randint(1, 28)}.{chance.randint(1, 12)}.{chance.randint(1950, 2004)}",
                f"{chance.randint(1, 28)}.{chance.randint(1, 12)}.2025",
                chance.choice(["Gericht", "Bewahrungshilfe"]),
                f"LG {chance.randint(1, 30)}",
                f"{number} Hv {number}/25",
                _name(chance, 3),
                f"0664 {number:07d}",
            ]
        )
    path, mapping = folder / "list.xlsx", folder / "list.yaml"
    book.save(path)
    mapping.write_text(MAPPING, "utf-8")
    return path, mapping


def _name(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(length)).title()
