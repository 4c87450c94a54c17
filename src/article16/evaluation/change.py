"""How many men changed by more than the instrument's error. Counts only: never a verdict on one man."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, vector, z_quantile
from article16.evaluation.proportions import wilson
from article16.evaluation.results import About, Direction, Result, cannot, response_of


def reliable_change(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    spread: float,
    reliability: float,
    about: About,
    higher_is_safer: bool = True,
    level: float = 0.95,
) -> tuple[Result, Result, Result]:
    """Shares of men with reliable change to the safer side, to the other side, and with neither.

    Parameters
    ----------
    before, after
        Scores of the same informant, NaN missing.
    spread
        Standard deviation before, in points, of this informant in a reference group.
    reliability
        Of this informant's reports, 0 to below 1.

    Returns
    -------
    tuple of Result
        Safer, less safe, not reliably changed; Wilson intervals. The change that counts is `details["limit"]`.
        CannotEstimate when nobody has both scores.

    Raises
    ------
    ValueError
        When spread is not above 0 or reliability not within 0 to 1.

    Source
    ------
    Jacobson and Truax 1991, https://doi.org/10.1037/0022-006X.59.1.12
    """
    if not spread > 0 or not 0 <= reliability < 1:
        raise ValueError(f"Spread {spread} must be above 0 and reliability {reliability} within 0 and 1.")
    limit = z_quantile(level) * spread * math.sqrt(2) * math.sqrt(1 - reliability)
    change = _changes(before, after)
    gain = change if higher_is_safer else -change
    counts = (int((gain > limit).sum()), int((gain < -limit).sum()))
    kinds = ("safer", "less safe", "not reliably changed")
    directions = (Direction.HIGHER_IS_SAFER, Direction.LOWER_IS_SAFER, Direction.NONE)
    found = [
        _share(kind, count, len(gain), limit, direction, about, level)
        for kind, count, direction in zip(kinds, (*counts, len(gain) - sum(counts)), directions, strict=True)
    ]
    return found[0], found[1], found[2]


def _changes(before: npt.ArrayLike, after: npt.ArrayLike) -> Array:
    x = vector(before, "scores before", missing=True)
    y = vector(after, "scores after", length=len(x), missing=True)
    both: Array = (y - x)[~np.isnan(x) & ~np.isnan(y)]
    return both


def _share(kind: str, count: int, n: int, limit: float, direction: Direction, about: About, level: float) -> Result:
    method = f"reliable change, {kind}"
    share = wilson(count, n, about=About(estimand=about.estimand), level=level)
    if share.estimate is None:
        return cannot(method, about, "nobody has both scores")
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=share.estimate,
        interval=share.interval,
        n=n,
        denominators={kind: count, "both scores": n},
        response=response_of(n, about),
        direction=direction,
        warnings=("Says nothing about any one man, nor about what caused the change.",),
        details={"limit": limit},
    )
