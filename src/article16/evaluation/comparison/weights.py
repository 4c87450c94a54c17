"""Make a comparison group look like the treated: overlap weights first, then weights for the treated, then AIPW."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from article16.evaluation.balance import effective_number, standardised_difference
from article16.evaluation.estimating import expit, stacked
from article16.evaluation.logistic import fit
from article16.evaluation.numerics import Array, inverse, matrix, vector, z_p, z_quantile
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot, response_of

RARE = 0.05  # chance of treatment below or above (1 -) which hardly anybody is comparable


class Target(StrEnum):
    """For whom the difference is asked."""

    OVERLAP = "overlap"  # those who might have been in either group
    TREATED = "treated"  # those who were treated
    ALL = "all"  # everybody, by a doubly robust estimator


@dataclass(frozen=True, slots=True)
class Comparison:
    """An adjusted difference, with how alike the groups were before and after."""

    effect: Result
    before: tuple[Result, ...]  # standardised difference of each covariate
    after: tuple[Result, ...]
    effective_treated: float  # persons that the weighted treated are worth
    effective_control: float
    chance: tuple[float, float, float, float]  # least and most chance of treatment, treated then control


@dataclass(frozen=True, slots=True)
class _Data:
    y: Array
    t: Array
    x: Array  # with the column of ones
    gamma: Array

    @property
    def chance(self) -> Array:
        return np.asarray(expit(self.x @ self.gamma), dtype=np.float64)


def compare(
    outcome: npt.ArrayLike,
    treated: npt.ArrayLike,
    covariates: npt.ArrayLike,
    names: list[str],
    *,
    about: About,
    target: Target = Target.OVERLAP,
    level: float = 0.95,
) -> Comparison | CannotEstimate:
    """Mean of treated minus mean of control, after making the groups alike in what is known.

    Parameters
    ----------
    outcome
        One for each person, a higher value being safer (turn it if not); nothing missing.
    treated
        1 or 0.
    covariates
        What came before treatment, shape (persons, p).

    Returns
    -------
    Comparison
        The standard error allows for the estimated chances of treatment (stacked equations). CannotEstimate when a
        group has fewer people than covariates and two.

    Raises
    ------
    NotConvergedError
        When covariates tell exactly who was treated: then the groups have nobody in common.

    Source
    ------
    Li, Morgan and Zaslavsky 2018, https://doi.org/10.1080/01621459.2016.1260466; AIPW: Robins, Rotnitzky and Zhao 1994,
    https://doi.org/10.1080/01621459.1994.10476818; Lunceford and Davidian 2004, https://doi.org/10.1002/sim.1903
    """
    y = vector(outcome, "outcome")
    t = vector(treated, "treated", length=len(y))
    covariate = matrix(covariates, "covariates", rows=len(y))
    fewest = covariate.shape[1] + 2
    if min((t == 1).sum(), (t == 0).sum()) < fewest:
        return cannot(f"{target} weights", about, f"a group has fewer than {fewest} people", n=len(y))
    x = np.column_stack([np.ones(len(y)), covariate])
    data = _Data(y, t, x, fit(x, t).beta)
    estimate, se = _aipw(data) if target is Target.ALL else _weighted(data, target)
    weights = _weights(data, target)
    e = data.chance
    chance = (float(e[t == 1].min()), float(e[t == 1].max()), float(e[t == 0].min()), float(e[t == 0].max()))
    alone = About(estimand=about.estimand)
    if len(names) != covariate.shape[1]:
        raise ValueError(f"{len(names)} names for {covariate.shape[1]} covariates.")
    before = [
        _named(standardised_difference(column, t, about=alone), name)
        for name, column in zip(names, covariate.T, strict=True)
    ]
    after = [
        _named(standardised_difference(column, t, about=alone, weights=weights), name)
        for name, column in zip(names, covariate.T, strict=True)
    ]
    return Comparison(
        effect=_result(estimate, se, data, target, about, level),
        before=tuple(before),
        after=tuple(after),
        effective_treated=effective_number(weights[t == 1]),
        effective_control=effective_number(weights[t == 0]),
        chance=chance,
    )


def _named(found: Result, name: str) -> Result:
    return replace(found, method=f"{found.method}: {name}")


def _weights(data: _Data, target: Target) -> Array:
    e, t = data.chance, data.t
    if target is Target.OVERLAP:
        return np.asarray(t * (1 - e) + (1 - t) * e)
    if target is Target.TREATED:
        return np.asarray(t + (1 - t) * e / (1 - e))
    return np.asarray(t / e + (1 - t) / (1 - e))


def _weighted(data: _Data, target: Target) -> tuple[float, float]:
    w = _weights(data, target)
    y, t, x, k = data.y, data.t, data.x, data.x.shape[1]
    means = [float(np.average(y[t == side], weights=w[t == side])) for side in (1, 0)]

    def equations(theta: npt.NDArray[Any]) -> npt.NDArray[Any]:
        e = expit(x @ theta[:k])
        own, other = (1 - e, e) if target is Target.OVERLAP else (1.0, e / (1 - e))
        return np.column_stack([x * (t - e)[:, None], t * own * (y - theta[k]), (1 - t) * other * (y - theta[k + 1])])

    covariance = stacked(equations, np.concatenate([data.gamma, means]))[k:, k:]
    return means[0] - means[1], float(np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]))


def _aipw(data: _Data) -> tuple[float, float]:
    y, t, x, k = data.y, data.t, data.x, data.x.shape[1]
    betas = [_line(x[t == side], y[t == side]) for side in (1, 0)]

    def contribution(e: npt.NDArray[Any], one: npt.NDArray[Any], zero: npt.NDArray[Any]) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = one - zero + t * (y - one) / e - (1 - t) * (y - zero) / (1 - e)
        return found

    def equations(theta: npt.NDArray[Any]) -> npt.NDArray[Any]:
        e, one, zero = expit(x @ theta[:k]), x @ theta[k : 2 * k], x @ theta[2 * k : 3 * k]
        lines = [x * (t * (y - one))[:, None], x * ((1 - t) * (y - zero))[:, None]]
        return np.column_stack([x * (t - e)[:, None], *lines, contribution(e, one, zero) - theta[3 * k]])

    estimate = float(np.real(contribution(data.chance, x @ betas[0], x @ betas[1])).mean())
    covariance = stacked(equations, np.concatenate([data.gamma, *betas, [estimate]]))
    return estimate, float(np.sqrt(covariance[-1, -1]))


def _line(x: Array, y: Array) -> Array:
    found: Array = inverse(x.T @ x, "Outcome model") @ (x.T @ y)
    return found


def _result(estimate: float, se: float, data: _Data, target: Target, about: About, level: float) -> Result:
    half = z_quantile(level) * se
    e = data.chance
    rare = float(((e < RARE) | (e > 1 - RARE)).mean())
    warnings = ["Rests on the covariates holding everything that led to treatment and matters for the outcome."]
    if rare > 0 and target is not Target.OVERLAP:
        warnings.append(f"{rare:.0%} had hardly anybody like them in the other group.")
    label = "doubly robust (AIPW)" if target is Target.ALL else f"{target} weights"
    return Result(
        method=f"{label}, stacked sandwich",
        estimand=about.estimand,
        estimate=estimate,
        unit="unit of the outcome",
        interval=Interval(estimate - half, estimate + half, level),
        standard_error=se,
        p_value=z_p(estimate / se) if se else None,
        n=len(data.y),
        denominators={"treated": int((data.t == 1).sum()), "control": int((data.t == 0).sum())},
        response=response_of(len(data.y), about),
        direction=Direction.HIGHER_IS_SAFER,
        warnings=tuple(warnings),
    )


def negative_control(
    outcome: npt.ArrayLike,
    treated: npt.ArrayLike,
    covariates: npt.ArrayLike,
    names: list[str],
    *,
    about: About,
    target: Target = Target.OVERLAP,
    level: float = 0.95,
) -> Result:
    """The same comparison on something that the programme cannot change: a difference shows what is left unadjusted.

    Returns
    -------
    Result
        With a warning when its interval leaves out no difference.

    Source
    ------
    Lipsitch, Tchetgen Tchetgen and Cohen 2010, https://doi.org/10.1097/EDE.0b013e3181d61eeb
    """
    found = compare(outcome, treated, covariates, names, about=about, target=target, level=level)
    if isinstance(found, CannotEstimate):
        return found
    effect = found.effect
    hidden = effect.interval is not None and 0.0 not in effect.interval
    return Result(
        method=f"negative control, {effect.method}",
        estimand=effect.estimand,
        estimate=effect.estimate,
        unit=effect.unit,
        interval=effect.interval,
        standard_error=effect.standard_error,
        p_value=effect.p_value,
        n=effect.n,
        denominators=effect.denominators,
        warnings=("The groups differ in what the programme cannot change: something is not adjusted for.",)
        if hidden
        else (),
    )
