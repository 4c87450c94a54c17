"""What goes with an earlier event: Cox regression with Efron's ties and errors that hold within groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import (
    Array,
    Evaluation,
    Ints,
    chi2_p,
    codes,
    inverse,
    matrix,
    newton,
    z_p,
    z_quantile,
)
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot, response_of
from article16.evaluation.survival.risk import Sets, by_index, observed, sets


@dataclass(frozen=True, slots=True)
class Hazards:
    """Coefficients of a hazard model, one result for each covariate."""

    coefficients: tuple[Result, ...]  # log hazard ratios, lower is safer
    covariance: Array
    log_likelihood: float
    log_likelihood_null: float
    chi2: float  # likelihood ratio
    chi2_p: float


@dataclass(frozen=True, slots=True)
class _Data:
    x: Array  # (n, p), centred and scaled
    risk: Sets
    deaths: Array  # (m)
    dying: Ints  # rows with an event
    x_dying: Array  # their x
    total: Array  # (p): sum of x over events
    of: Ints  # (M) index of the event time of each tied place
    share: Array  # (M) 0, 1/d, 2/d, …


def cox(
    stop: npt.ArrayLike,
    event: npt.ArrayLike,
    covariates: npt.ArrayLike,
    names: Sequence[str],
    *,
    about: About,
    cluster: npt.ArrayLike | None = None,
    entry: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Hazards | CannotEstimate:
    """How covariates go with the rate of an event.

    Parameters
    ----------
    stop, event, entry
        As in `risk.observed`. For one of several endings pass 1 for that ending and 0 for the others: the result is
        then the cause-specific hazard (why), not how many end so (see `fine_gray`).
    covariates
        Shape (men, p).
    cluster
        Group, programme or person of each row; gives the robust standard error.

    Returns
    -------
    Hazards
        CannotEstimate without events or when a covariate does not vary.

    Raises
    ------
    NotConvergedError
        When a covariate separates those with from those without the event, or covariates say the same.

    Source
    ------
    Cox 1972, https://doi.org/10.1111/j.2517-6161.1972.tb00899.x; ties: Efron 1977,
    https://doi.org/10.1080/01621459.1977.10480613; robust: Lin and Wei 1989,
    https://doi.org/10.1080/01621459.1989.10478874
    """
    t, d, begin = observed(stop, event, entry)
    raw = matrix(covariates, "covariates", rows=len(t))
    if len(names) != raw.shape[1]:
        raise ValueError(f"{len(names)} names for {raw.shape[1]} covariates.")
    if not d.any():
        return cannot("Cox regression", about, "nobody had the event", n=len(t))
    spread = raw.std(axis=0)
    if (spread == 0).any():
        return cannot("Cox regression", about, f"{names[int(np.argmin(spread))]} does not vary", n=len(t))
    data = _prepare((raw - raw.mean(axis=0)) / spread, sets(t, d, begin), d)
    seen: list[Evaluation] = []  # the first is without any effect, the last at the best fit

    def evaluate(b: Array) -> Evaluation:
        seen.append(_evaluate(data, b))
        return seen[-1]

    beta = newton(evaluate, np.zeros(raw.shape[1]), "Cox regression")
    null, (best, _, curvature) = seen[0][0], seen[-1]
    covariance = inverse(-curvature, "Cox regression")
    if cluster is not None:
        code, groups = codes(cluster)
        moved = by_index(_score_residuals(data, beta), code, groups) @ covariance
        covariance = moved.T @ moved
    scaled = covariance / np.outer(spread, spread)
    chi2 = 2 * (best - null)
    kind = "Cox regression (Efron)" + ("" if cluster is None else ", cluster-robust")
    counted = {"counted": len(t), "events": int(d.sum())}
    coefficients = as_results(kind, names, beta / spread, scaled, about=about, counted=counted, level=level)
    return Hazards(coefficients, scaled, best, null, chi2, chi2_p(chi2, len(beta)))


def at_coefficients(t: Array, d: Array, x: Array, beta: Array) -> Evaluation:
    """Log partial likelihood, its score and its second derivative; `x` scaled, `d` with at least one event."""
    return _evaluate(_prepare(x, sets(t, d), d), beta)


def as_results(
    kind: str,
    names: Sequence[str],
    beta: Array,
    covariance: Array,
    *,
    about: About,
    counted: dict[str, int],
    level: float,
) -> tuple[Result, ...]:
    """Log hazard ratios as results; lower is safer."""
    found = []
    for i, name in enumerate(names):
        se = float(np.sqrt(covariance[i, i]))
        half = z_quantile(level) * se
        found.append(
            Result(
                method=f"{kind}: {name}",
                estimand=about.estimand,
                estimate=float(beta[i]),
                unit="log hazard ratio",
                interval=Interval(beta[i] - half, beta[i] + half, level),
                standard_error=se,
                p_value=z_p(beta[i] / se) if se else None,
                n=counted["counted"],
                denominators=counted,
                response=response_of(counted["counted"], about),
                direction=Direction.LOWER_IS_SAFER,
                warnings=("Fewer than ten events for each covariate.",) if counted["events"] < 10 * len(names) else (),
            )
        )
    return tuple(found)


def _prepare(x: Array, risk: Sets, d: Array) -> _Data:
    deaths = risk.with_event(np.ones(len(d)))
    count = deaths.astype(np.int64)
    of = np.repeat(np.arange(len(count)), count)
    first = np.repeat(np.cumsum(count) - count, count)
    share = (np.arange(len(of)) - first) / count[of]
    dying = np.flatnonzero(d == 1)
    return _Data(np.asfortranarray(x), risk, deaths, dying, x[dying], x[dying].sum(axis=0), of, share)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums at the current coefficients, and the mean covariate at each tied place."""

    r: Array  # (n) relative rates
    s0: Array  # (M)
    mean: Array  # (M, p)


def _sums(data: _Data, beta: Array) -> _Sums:
    eta = data.x @ beta
    r = np.exp(eta - eta.max())
    rx = r[:, None] * data.x
    own, size = data.risk.own[data.dying], len(data.deaths)
    tied, tied_x = by_index(r[data.dying], own, size), by_index(r[data.dying, None] * data.x_dying, own, size)
    s0 = data.risk.at_risk(r)[data.of] - data.share * tied[data.of]
    s1 = data.risk.at_risk(rx)[data.of] - data.share[:, None] * tied_x[data.of]
    return _Sums(r, s0, s1 / s0[:, None])


def _evaluate(data: _Data, beta: Array) -> Evaluation:
    sums = _sums(data, beta)
    shift = float((data.x @ beta).max())
    value = float(data.total @ beta) - float(np.log(sums.s0).sum()) - shift * len(sums.s0)
    gradient = data.total - sums.mean.sum(axis=0)
    # Sum over tied places of the second moments, by the weight that each man has in it.
    weight = _weights(data, sums)
    second = (data.x * (sums.r * weight)[:, None]).T @ data.x
    return value, gradient, sums.mean.T @ sums.mean - second


def _weights(data: _Data, sums: _Sums) -> Array:
    """For each man the sum of 1 / S0 over the places at which he is at risk, less where his own event is tied."""
    size = len(data.deaths)
    h = by_index(1 / sums.s0, data.of, size)
    less = by_index(data.share / sums.s0, data.of, size)
    return _passed(data, h) - np.where(data.risk.own >= 0, less[data.risk.own], 0.0)


def _passed(data: _Data, increments: Array) -> Array:
    """Sum of increments over the event times at which each man was at risk."""
    total = np.concatenate([np.zeros((1, *increments.shape[1:])), np.cumsum(increments, axis=0)])
    found: Array = total[data.risk.past] - total[data.risk.first]
    return found


def _score_residuals(data: _Data, beta: Array) -> Array:
    """What each man adds to the score, shape (n, p)."""
    sums = _sums(data, beta)
    size, own = len(data.deaths), data.risk.own
    seen = own >= 0
    mean_at = by_index(sums.mean, data.of, size) / data.deaths[:, None]
    h = sums.mean / sums.s0[:, None]
    rate = _passed(data, by_index(h, data.of, size))
    rate -= np.where(seen[:, None], by_index(h * data.share[:, None], data.of, size)[own], 0.0)
    found: Array = np.where(seen[:, None], data.x - mean_at[own], 0.0)
    found -= sums.r[:, None] * (data.x * _weights(data, sums)[:, None] - rate)
    return found
