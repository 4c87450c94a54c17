"""Planted leaks: what a careless change might do.

Each is planted in both worlds alike; the worlds differ in hers. `hers` stands for what casework might learn of her in
some way or other: 0 where she said nothing. Most leaks get no further than that; those that read the words say so.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

Plant = Callable[[int], AbstractContextManager[Any]]
LEAKS: dict[str, Plant] = {}


def leak(plant: Plant) -> Plant:
    LEAKS[plant.__name__] = plant
    return plant


def all_leaks() -> dict[str, Plant]:
    """Every planted leak by its name."""
    from tests.worlds import (  # noqa: F401  because importing them registers
        leaks_beside_releases,
        leaks_in_answers,
        leaks_in_files,
        leaks_in_writing,
    )

    return LEAKS


def planted(name: str, hers: int) -> AbstractContextManager[Any]:
    return all_leaks()[name](hers)
