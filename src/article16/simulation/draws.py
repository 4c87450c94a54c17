"""Chance that depends only on the seed, the purpose and the region, never on the order of the work.

Source
------
Salmon et al. 2011, counter-based generators, https://doi.org/10.1145/2063384.2063405
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

# Men made together. A region has its own programmes and its own chance, so any region can be made alone.
REGION = 4_096


class Purpose(IntEnum):
    """What a stream of chance is for. New purposes are added at the end, so that old worlds stay the same."""

    PEOPLE = 1
    PATH = 2
    ATTENDANCE = 3
    CHANGE = 4
    REPLIES = 5
    ITEMS = 6
    HAPPENINGS = 7
    PROGRAMMES = 8
    ERRORS = 9


def stream(seed: int, purpose: Purpose, region: int) -> np.random.Generator:
    """A generator of its own for this seed, purpose and region.

    Parameters
    ----------
    seed
        From 0 to 2**64 - 1.
    purpose
        What the numbers are for; two purposes share no number.
    region
        From 0; a world of 10,000,000 men has 2,442.

    Raises
    ------
    ValueError
        When the seed or the region is out of range.
    """
    if not 0 <= seed < 2**64:
        raise ValueError(f"A seed is a whole number from 0 to 2**64 - 1, not {seed}.")
    if not 0 <= region < 2**32:
        raise ValueError(f"A region is a whole number from 0, not {region}.")
    key = np.array([seed, (int(purpose) << 32) | region], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key))
