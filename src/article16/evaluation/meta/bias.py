"""Would the answer stand if small unwelcome studies were missing? Sensitivity only, never a correction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.meta import heterogeneity
from article16.evaluation.meta.heterogeneity import Data, Method
from article16.evaluation.meta.pooling import Pooled, checked, pool
from article16.evaluation.numerics import Array, inverse, t_p, t_quantile
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot

FEW = 10  # studies, below which a funnel shows nothing
SENSITIVITY = "A sensitivity analysis: small studies may differ for good reasons too."


def egger(effects: npt.ArrayLike, variances: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """Whether small studies show larger effects: slope of the effect on its standard error.

    Returns
    -------
    Result
        The slope; 0 when the funnel is symmetric, positive when small studies look better. CannotEstimate with fewer
        than three studies or equal standard errors.

    Source
    ------
    Egger et al. 1997, https://doi.org/10.1136/bmj.315.7109.629
    """
    return _line(effects, variances, power=0.5, coefficient=1, method="Egger's regression", about=about, level=level)


def pet(effects: npt.ArrayLike, variances: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """Effect that a study without sampling error would show, if the effect is linear in the standard error."""
    return _line(effects, variances, power=0.5, coefficient=0, method="PET", about=about, level=level)


def peese(effects: npt.ArrayLike, variances: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """The same, if the effect is linear in the sampling variance."""
    return _line(effects, variances, power=1.0, coefficient=0, method="PEESE", about=about, level=level)


def pet_peese(effects: npt.ArrayLike, variances: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """PEESE where PET finds an effect (two-sided p below 0.10), else PET.

    Source
    ------
    Stanley and Doucouliagos 2014, https://doi.org/10.1002/jrsm.1095
    """
    first = pet(effects, variances, about=about, level=level)
    if first.p_value is not None and first.p_value < 0.10:
        return peese(effects, variances, about=about, level=level)
    return first


def _line(
    effects: npt.ArrayLike,
    variances: npt.ArrayLike,
    *,
    power: float,
    coefficient: int,
    method: str,
    about: About,
    level: float,
) -> Result:
    y, v = checked(effects, variances)
    k = len(y)
    if k < 3:
        return cannot(method, about, f"a line needs at least three studies, and there are {k}", n=k)
    if np.ptp(v) <= 1e-12 * v.max():
        return cannot(method, about, "all studies are equally precise", n=k)
    x = np.column_stack([np.ones(k), v**power])
    found = heterogeneity.fit(Data(y, v, x), 0.0)
    spread = found.q / (k - 2)
    estimate = float(found.beta[coefficient])
    se = float(np.sqrt(inverse((x.T / v) @ x, method)[coefficient, coefficient] * spread))
    half = t_quantile(k - 2, level) * se
    warnings = (SENSITIVITY, *((f"Fewer than {FEW} studies show little.",) if k < FEW else ()))
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=estimate,
        unit="effect" if coefficient == 0 else "effect for each unit of its standard error",
        interval=Interval(estimate - half, estimate + half, level),
        standard_error=se,
        p_value=t_p(estimate / se, k - 2) if se else None,
        n=k,
        denominators={"studies": k},
        direction=Direction.HIGHER_IS_SAFER if coefficient == 0 else Direction.NONE,
        warnings=warnings,
        details={"df": float(k - 2)},
    )


@dataclass(frozen=True, slots=True)
class Filled:
    """The pooled effect after mirror images of the outermost studies were put in."""

    missing: int  # studies that a symmetric funnel would need
    side: str  # "left" or "right" of the mean
    pooled: Pooled


def trim_and_fill(
    effects: npt.ArrayLike,
    variances: npt.ArrayLike,
    *,
    about: About,
    method: Method = Method.REML,
    level: float = 0.95,
) -> Filled | CannotEstimate:
    """How many studies a symmetric funnel lacks (estimator L0), and the mean with their mirror images put in.

    Source
    ------
    Duval and Tweedie 2000, https://doi.org/10.1111/j.0006-341X.2000.00455.x
    """
    y, v = checked(effects, variances)
    slope = egger(y, v, about=about, level=level)
    if slope.estimate is None:
        return cannot("trim and fill", about, "there are too few studies of different size", n=len(y))
    # The side that lacks studies: the left (unfavourable) one when small studies look better.
    sign = 1.0 if _common_slope(y, v) >= 0 else -1.0
    order = np.argsort(sign * y, kind="stable")
    sorted_y, sorted_v = sign * y[order], v[order]
    missing = _missing(sorted_y, sorted_v, method)
    centre = _centre(sorted_y[: len(y) - missing], sorted_v[: len(y) - missing], method)
    outermost = slice(len(y) - missing, len(y))
    all_y = sign * np.concatenate([sorted_y, 2 * centre - sorted_y[outermost]])
    all_v = np.concatenate([sorted_v, sorted_v[outermost]])
    pooled = pool(all_y, all_v, about=about, method=method, level=level)
    if isinstance(pooled, CannotEstimate):
        return pooled
    return Filled(missing, "left" if sign > 0 else "right", pooled)


def _common_slope(y: Array, v: Array) -> float:
    """Slope of the effect on its standard error at the equal-effects weights."""
    x = np.column_stack([np.ones(len(y)), np.sqrt(v)])
    return float(heterogeneity.fit(Data(y, v, x), 0.0).beta[1])


def _centre(y: Array, v: Array, method: Method) -> float:
    data = Data(y, v, np.ones((len(y), 1)))
    return float(heterogeneity.fit(data, heterogeneity.tau2(data, method)).beta[0])


def _missing(y: Array, v: Array, method: Method) -> int:
    """L0, repeated until it stays; y in rising order, the right end too full."""
    k, found = len(y), 0
    for _ in range(100):
        centre = _centre(y[: k - found], v[: k - found], method)
        away = y - centre
        away[np.abs(away) < 1e-12 * np.ptp(y)] = 0.0  # a study on the mean lies on neither side
        ranks = _signed_rank_sum(away)
        new = max(0, round((4 * ranks - k * (k + 1)) / (2 * k - 1)))
        new = min(new, k - 2)
        if new == found:
            return found
        found = new
    return found


def _signed_rank_sum(away: Array) -> float:
    """Sum of the ranks (first come, first ranked in ties) of the distances to the right."""
    ranks = np.empty(len(away))
    ranks[np.argsort(np.abs(away), kind="stable")] = np.arange(1, len(away) + 1)
    return float(ranks[away > 0].sum())
