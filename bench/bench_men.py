"""The pages of the day, search and the register, by how many men there are: whole men, and names with episodes only."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench import sync
from bench.figures import Figure, Limit, at_most, figure
from bench.home import ROOT, Home, home
from bench.suites import SQLITE, Extent

SIZES = (1_000, 10_000, 100_000)  # whole men
NAMES = 1_000_000  # men of whom there are a name and an episode
MADE_UP = 5_000  # beyond it the rows of fewer men are doubled
NAMED = 50_000  # the same of names
ROUNDS, REGISTERS, SYNCS = 200, 150, 60
BARE = "a bare Django page of the same size"
UNIT = "ms of processor time"
GROWTH = 1.5  # from the smallest to the largest number of men, no median grows by more than half
# Page to its limits; `queries` is a figure of its own.
LIMITS: dict[str, tuple[Limit, ...]] = {
    "list of 50 men": (at_most(10), at_most(5, of="ratio")),
    "the man's page": (at_most(20),),
}
MOST_QUERIES = {"list of 50 men": 8, "the man's page": 15}


def measure(database: str, extent: Extent) -> Iterator[Figure]:
    """Each size in a home of its own; the smallest first, because the others are held against it."""
    sizes = extent.sizes or tuple(extent.times(size, least=100) for size in SIZES)
    names = extent.names if extent.names is not None else extent.times(NAMES, least=1_000)
    first: dict[str, float] = {}
    for whole in sizes:
        yield from _one(database, extent, whole, 0, first)
    if names:
        yield from _one(database, extent, min(sizes), names, first)


def _one(database: str, extent: Extent, whole: int, names: int, first: dict[str, float]) -> Iterator[Figure]:
    with home(database) as here:
        doublings = _doublings(whole, names)
        made, thin = -(-whole // 2**doublings), -(-names // 2**doublings)
        here.run("casework", "demo-fill", "--men", str(made), "--names", str(thin))
        if doublings:
            grown = [sys.executable, "-m", "bench.grow", str(doublings)]
            subprocess.run(grown, cwd=ROOT, env=here.environment, check=True)
        rounds = extent.times(ROUNDS, least=20), extent.times(REGISTERS, least=10)
        found = _asked(here, *rounds)
        told = f"{names:,} names" if names else f"{whole:,} men"
        yield from _pages(database, told, found, first, extent.times(ROUNDS, least=20))
        yield from _register(database, told, found, here, extent)


def _doublings(whole: int, names: int) -> int:
    """How often rows are doubled: making up a man, or a name, takes far longer than copying him."""
    doublings = 0
    while whole > MADE_UP << doublings or names > NAMED << doublings:
        doublings += 1
    return doublings


def _asked(here: Home, rounds: int, registers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.men", str(rounds), str(registers)]
    done = subprocess.run(command, cwd=ROOT, env=here.environment, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _pages(database: str, told: str, found: dict[str, Any], first: dict[str, float], rounds: int) -> Iterator[Figure]:
    for name, page in found["pages"].items():
        values = page["ms"]
        limits = [*LIMITS.get(name, ())]
        if name.startswith("search"):
            limits.append(at_most(60 if "names" in told else 20))
        ratio: dict[str, Any] = {}
        if page["rows"]:
            bare = _bare(page["rows"], page["bytes"], rounds)
            ratio = {"ratio": statistics.median(values) / statistics.median(bare), "to": BARE}
        else:
            limits = [one for one in limits if one.of != "ratio"]
        yield figure(f"{name}, {told}", database, values, UNIT, limits=tuple(limits), **ratio)
        most = MOST_QUERIES.get(name)
        kept = (at_most(most),) if most else ()
        yield Figure(f"{name}, {told}: queries", database, float(page["queries"]), "queries", limits=kept)
        median = statistics.median(values)
        before = first.setdefault(name, median)
        if before != median:
            share = {"ratio": median / before, "to": "the fewest men", "limits": (at_most(GROWTH, of="ratio"),)}
            yield Figure(f"{name}, {told}: growth", database, median, UNIT, **share)


def _bare(rows: int, size: int, rounds: int) -> list[float]:
    command = [sys.executable, "-m", "bench.bare", str(rows), str(size), str(rounds)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    values: list[float] = json.loads(done.stdout)
    return values


def _register(database: str, told: str, found: dict[str, Any], here: Home, extent: Extent) -> Iterator[Figure]:
    """A save on the wall clock, less what the disk itself takes for one commit."""
    rounds = extent.times(SYNCS, least=10)
    if database == SQLITE:
        size = (here.folder / "casework" / "casework.sqlite3").stat().st_size
        syncs = sync.of_file(here.folder, size=size, rounds=rounds)
    else:
        syncs = sync.of_postgresql(rounds=rounds)
    saves = found["saves"]
    beyond = [one - statistics.median(syncs) for one in saves]
    limits = (at_most(15, of="p95"),) if len(saves) >= 20 else ()
    yield figure(f"save of a register of 12, {told}, processor", database, found["saves_cpu"], UNIT)
    yield figure(f"save of a register of 12, {told}, beyond the sync", database, beyond, "ms", limits=limits)
