"""Groups: men who start on the same day, with the same pair of facilitators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from article16.simulation.draws import Purpose, stream
from article16.simulation.people import Codes, Flags, Floats
from article16.simulation.world import World

WEEK = 7
NONE = -1  # stands for no group


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one region, and who sits in them.

    Parameters
    ----------
    of_man
        Shape (n,), position of his group, or -1 for none.
    programme, pair, starts
        Shape (groups,): programme within the region, pair of facilitators within the programme, first session in
        whole days since the world began. Sessions follow weekly.
    deviation
        Shape (groups,), SD of abuse: what programme, pair and group add to the effect; positive is safer.
    """

    of_man: Codes
    programme: Codes
    pair: Codes
    starts: Codes
    deviation: Floats


def groups(world: World, *, programme: Codes, ready: Codes, comes: Flags, seed: int, region: int) -> Groups:
    """Puts the men of a region into groups, in the order in which they became ready.

    Parameters
    ----------
    programme
        Shape (n,), programme within the region.
    ready
        Shape (n,), whole days since the world began on which he could start.
    comes
        Shape (n,), false for men who never start.

    Notes
    -----
    A group closes when it is full, or `fill_days` after its first man was ready, and starts within the week after
    its last man was ready, on the weekday of its programme.
    """
    of_man = np.full(len(ready), NONE, dtype=np.int64)
    order = np.lexsort((np.arange(len(ready)), ready, programme))
    rows: list[tuple[int, int]] = []  # programme, day the last man was ready
    size = opened = 0
    for man in order[comes[order]].tolist():
        where, day = int(programme[man]), int(ready[man])
        if not rows or rows[-1][0] != where or size == world.group_size or day - opened > world.fill_days:
            rows.append((where, day))
            size, opened = 0, day
        rows[-1] = (where, day)
        size += 1
        of_man[man] = len(rows) - 1
    return _described(world, of_man, np.array(rows, dtype=np.int64).reshape(-1, 2), seed=seed, region=region)


def _described(world: World, of_man: Codes, rows: Codes, *, seed: int, region: int) -> Groups:
    programme, last = rows[:, 0], rows[:, 1]
    first = np.searchsorted(programme, programme)  # rows are ordered by programme
    pair = (np.arange(len(rows)) - first) % world.facilitator_pairs
    weekday = programme % 5
    starts = last + 1 + (weekday - (last + 1)) % WEEK
    chance = stream(seed, Purpose.PROGRAMMES, region)
    of_programmes = chance.standard_normal(world.programmes) * world.programme_sd
    of_pairs = chance.standard_normal((world.programmes, world.facilitator_pairs)) * world.facilitator_sd
    of_groups = chance.standard_normal(len(rows)) * world.group_sd
    deviation = of_programmes[programme] + of_pairs[programme, pair] + of_groups
    return Groups(of_man=of_man, programme=programme, pair=pair, starts=starts, deviation=deviation)
