"""Small worlds the tests share."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from article16.evaluation.tables.columns import Coded, Column, Sparse
from article16.simulation.region import Region, make_region
from article16.simulation.scenarios import scenario
from article16.simulation.world import World

ZERO = scenario("zero")
# Everyone is ordered, taken in, comes and stays: what is left is the effect alone.
STAYERS = replace(
    scenario("moderate"),
    unsuitable=0.0, no_show=0.0, dropout=0.0, excluded=0.0, custody=0.0, moved=0.0, died=0.0, absence=0.0,
    programme_sd=0.0, facilitator_sd=0.0, group_sd=0.0,
)  # fmt: skip


def region_of(world: World, *, seed: int = 16, number: int = 0, men: int = 4096) -> Region:
    return make_region(world, seed=seed, number=number, men=men)


def same(one: Column, other: Column) -> bool:
    """Whether two columns hold the same rows."""
    if isinstance(one, Coded) and isinstance(other, Coded):
        return one.texts() == other.texts()
    if isinstance(one, Sparse) and isinstance(other, Sparse):
        full = ~one.empty
        return bool(np.array_equal(one.empty, other.empty) and np.array_equal(one.values[full], other.values[full]))
    return bool(np.array_equal(one, other))  # type: ignore[arg-type]
