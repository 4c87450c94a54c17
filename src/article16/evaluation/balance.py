"""How alike two groups are: standardised differences, effective numbers, overlap."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, vector
from article16.evaluation.results import About, Result, cannot, response_of

LARGE = 0.1  # customary limit of a negligible standardised difference


def standardised_difference(
    values: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    about: About,
    weights: npt.ArrayLike | None = None,
) -> Result:
    """How far apart the groups are in one feature, in pooled standard deviations.

    Parameters
    ----------
    values
        One number for each person (yes/no as 1 and 0); NaN is missing and left out.
    treated
        1 for treated, 0 for control.
    weights
        Weight of each person, not negative; the standard deviations stay those without weights, so that weighting
        cannot look good by making the groups more scattered.

    Returns
    -------
    Result
        Weighted mean of treated minus that of control, divided by the root of the mean of both variances.

    Source
    ------
    Austin 2009, https://doi.org/10.1002/sim.3697
    """
    method = "standardised difference"
    x = vector(values, "values", missing=True)
    t = vector(treated, "treated", length=len(x))
    w = np.ones(len(x)) if weights is None else vector(weights, "weights", length=len(x))
    keep = ~np.isnan(x)
    groups = [(x[keep & (t == side)], w[keep & (t == side)]) for side in (1, 0)]
    if any(len(group) < 2 or weight.sum() <= 0 for group, weight in groups):
        return cannot(method, about, "a group has fewer than two known values", n=int(keep.sum()))
    means = [float(np.average(group, weights=weight)) for group, weight in groups]
    spread = math.sqrt(sum(_variance(group) for group, _ in groups) / 2)
    if spread == 0 and means[0] != means[1]:
        return cannot(method, about, "neither group varies, yet they differ", n=int(keep.sum()))
    difference = 0.0 if spread == 0 else (means[0] - means[1]) / spread
    too_far = (f"The groups differ by more than {LARGE} standard deviations.",) if abs(difference) > LARGE else ()
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=difference,
        unit="standard deviations",
        n=int(keep.sum()),
        denominators={"treated": len(groups[0][0]), "control": len(groups[1][0])},
        response=response_of(int(keep.sum()), about),
        warnings=too_far,
        details={"mean_treated": means[0], "mean_control": means[1], "missing": float((~keep).sum())},
    )


def _variance(group: Array) -> float:
    """p(1 - p) for a yes/no feature, else the sample variance."""
    if np.isin(group, (0.0, 1.0)).all():
        share = float(group.mean())
        return share * (1 - share)
    return float(group.var(ddof=1))


def effective_number(weights: npt.ArrayLike) -> float:
    """How many equally weighted persons would tell as much: (sum of w)² / sum of w².

    Source
    ------
    Kish 1965, Survey Sampling (no DOI).
    """
    w = vector(weights, "weights")
    squares = float(w @ w)
    return float(w.sum()) ** 2 / squares if squares else 0.0
