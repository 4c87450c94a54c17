"""One region of a made-up world, whole: the unit in which a simulation is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from article16.simulation.attendance import Attendance, attendance
from article16.simulation.change import Change, change
from article16.simulation.draws import REGION
from article16.simulation.happenings import Happenings, happenings
from article16.simulation.path import Path, path
from article16.simulation.people import People, people
from article16.simulation.replies import Replies, replies
from article16.simulation.world import World

MOST_MEN = 100_000_000


@dataclass(frozen=True, slots=True)
class Region:
    """Everything that is true of the men of one region, and who tells what of it."""

    world: World
    seed: int
    number: int
    men: People
    path: Path
    attendance: Attendance
    change: Change
    replies: Replies
    happenings: Happenings

    @property
    def first(self) -> int:
        """Number of its first man in the world, from 0."""
        return self.number * REGION


def make_region(world: World, *, seed: int, number: int, men: int = REGION) -> Region:
    """The region of that number, with its first `men` men.

    Parameters
    ----------
    seed
        From 0 to 2**64 - 1.
    number
        From 0.
    men
        From 1 to 4,096; only the last region of a world has fewer than 4,096.

    Raises
    ------
    ValueError
        When a number is out of range.
    """
    if not 1 <= men <= REGION:
        raise ValueError(f"A region has 1 to {REGION} men, not {men}.")
    where = {"seed": seed, "region": number}
    who = people(world, men=men, **where)
    way = path(world, who, **where)
    came = attendance(world, who, way, **where)
    truth = change(world, who, way, came, **where)
    back = replies(world, who, way, came, truth, **where)
    after = happenings(world, path=way, came=came, truth=truth, back=back, **where)
    return Region(world, seed, number, who, way, came, truth, back, after)


def sizes(men: int) -> list[int]:
    """How many men each region of a world holds.

    Raises
    ------
    ValueError
        When the number of men is below 1 or above 100,000,000.
    """
    if not 1 <= men <= MOST_MEN:
        raise ValueError(f"A world has 1 to {MOST_MEN:,} men, not {men:,}.")
    whole, rest = divmod(men, REGION)
    return [REGION] * whole + [rest] * (rest > 0)


def regions(world: World, *, men: int, seed: int, first: int = 0, last: int | None = None) -> Iterator[Region]:
    """The regions of a world, one after the other; memory does not grow with their number.

    Parameters
    ----------
    first, last
        Make only the regions from `first` up to but without `last`; any split gives the same regions.
    """
    for number, size in list(enumerate(sizes(men)))[first:last]:
        yield make_region(world, seed=seed, number=number, men=size)
