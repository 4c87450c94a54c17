"""What is true of the abuse she lives with, with the programme and without it, at every time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from article16.simulation.attendance import Attendance
from article16.simulation.draws import REGION, Purpose, stream
from article16.simulation.path import Path, deviations
from article16.simulation.people import Floats, People
from article16.simulation.world import World

TIMES = ("T0", "T1", "T2", "T3", "T4")
_DRIFT = np.array([0.0, 0.1, 0.4, 0.7, 1.0])  # how much of the drift has come at each time
_CRISIS = np.array([1.0, 0.7, 0.35, 0.15, 0.0])  # how much of the crisis is left


@dataclass(frozen=True, slots=True)
class Change:
    """True abuse in SD among all referred men; lower is safer.

    Parameters
    ----------
    without
        Shape (n, 5): had he had no programme.
    given
        Shape (n, 5): had he been given a place, with the attendance that is his.
    real
        Shape (n, 5): what was so, by his arm.
    dose
        Shape (n, 5): share of planned sessions attended by then, from 0 to 1, had he been given a place.
    benefit
        Shape (n,): effect of the whole programme on him, SD; positive is safer.
    """

    without: Floats
    given: Floats
    real: Floats
    dose: Floats
    benefit: Floats


def change(world: World, men: People, path: Path, came: Attendance, *, seed: int, region: int) -> Change:
    """The true course of the men of a region.

    Notes
    -----
    Without the programme abuse is a lasting part (risk), a part that is remembered from one time to the next
    (autoregressive), a crisis that fades by itself and a drift. With it, the benefit times the dose is taken off.
    """
    chance = stream(seed, Purpose.CHANGE, region)
    normal = chance.standard_normal((len(TIMES) + 1, REGION))[:, : len(men)]
    without = _without(world, men, normal[: len(TIMES)])
    benefit = (
        world.effect
        + world.effect_sd * normal[-1]
        + world.effect_voluntary * ~men.mandated
        + world.effect_by_risk * men.risk
        + deviations(path.groups)
    )
    half, whole = came.dose_by(world.weeks // 2), came.dose_by(world.weeks)
    none = np.zeros(len(men))
    dose = np.stack([none, none, half, whole, whole], axis=1) * (path.observed)[:, None]
    given = without - benefit[:, None] * dose
    real = np.where(path.starts[:, None], given, without)
    return Change(without=without, given=given, real=real, dose=dose, benefit=benefit)


def _without(world: World, men: People, shocks: Floats) -> Floats:
    remembered = np.empty((len(men), len(TIMES)))
    remembered[:, 0] = shocks[0]
    fresh = np.sqrt(1 - world.memory**2)
    for time in range(1, len(TIMES)):
        remembered[:, time] = world.memory * remembered[:, time - 1] + fresh * shocks[time]
    lasting = np.sqrt(world.lasting) * men.risk[:, None]
    passing = np.sqrt(1 - world.lasting) * remembered
    return np.asarray(lasting + passing + world.crisis * _CRISIS - world.drift * _DRIFT)
