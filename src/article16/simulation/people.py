"""Who is referred: programme, route, mandate, age, work, children, risk, motivation, day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from article16.simulation.draws import REGION, Purpose, stream
from article16.simulation.world import World

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

SETTINGS = ("community", "probation", "prison")
AGE_BANDS = ("under 25", "25-34", "35-44", "45-54", "55 and over")
_AGES = np.array([0.13, 0.34, 0.30, 0.16, 0.07])
MANDATED_ROUTES = ("court", "probation", "prison")
VOLUNTARY_ROUTES = ("self", "partner", "police", "child protection", "health", "other programme")
_VOLUNTARY = np.array([0.34, 0.14, 0.14, 0.24, 0.09, 0.05])
ROUTES = MANDATED_ROUTES + VOLUNTARY_ROUTES
# Log odds of being ordered, beside each other: community, probation, prison; assumptions.
_MANDATE_BY_SETTING = np.array([-1.2, 2.5, 0.8])
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class People:
    """The men of one region, in order; every array has shape (n,).

    `risk` and `motivation` are in SD (mean 0); `referred` is in whole days since the world began;
    `programme` counts within the region; `route` is a position in `ROUTES`, `age` one in `AGE_BANDS`.
    """

    programme: Codes
    setting: Codes
    route: Codes
    mandated: Flags
    age: Codes
    unemployed: Flags
    substance: Flags
    children: Flags
    partner_contact: Flags
    risk: Floats
    motivation: Floats
    referred: Codes

    def __len__(self) -> int:
        return len(self.risk)


def logit(share: float | Floats) -> Any:
    """Log odds; the ends are held just inside 0 and 1."""
    inside = np.clip(share, 1e-9, 1 - 1e-9)
    return np.log(inside / (1 - inside))


def expit(log_odds: Floats | float) -> Any:
    """Share from log odds."""
    return 1 / (1 + np.exp(-np.asarray(log_odds)))


def people(world: World, *, seed: int, region: int, men: int) -> People:
    """The first `men` men of a region.

    Parameters
    ----------
    men
        From 1 to 4,096. Fewer men are the first of more: all draws are made for the whole region.

    Notes
    -----
    Programmes of a region take the settings community, probation and prison in turn. Risk is standard normal;
    men with substance use or without work lie 0.3 SD higher each, and the whole is scaled back to SD 1.
    """
    chance = stream(seed, Purpose.PEOPLE, region)
    uniform = chance.random((8, REGION))
    normal = chance.standard_normal((2, REGION))
    programme = (uniform[0] * world.programmes).astype(np.int64)
    setting = (programme + region * world.programmes) % len(SETTINGS)
    mandated = uniform[1] < mandate_shares(world.mandated)[setting]
    substance, unemployed = uniform[3] < world.substance, uniform[4] < world.unemployed
    made = People(
        programme=programme,
        setting=setting,
        route=np.where(mandated, _mandated_route(setting, uniform[2]), _voluntary_route(uniform[2])),
        mandated=mandated,
        age=np.searchsorted(np.cumsum(_AGES)[:-1], uniform[7], side="right"),
        unemployed=unemployed,
        substance=substance,
        children=uniform[5] < world.children,
        partner_contact=uniform[6] < world.partner_contact,
        risk=_risk(world, normal[0], substance, unemployed),
        motivation=normal[1],
        referred=np.floor(chance.random(REGION) * world.years * DAYS_A_YEAR).astype(np.int64),
    )
    return People(*(getattr(made, name)[:men] for name in People.__dataclass_fields__))


def mandate_shares(overall: float) -> Floats:
    """Share of men ordered to come in each setting, so that the three together give `overall`.

    Parameters
    ----------
    overall
        From 0 to 1.

    Returns
    -------
    ndarray
        Shape (3,): community, probation, prison, with the same odds between them whatever the whole.
    """
    if overall in (0.0, 1.0):
        return np.full(len(SETTINGS), float(overall))
    low, high = -50.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if expit(middle + _MANDATE_BY_SETTING).mean() < overall else (low, middle)
    return np.asarray(expit(low + _MANDATE_BY_SETTING))


def _risk(world: World, normal: Floats, substance: Flags, unemployed: Flags) -> Floats:
    added = 0.3 * ((substance - world.substance) + (unemployed - world.unemployed))
    spread = 0.09 * (world.substance * (1 - world.substance) + world.unemployed * (1 - world.unemployed))
    return np.asarray((normal + added) / np.sqrt(1 + spread))


def _mandated_route(setting: Codes, uniform: Floats) -> Codes:
    """Prison men come through the prison; others from court or probation, half and half."""
    return np.where(setting == SETTINGS.index("prison"), 2, np.floor(uniform * 2).astype(np.int64))


def _voluntary_route(uniform: Floats) -> Codes:
    return len(MANDATED_ROUTES) + np.searchsorted(np.cumsum(_VOLUNTARY)[:-1], uniform, side="right")
