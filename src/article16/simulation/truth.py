"""The stated truth beside the data: what every estimate of this world should come to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from article16.simulation.attendance import COMPLETED, DROPPED_OUT
from article16.simulation.change import TIMES
from article16.simulation.region import Region
from article16.simulation.world import World

GENERATOR = "1"  # raised when the same world and seed give other men


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over the men of one region; sums of regions add up to those of the world.

    `abuse_*` and `seen_abuse` are sums over men of true abuse (SD) at T0 to T4; the other numbers count men.
    `seen` counts the men whose partner answered.
    """

    men: int
    taken_in: int
    started: int
    comparison: int
    observed: int
    completed: int
    dropped_out: int
    again_real: int
    again_without: int
    again_given: int
    benefit: float
    effect_completers: float
    abuse_without: tuple[float, ...]
    abuse_given: tuple[float, ...]
    abuse_real: tuple[float, ...]
    seen: tuple[int, ...]
    seen_abuse: tuple[float, ...]


def tally(region: Region) -> Tally:
    """Counts and sums of one region, over the men with a T1."""
    path, change, after = region.path, region.change, region.happenings
    here = path.observed
    started = path.starts
    answered = region.replies.answered[:, :, 1] & here[:, None]
    completed = started & (region.attendance.ending == COMPLETED)
    gain = change.without[:, 4] - change.given[:, 4]
    return Tally(
        men=len(here),
        taken_in=int(path.taken_in.sum()),
        started=int(started.sum()),
        comparison=int(path.comparison.sum()),
        observed=int(here.sum()),
        completed=int(completed.sum()),
        dropped_out=int((started & (region.attendance.ending == DROPPED_OUT)).sum()),
        again_real=int(after.within.sum()),
        again_without=int(after.within_without.sum()),
        again_given=int(after.within_given.sum()),
        benefit=math.fsum(change.benefit[here]),
        effect_completers=math.fsum(gain[completed]),
        abuse_without=_sums(change.without[here]),
        abuse_given=_sums(change.given[here]),
        abuse_real=_sums(change.real[here]),
        seen=tuple(int(number) for number in answered.sum(axis=0)),
        seen_abuse=_sums(np.where(answered, change.real, 0.0)),
    )


def _sums(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(math.fsum(column) for column in values.T)


def add(tallies: Iterable[Tally]) -> Tally:
    """The sums of all regions together; exact sums, so their order changes nothing.

    Raises
    ------
    ValueError
        When there is no region.
    """
    rows = list(tallies)
    if not rows:
        raise ValueError("There is no region to add up.")
    whole: dict[str, Any] = {}
    for each in fields(Tally):
        values = [getattr(row, each.name) for row in rows]
        if isinstance(values[0], tuple):
            whole[each.name] = tuple(_sum(column) for column in zip(*values, strict=True))
        else:
            whole[each.name] = _sum(values)
    return Tally(**whole)


def _sum(values: Iterable[Any]) -> Any:
    numbers = list(values)
    return sum(numbers) if all(isinstance(number, int) for number in numbers) else math.fsum(numbers)


def truth(world: World, *, men: int, seed: int, total: Tally) -> dict[str, Any]:
    """What stands in `truth.json`.

    Returns
    -------
    dict
        The parameters, and what is exactly true of the men made. Effects are differences *without minus given*,
        so positive means safer. Abuse is in SD among all referred men, lower is safer; shares run from 0 to 1 and
        are None where nobody is counted.
    """
    return {
        "made_up": True,
        "generator": GENERATOR,
        "seed": seed,
        "men": men,
        "world": asdict(world),
        "counts": {
            name: getattr(total, name)
            for name in ("men", "taken_in", "started", "comparison", "observed", "completed", "dropped_out")
        },
        "effect": {
            "unit": "SD of abuse at T4, without minus given a place; positive is safer",
            "whole_programme": _share(total.benefit, total.observed),
            "all_with_a_T1": _share(total.abuse_without[4] - total.abuse_given[4], total.observed),
            "completers": _share(total.effect_completers, total.completed),
        },
        "abuse": {
            "unit": "SD among all referred men; lower is safer; men with a T1",
            "times": list(TIMES),
            "without": [_share(value, total.observed) for value in total.abuse_without],
            "given": [_share(value, total.observed) for value in total.abuse_given],
            "real": [_share(value, total.observed) for value in total.abuse_real],
            "real_where_partner_answered": [
                _share(value, number) for value, number in zip(total.seen_abuse, total.seen, strict=True)
            ],
        },
        "re_assault": {
            "unit": f"share of men with a T1, at least once in {world.follow_up_days} days from it, known or not",
            "real": _share(total.again_real, total.observed),
            "without": _share(total.again_without, total.observed),
            "given": _share(total.again_given, total.observed),
        },
        "completed": _share(total.completed, total.started),
        "dropped_out": _share(total.dropped_out, total.started),
        "partner_response": [_share(number, total.observed) for number in total.seen],
    }


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
