"""The simulation of 1,000,000 men and the six questions to them; pandas does the same work for a tenth of them."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, Limit, at_most, figure, timed
from bench.home import ROOT, disk_folder
from bench.study import Taken, apart
from bench.suites import Extent

MEN = 1_000_000
TENTH = 10  # pandas needs 12 GB for all of them
ROUNDS = 3
HELP, HELP_ROUNDS = 300.0, 9  # ms
LIMITS = {"simulate": (60.0, 1000.0), "direct": (2.0, 400.0), "ibis": (4.0, 400.0)}  # s and MB, of 1,000,000 men
NAMES = {"simulate": "simulation", "direct": "six questions, SQL ready", "ibis": "six questions, through Ibis"}


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """The command line's help; a study made and asked; the same questions beside pandas."""
    yield figure("article16 --help", database, timed(_help, HELP_ROUNDS), "ms", limits=(at_most(HELP),))
    with disk_folder() as folder:
        yield from _whole(folder / "whole", extent.times(MEN), database)
        yield from _beside_pandas(folder / "tenth", extent.times(MEN // TENTH), database)


def _help() -> None:
    subprocess.run([sys.executable, "-m", "article16.cli", "--help"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _whole(folder: Path, men: int, database: str) -> Iterator[Figure]:
    for path, name in NAMES.items():
        taken = apart(path, folder, men=men, rounds=1 if path == "simulate" else ROUNDS)
        called = f"{name}, {men:,} men"
        most, room = LIMITS[path]
        yield figure(called, database, taken.seconds, "s", limits=_of_all(men, most))
        yield Figure(f"{called}: memory", database, taken.peak, "MB", limits=_of_all(men, room))


def _of_all(men: int, bound: float) -> tuple[Limit, ...]:
    """The limits are of 1,000,000 men: kept by a part of them, they would say nothing."""
    return (at_most(bound),) if men >= MEN else ()


def _beside_pandas(folder: Path, men: int, database: str) -> Iterator[Figure]:
    apart("simulate", folder, men=men)
    taken: dict[str, Taken] = {path: apart(path, folder, rounds=ROUNDS) for path in ("ibis", "direct", "pandas")}
    base = statistics.median(taken["pandas"].seconds)
    yield figure(f"six questions, pandas, {men:,} men", database, taken["pandas"].seconds, "s")
    yield Figure(f"six questions, pandas, {men:,} men: memory", database, taken["pandas"].peak, "MB")
    for path in ("direct", "ibis"):
        seconds = taken[path].seconds
        ratio = statistics.median(seconds) / base
        yield figure(f"{NAMES[path]}, {men:,} men", database, seconds, "s", ratio=ratio, to="pandas")
