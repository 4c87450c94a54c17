"""Let those who answered stand for those like them who did not: inverse-probability weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from article16.evaluation.balance import effective_number
from article16.evaluation.estimating import expit, stacked
from article16.evaluation.logistic import fit
from article16.evaluation.numerics import matrix, vector, z_p, z_quantile
from article16.evaluation.results import About, Direction, Interval, Result, cannot, response_of

SMALLEST = 0.05  # chance to answer, below which a weight rests on hardly anybody


def weighted_mean(
    values: npt.ArrayLike,
    predictors: npt.ArrayLike,
    *,
    about: About,
    level: float = 0.95,
    direction: Direction = Direction.NONE,
) -> Result:
    """Mean of everybody from those who answered, weighted by one over their chance to answer.

    Parameters
    ----------
    values
        One for everybody, NaN when lost.
    predictors
        What is known of everybody and goes with answering: shape (people, p), nothing missing. The other informant's
        report belongs here.

    Returns
    -------
    Result
        The standard error allows for the estimated chances. CannotEstimate when fewer than two answered; without a
        single one lost it is the plain mean.

    Raises
    ------
    NotConvergedError
        When a predictor tells exactly who answers: then nobody stands for the lost.

    Source
    ------
    Robins, Rotnitzky and Zhao 1994, https://doi.org/10.1080/01621459.1994.10476818
    """
    method = "mean, inverse-probability weights"
    y = vector(values, "values", missing=True)
    x = np.column_stack([np.ones(len(y)), matrix(predictors, "predictors", rows=len(y))])
    r = (~np.isnan(y)).astype(np.float64)
    if r.sum() < 2:
        return cannot(method, about, f"only {int(r.sum())} answered", n=int(r.sum()))
    if r.min() == 1:
        return _result(
            method, y, r, float(y.mean()), float(y.std()) / len(y) ** 0.5, np.ones(len(y)), about, level, direction
        )
    filled = np.where(r == 1, y, 0.0)
    gamma = fit(x, r).beta
    weight = r / expit(x @ gamma)
    mean = float(weight @ filled / weight.sum())

    def equations(theta: npt.NDArray[Any]) -> npt.NDArray[Any]:
        chance = expit(x @ theta[:-1])
        return np.column_stack([x * (r - chance)[:, None], r / chance * (filled - theta[-1])])

    covariance = stacked(equations, np.append(gamma, mean))
    return _result(method, y, r, mean, float(np.sqrt(covariance[-1, -1])), weight, about, level, direction)


def _result(
    method: str,
    y: npt.NDArray[Any],
    r: npt.NDArray[Any],
    mean: float,
    se: float,
    weight: npt.NDArray[Any],
    about: About,
    level: float,
    direction: Direction,
) -> Result:
    half = z_quantile(level) * se
    n = int(r.sum())
    smallest = float(1 / weight.max())
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=mean,
        unit="unit of the outcome",
        interval=Interval(mean - half, mean + half, level),
        standard_error=se,
        p_value=z_p(mean / se) if se else None,
        n=n,
        denominators={"known": n, "should be known": len(y)},
        response=n / len(y) if about.eligible is None else response_of(n, about),
        direction=direction,
        warnings=(f"Somebody stands for {1 / smallest:.0f} people.",) if smallest < SMALLEST else (),
        details={"effective_number": effective_number(weight[r == 1]), "smallest_chance": smallest},
    )
