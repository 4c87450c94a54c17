"""For whom: few modifiers named beforehand, with intervals that allow for asking several times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from article16.evaluation.meta import heterogeneity
from article16.evaluation.meta.heterogeneity import Data, Method
from article16.evaluation.meta.pooling import checked
from article16.evaluation.numerics import Array, inverse, matrix, t_p, t_quantile, vector, z_quantile
from article16.evaluation.results import (
    About,
    CannotEstimate,
    Direction,
    Interval,
    NotConvergedError,
    Result,
    cannot,
    response_of,
)

EXPLORATORY = "Exploratory: not named before the data were seen."


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """p values that allow for asking several times, in the order given.

    Source
    ------
    Holm 1979, https://www.jstor.org/stable/4615733
    """
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    found, highest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        found[i] = highest
    return tuple(found)


def modifiers(
    outcome: npt.ArrayLike,
    treated: npt.ArrayLike,
    features: npt.ArrayLike,
    names: Sequence[str],
    registered: Sequence[str],
    *,
    about: About,
    level: float = 0.95,
) -> tuple[Result, ...]:
    """How the difference between treated and control changes with each feature.

    Parameters
    ----------
    outcome
        A higher value is safer; nothing missing.
    treated
        1 or 0.
    features
        Shape (persons, p), each taken by itself, centred at its mean.
    registered
        Names of those that were named beforehand; the others are marked as exploratory and do not share in the
        correction.

    Returns
    -------
    tuple of Result
        Change of the difference for each unit of the feature, positive: safer for those with more of it. Intervals of
        registered features hold together (Bonferroni), p values are Holm's; errors are heteroscedasticity-robust
        (HC2). CannotEstimate for a feature that does not vary within both groups.

    Source
    ------
    MacKinnon and White 1985, https://doi.org/10.1016/0304-4076(85)90158-7; Holm 1979
    """
    y = vector(outcome, "outcome")
    t = vector(treated, "treated", length=len(y))
    table = matrix(features, "features", rows=len(y))
    strange = [name for name in registered if name not in names]
    if strange:
        raise ValueError(f"Registered, but not among the features: {', '.join(strange)}.")
    asked = max(1, len(registered))
    found: list[Result] = []
    for name, column in zip(names, table.T, strict=True):
        own = 1 - (1 - level) / asked if name in registered else level
        found.append(_interaction(name, y, t, column - column.mean(), about, own, exploratory=name not in registered))
    places = [i for i, one in enumerate(found) if names[i] in registered and one.p_value is not None]
    corrected = holm([found[i].p_value or 0.0 for i in places])
    for i, p in zip(places, corrected, strict=True):
        found[i] = replace(found[i], p_value=p)
    return tuple(found)


def _interaction(
    name: str, y: Array, t: Array, f: Array, about: About, level: float, *, exploratory: bool
) -> Result | CannotEstimate:
    method = f"interaction with {name}, HC2"
    x = np.column_stack([np.ones(len(y)), t, f, t * f])
    df = len(y) - 4
    try:
        bread = inverse(x.T @ x, method)
    except NotConvergedError:
        return cannot(method, about, f"{name} does not vary within both groups", n=len(y))
    if df < 4:
        return cannot(method, about, f"{len(y)} people are too few", n=len(y))
    beta = bread @ (x.T @ y)
    leverage = np.einsum("ij,jk,ik->i", x, bread, x)
    if leverage.max() > 1 - 1e-10:
        return cannot(method, about, f"one person alone decides about {name}", n=len(y))
    half_meat = x * ((y - x @ beta) / np.sqrt(1 - leverage))[:, None]
    se = float(np.sqrt((bread @ half_meat.T @ half_meat @ bread)[3, 3]))
    reach = t_quantile(df, level) * se
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=float(beta[3]),
        unit="difference for each unit of the feature",
        interval=Interval(float(beta[3]) - reach, float(beta[3]) + reach, level),
        standard_error=se,
        p_value=t_p(float(beta[3]) / se, df) if se else None,
        n=len(y),
        denominators={"treated": int((t == 1).sum()), "control": int((t == 0).sum())},
        response=response_of(len(y), about),
        direction=Direction.HIGHER_IS_SAFER,
        warnings=(EXPLORATORY,) if exploratory else (),
    )


def forest(*, about: About) -> CannotEstimate:
    """Groups that a search through all features would find: never a number (docs/adr/0113-no-causal-forest.md)."""
    return cannot(
        "causal forest",
        about,
        "a search through all features gives a number to each man, and finds groups in studies without any effect",
    )


def partial_pooling(
    effects: npt.ArrayLike, variances: npt.ArrayLike, names: Sequence[str], *, about: About, level: float = 0.95
) -> tuple[Result, ...] | CannotEstimate:
    """Effects of sub-groups or programmes, each drawn towards their mean as far as its own doubt asks for.

    Parameters
    ----------
    effects, variances
        One for each sub-group, independent; positive means safer.

    Returns
    -------
    tuple of Result
        In the order given, never ranked. `details["own_weight"]`: how far the sub-group speaks for itself, 0 to 1.
        CannotEstimate with fewer than four.

    Source
    ------
    Morris 1983, https://doi.org/10.1080/01621459.1983.10477920
    """
    y, v = checked(effects, variances)
    method = "partial pooling (REML)"
    if len(y) < 4:
        return cannot(method, about, f"{len(y)} sub-groups are too few to learn how they differ", n=len(y))
    data = Data(y, v, np.ones((len(y), 1)))
    t2 = heterogeneity.tau2(data, Method.REML)
    fit = heterogeneity.fit(data, t2)
    mean, mean_variance = float(fit.beta[0]), float(fit.covariance[0, 0])
    # Morris: the weight of the mean is shrunk a little, because tau² is estimated.
    towards = (len(y) - 3) / (len(y) - 1) * v / (v + t2)
    spread = _spread_of_weights(v, t2, len(y))
    found = []
    for i, name in enumerate(names):
        estimate = (1 - towards[i]) * float(y[i]) + towards[i] * mean
        variance = v[i] * (1 - towards[i]) + towards[i] ** 2 * mean_variance + spread[i] * float(y[i] - mean) ** 2
        half = z_quantile(level) * math.sqrt(float(variance))
        found.append(
            Result(
                method=f"{method}: {name}",
                estimand=about.estimand,
                estimate=float(estimate),
                unit="effect",
                interval=Interval(float(estimate) - half, float(estimate) + half, level),
                standard_error=math.sqrt(float(variance)),
                n=len(y),
                denominators={"sub-groups": len(y)},
                direction=Direction.HIGHER_IS_SAFER,
                details={"own_weight": float(1 - towards[i]), "tau2": t2, "mean": mean},
            )
        )
    return tuple(found)


def _spread_of_weights(v: Array, t2: float, k: int) -> Array:
    """Variance of each weight, because tau² is estimated."""
    typical = float(1 / np.mean(1 / (v + t2)))
    found: Array = 2 / (k - 3) * (v / (v + t2)) ** 2 * (typical / (v + t2)) * ((k - 3) / (k - 1)) ** 2
    return found
