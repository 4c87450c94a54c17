"""Programmes beside each other without a league table: funnel limits, case mix, over-dispersion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.logistic import fit
from article16.evaluation.numerics import Array, matrix, vector
from article16.evaluation.proportions import wilson
from article16.evaluation.results import About, CannotEstimate, Direction, Result, cannot

FEWEST = 3  # programmes


@dataclass(frozen=True, slots=True)
class Place:
    """One programme in the funnel. Never sorted by its value."""

    name: str
    share: Result
    expected: float  # share expected for its case mix
    low: tuple[float, float]  # limits that 95 % and 99.8 % of like programmes stay above
    high: tuple[float, float]
    z: float  # distance from expected, in standard errors, over-dispersion allowed for

    @property
    def outside(self) -> bool:
        """Beyond the outer limits: a reason to look, not a verdict."""
        value = self.share.estimate
        return value is not None and not self.low[1] <= value <= self.high[1]


@dataclass(frozen=True, slots=True)
class Funnel:
    """All programmes in the order given."""

    places: tuple[Place, ...]
    target: float
    dispersion: float  # 1: no more than chance


def binomial_limit(n: int, share: float, tail: float) -> float:
    """Exact funnel limit: the interpolated quantile of a binomial share.

    Parameters
    ----------
    tail
        Lower tail probability, 0 to 1.

    Returns
    -------
    float
        0 to 1.

    Source
    ------
    Spiegelhalter 2005 (appendix A.1.1), https://doi.org/10.1002/sim.1970
    """
    k = int(np.searchsorted(special.bdtr(np.arange(n + 1), n, share), tail, side="right"))
    k = min(k, n)
    here = float(special.bdtr(k, n, share))
    below = float(special.bdtr(k - 1, n, share)) if k else 0.0
    part = (here - tail) / (here - below) if here > below else 0.0
    return min(1.0, max(0.0, (k - part) / n))


def funnel(
    events: Sequence[int],
    people: Sequence[int],
    names: Sequence[str],
    *,
    about: About,
    expected: npt.ArrayLike | None = None,
    direction: Direction = Direction.NONE,
) -> Funnel | CannotEstimate:
    """Where each programme lies among what chance alone would give.

    Parameters
    ----------
    events, people
        One pair for each programme.
    expected
        Share that its case mix would lead to expect (from a model over all programmes); default: the common share.

    Returns
    -------
    Funnel
        Limits are widened by the root of the over-dispersion. CannotEstimate with fewer than three programmes, or when
        everybody or nobody had the event.

    Source
    ------
    Spiegelhalter 2005, https://doi.org/10.1002/sim.1970
    """
    if len(set(names)) != len(names):
        raise ValueError("Two programmes have one name.")
    x, n = vector(events, "events"), vector(people, "people", length=len(events))
    if ((x < 0) | (x > n) | (n < 1)).any():
        row = int(np.argmax((x < 0) | (x > n) | (n < 1))) + 1
        raise ValueError(f"Row {row}: events must lie between 0 and the number of people, and people be at least 1.")
    if len(x) < FEWEST:
        return cannot("funnel", about, f"{len(x)} programmes are too few to compare", n=len(x))
    target = float(x.sum() / n.sum())
    if target in (0.0, 1.0):
        return cannot("funnel", about, "everybody or nobody had the event", n=int(n.sum()))
    share = np.full(len(x), target) if expected is None else vector(expected, "expected", length=len(x))
    if ((share <= 0) | (share >= 1)).any():
        raise ValueError("An expected share must lie between 0 and 1.")
    z = (x / n - share) / np.sqrt(share * (1 - share) / n)
    dispersion = over_dispersion(z)
    places = []
    for i, name in enumerate(names):
        low, high = _limits(int(n[i]), float(share[i]), dispersion)
        own = wilson(int(x[i]), int(n[i]), about=About(estimand=about.estimand), direction=direction)
        places.append(Place(name, own, float(share[i]), low, high, float(z[i]) / math.sqrt(dispersion)))
    return Funnel(tuple(places), target, dispersion)


def expected_shares(
    events: npt.ArrayLike, case_mix: npt.ArrayLike, programme: npt.ArrayLike, names: Sequence[str]
) -> Array:
    """Share that each programme would have, if its men fared like men of their case mix in all programmes.

    Parameters
    ----------
    events
        1 or 0 for each man of all programmes.
    case_mix
        What men brought with them, shape (men, p); nothing that the programme could change.
    programme
        Name of each man's programme.
    names
        The order wanted.

    Returns
    -------
    Array
        0 to 1, for `funnel(expected=…)`.

    Raises
    ------
    NotConvergedError
        When the case mix separates men with from men without the event.
    ValueError
        A name without any man.

    Source
    ------
    Indirect standardisation: Spiegelhalter 2005, https://doi.org/10.1002/sim.1970
    """
    y = vector(events, "events")
    x = np.column_stack([np.ones(len(y)), matrix(case_mix, "case mix", rows=len(y))])
    chance = special.expit(x @ fit(x, y).beta)
    where = np.asarray(programme)
    nobody = [name for name in names if not (where == name).any()]
    if nobody:
        raise ValueError(f"No man in {', '.join(nobody)}.")
    return np.array([float(chance[where == name].mean()) for name in names])


def over_dispersion(z: Array) -> float:
    """How much more programmes scatter than chance lets them, outermost tenths drawn in; at least 1.

    Counted only when it is more than two standard errors above 1.
    """
    low, high = np.quantile(z, (0.1, 0.9))
    factor = float((np.clip(z, low, high) ** 2).mean())
    return factor if factor > 1 + 2 * math.sqrt(2 / len(z)) else 1.0


def _limits(n: int, share: float, dispersion: float) -> tuple[tuple[float, float], tuple[float, float]]:
    wide = math.sqrt(dispersion)
    lows, highs = [], []
    for tail in (0.025, 0.001):
        low, high = binomial_limit(n, share, tail), binomial_limit(n, share, 1 - tail)
        lows.append(max(0.0, share - (share - low) * wide))
        highs.append(min(1.0, share + (high - share) * wide))
    return (lows[0], lows[1]), (highs[0], highs[1])
