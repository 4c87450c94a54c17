"""How near his scores are to hers: concordance, and limits of agreement with the direction of the bias."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, t_p, t_quantile, vector, z_quantile
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot, response_of


def concordance(one: npt.ArrayLike, two: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """How near pairs of scores lie to the line of equality (Lin), 1 when they are the same.

    Returns
    -------
    Result
        Interval by Fisher's transformation. CannotEstimate with fewer than three pairs or scores that do not vary.

    Source
    ------
    Lin 1989, https://doi.org/10.2307/2532051 (corrected in Biometrics 2000, 56, 324)
    """
    method = "Lin's concordance"
    x = vector(one, "first scores")
    y = vector(two, "second scores", length=len(x))
    n = len(x)
    if n < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return cannot(method, about, "there are too few pairs, or scores do not vary", n=n)
    dx, dy = x - x.mean(), y - y.mean()
    sxx, syy, sxy = float(dx @ dx) / n, float(dy @ dy) / n, float(dx @ dy) / n
    shift = float(x.mean() - y.mean())
    estimate = 2 * sxy / (sxx + syy + shift**2)
    r = sxy / math.sqrt(sxx * syy)
    if abs(r) >= 1 or estimate == 0:
        return cannot(method, about, "the scores lie on a line or are unrelated, so no interval exists", n=n)
    u2 = shift**2 / math.sqrt(sxx * syy)
    c = estimate
    inner = (1 - r**2) * c**2 / ((1 - c**2) * r**2) + 2 * c**3 * (1 - c) * u2 / (r * (1 - c**2) ** 2)
    inner -= c**4 * u2**2 / (2 * r**2 * (1 - c**2) ** 2)
    se = math.sqrt(inner / (n - 2))
    half = z_quantile(level) * se
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=c,
        unit="agreement",
        interval=Interval(math.tanh(math.atanh(c) - half), math.tanh(math.atanh(c) + half), level),
        n=n,
        denominators={"pairs": n},
        response=response_of(n, about),
        details={"pearson": r, "fisher_se": se},
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """Bland and Altman: how much one informant scores above the other, and how far single pairs scatter."""

    bias: Result  # mean of first minus second
    low: Result  # lower limit of agreement
    high: Result  # upper limit
    slope: Result | CannotEstimate  # change of the difference with the height of the score


def limits_of_agreement(
    one: npt.ArrayLike, two: npt.ArrayLike, *, about: About, level: float = 0.95
) -> Limits | CannotEstimate:
    """Mean difference of pairs of scores and the range that holds 95 % of single differences.

    Returns
    -------
    Limits
        `bias` positive: the first informant scores higher. CannotEstimate with fewer than three pairs.

    Source
    ------
    Bland and Altman 1999, https://doi.org/10.1177/096228029900800204
    """
    method = "limits of agreement"
    x = vector(one, "first scores")
    y = vector(two, "second scores", length=len(x))
    n = len(x)
    if n < 3:
        return cannot(method, about, f"there are {n} pairs", n=n)
    d = x - y
    sd = float(d.std(ddof=1))
    bias, z = float(d.mean()), z_quantile(0.95)
    limit_se = sd * math.sqrt(1 / n + z**2 / (2 * (n - 1)))
    t = t_quantile(n - 1, level)

    def result(name: str, value: float, se: float, p: float | None = None) -> Result:
        return Result(
            method=name, estimand=about.estimand, estimate=value, unit="points",
            interval=Interval(value - t * se, value + t * se, level), standard_error=se, p_value=p, n=n,
            denominators={"pairs": n}, response=response_of(n, about), direction=Direction.NONE,
        )  # fmt: skip

    se = sd / math.sqrt(n)
    return Limits(
        bias=result("mean difference, first minus second", bias, se, t_p(bias / se, n - 1) if se else None),
        low=result("lower limit of agreement", bias - z * sd, limit_se),
        high=result("upper limit of agreement", bias + z * sd, limit_se),
        slope=_slope(d, (x + y) / 2, about, level),
    )


def _slope(d: Array, middle: Array, about: About, level: float) -> Result | CannotEstimate:
    n = len(d)
    m = middle - middle.mean()
    spread = float(m @ m)
    if spread == 0:
        return cannot("slope of the difference", about, "all pairs have the same mean", n=n)
    slope = float(m @ d) / spread
    rest = d - d.mean() - slope * m
    se = math.sqrt(float(rest @ rest) / (n - 2) / spread)
    half = t_quantile(n - 2, level) * se
    return Result(
        method="slope of the difference", estimand=about.estimand, estimate=slope, unit="points for each point",
        interval=Interval(slope - half, slope + half, level), standard_error=se, n=n, denominators={"pairs": n},
    )  # fmt: skip
