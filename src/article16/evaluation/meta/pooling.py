"""One number from many studies, with how much they differ and what a new programme may expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.meta import heterogeneity
from article16.evaluation.meta.heterogeneity import Data, Fit, Method
from article16.evaluation.numerics import Array, chi2_p, t_p, t_quantile, vector
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot


@dataclass(frozen=True, slots=True)
class Pooled:
    """What pooling gives: the mean effect, its spread, and the share of each study in it."""

    effect: Result  # mean of the true effects
    prediction: Result  # where the true effect of a new programme is expected
    tau2: Result  # variance of true effects
    i2: Result  # share of the variation that is not chance, 0 to 1
    q: float  # Cochran's Q
    q_p: float  # its p, k - 1 degrees of freedom
    weights: Array  # share of each study, adds up to 1


def pool(
    effects: npt.ArrayLike,
    variances: npt.ArrayLike,
    *,
    about: About,
    method: Method = Method.REML,
    hartung_knapp: bool | None = None,
    level: float = 0.95,
    unit: str = "effect",
) -> Pooled | CannotEstimate:
    """Mean effect of independent studies.

    Parameters
    ----------
    effects
        One for each study, turned so that positive means safer.
    variances
        Their sampling variances, above 0.
    method
        How the variance between studies is estimated.
    hartung_knapp
        Interval with Student's t and the scatter that was really seen. Default: yes, except for equal effects.

    Returns
    -------
    Pooled
        CannotEstimate when there are fewer than two studies.

    Raises
    ------
    NotConvergedError
        When the variance between studies cannot be found.

    Source
    ------
    Hartung and Knapp 2001, https://doi.org/10.1002/sim.1009;
    Higgins, Thompson and Spiegelhalter 2009 (prediction), https://doi.org/10.1111/j.1467-985X.2008.00552.x
    """
    y, v = checked(effects, variances)
    name = _name(method, hk := method is not Method.EQUAL if hartung_knapp is None else hartung_knapp)
    if len(y) < 2:
        return cannot(name, about, f"pooling needs at least two studies, and there are {len(y)}", n=len(y))
    data = Data(y, v, np.ones((len(y), 1)))
    t2 = heterogeneity.tau2(data, method)
    found = heterogeneity.fit(data, t2)
    q = heterogeneity.fit(data, 0.0).q
    effect = _mean(name, found, about, hk=hk, level=level, unit=unit)
    return Pooled(
        effect=effect,
        prediction=_prediction(effect, t2, about, hk=hk, level=level),
        tau2=_spread(name, data, t2, about, level),
        i2=_inconsistency(name, data, t2, about, level),
        q=q,
        q_p=chi2_p(q, data.df),
        weights=found.weight / found.weight.sum(),
    )


def checked(effects: npt.ArrayLike, variances: npt.ArrayLike) -> tuple[Array, Array]:
    """Effects and positive variances of one length; ValueError names the row that is wrong."""
    y = vector(effects, "effects")
    v = vector(variances, "variances", length=len(y))
    if (v <= 0).any():
        raise ValueError(f"The variance in row {int(np.argmax(v <= 0)) + 1} is not above 0.")
    return y, v


def _name(method: Method, hk: bool) -> str:
    model = "equal effects" if method is Method.EQUAL else f"random effects ({method})"
    return f"{model}, Hartung-Knapp interval" if hk else model


def _mean(name: str, found: Fit, about: About, *, hk: bool, level: float, unit: str) -> Result:
    k = len(found.residual)
    estimate, wald = float(found.beta[0]), float(np.sqrt(found.covariance[0, 0]))
    df = k - 1 if hk else np.inf
    se = wald * float(np.sqrt(found.q / (k - 1))) if hk else wald
    half = t_quantile(df, level) * se
    narrow = hk and half < t_quantile(np.inf, level) * wald
    return Result(
        method=name,
        estimand=about.estimand,
        estimate=estimate,
        unit=unit,
        interval=Interval(estimate - half, estimate + half, level),
        standard_error=se,
        p_value=t_p(estimate / se, df) if se else None,
        n=k,
        denominators={"studies": k},
        direction=Direction.HIGHER_IS_SAFER,
        warnings=("The Hartung-Knapp interval is narrower than the usual one: read both.",) if narrow else (),
        details={"wald_se": wald, "df": float(df)},
    )


def _prediction(effect: Result, t2: float, about: About, *, hk: bool, level: float) -> Result:
    se = float(np.sqrt(t2 + (effect.standard_error or 0.0) ** 2))
    half = t_quantile(effect.n - 1 if hk else np.inf, level) * se
    return Result(
        method=f"prediction interval, {effect.method}",
        estimand=about.estimand,
        estimate=effect.value,
        unit=effect.unit,
        interval=Interval(effect.value - half, effect.value + half, level, "prediction"),
        standard_error=se,
        n=effect.n,
        direction=effect.direction,
        warnings=("Fewer than five studies say little about a new one.",) if effect.n < 5 else (),
    )


def _spread(name: str, data: Data, t2: float, about: About, level: float) -> Result:
    low, high = heterogeneity.q_profile(data, level)
    outside = not low <= t2 <= high
    return Result(
        method=f"tau², {name}, Q-profile interval",
        estimand=about.estimand,
        estimate=t2,
        unit="squared unit of the effect",
        interval=Interval(low, high, level),
        n=len(data.y),
        warnings=("The estimate lies outside its Q-profile interval.",) if outside else (),
    )


def _inconsistency(name: str, data: Data, t2: float, about: About, level: float) -> Result:
    typical = heterogeneity.typical_variance(data)
    low, high = heterogeneity.q_profile(data, level)
    return Result(
        method=f"I², {name}",
        estimand=about.estimand,
        estimate=t2 / (t2 + typical),
        interval=Interval(low / (low + typical), high / (high + typical), level),
        n=len(data.y),
    )


def leave_one_out(
    effects: npt.ArrayLike, variances: npt.ArrayLike, *, about: About, method: Method = Method.REML, level: float = 0.95
) -> tuple[Result, ...]:
    """The mean effect again and again, each time without one study, in the order of the studies."""
    y, v = checked(effects, variances)
    found = []
    for i in range(len(y)):
        keep = np.arange(len(y)) != i
        pooled = pool(y[keep], v[keep], about=about, method=method, level=level)
        found.append(pooled if isinstance(pooled, CannotEstimate) else pooled.effect)
    return tuple(found)
