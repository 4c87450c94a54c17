"""What goes with how many end in one way: Fine and Gray's regression of the cumulative incidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, Evaluation, chi2_p, inverse, matrix, newton
from article16.evaluation.results import About, CannotEstimate, cannot
from article16.evaluation.survival.cox import Hazards, as_results
from article16.evaluation.survival.risk import Sets, by_index, observed, sets


@dataclass(frozen=True, slots=True)
class _Data:
    x: Array  # (n, p), centred and scaled
    risk: Sets  # at the times of the ending asked about
    deaths: Array  # (m)
    other: Array  # (n) 1 for another ending
    still: Array  # (m) share not censored just before each time
    own_still: Array  # (n) the same just before each man's own end
    total: Array  # (p)


def fine_gray(
    stop: npt.ArrayLike,
    ending: npt.ArrayLike,
    of: int,
    covariates: npt.ArrayLike,
    names: Sequence[str],
    *,
    about: About,
    level: float = 0.95,
) -> Hazards | CannotEstimate:
    """How covariates go with the share that ends in one way, other ways ruling it out.

    Parameters
    ----------
    stop, ending, of
        As in `competing.aalen_johansen`.
    covariates
        Shape (men, p).

    Returns
    -------
    Hazards
        Log subdistribution hazard ratios; the standard error allows for the estimated censoring. CannotEstimate when
        nobody ended so, or a covariate does not vary.

    Raises
    ------
    NotConvergedError
        When a covariate separates the endings.

    Source
    ------
    Fine and Gray 1999, https://doi.org/10.1080/01621459.1999.10474144
    """
    method = "Fine-Gray regression"
    e = np.asarray(ending, dtype=np.float64)
    t, mine, _ = observed(stop, (e == of).astype(np.float64))
    raw = matrix(covariates, "covariates", rows=len(t))
    spread = raw.std(axis=0)
    if not mine.any():
        return cannot(method, about, "nobody ended in this way", n=len(t))
    if (spread == 0).any():
        return cannot(method, about, f"{names[int(np.argmin(spread))]} does not vary", n=len(t))
    data = _prepare((raw - raw.mean(axis=0)) / spread, t, mine, ((e > 0) & (e != of)).astype(np.float64))
    start = np.zeros(raw.shape[1])
    null = _evaluate(data, start)[0]
    beta = newton(lambda b: _evaluate(data, b), start, method)
    best, _, curvature = _evaluate(data, beta)
    bread = inverse(-curvature, method)
    moved = _residuals(data, beta, t) @ bread
    covariance = moved.T @ moved / np.outer(spread, spread)
    chi2 = 2 * (best - null)
    counted = {"counted": len(t), "events": int(mine.sum())}
    coefficients = as_results(method, names, beta / spread, covariance, about=about, counted=counted, level=level)
    return Hazards(coefficients, covariance, best, null, chi2, chi2_p(chi2, len(beta)))


def _not_censored(t: Array, censored: Array) -> tuple[Array, Array]:
    """Kaplan-Meier of the censoring: its times, and the share left after each."""
    risk = sets(t, censored)
    n, d = risk.at_risk(np.ones(len(t))), risk.with_event(np.ones(len(t)))
    return risk.times, np.cumprod((n - d) / n)


def _prepare(x: Array, t: Array, mine: Array, other: Array) -> _Data:
    times, left = _not_censored(t, 1 - mine - other)
    left = np.concatenate([[1.0], left])
    risk = sets(t, mine)
    still = left[np.searchsorted(times, risk.times, side="left")]
    own_still = left[np.searchsorted(times, t, side="left")]
    return _Data(x, risk, risk.with_event(np.ones(len(t))), other, still, own_still, x[mine == 1].sum(axis=0))


def _at_risk(data: _Data, values: Array) -> Array:
    """Sums over those at risk, those who ended otherwise staying in with the share that would still be observed."""
    weight = data.other / data.own_still
    weighted = values * (weight if values.ndim == 1 else weight[:, None])
    gone = np.concatenate([np.zeros((1, *values.shape[1:])), by_index(weighted, data.risk.past, len(data.still) + 1)])
    earlier = np.cumsum(gone, axis=0)[1 : len(data.still) + 1]
    found: Array = data.risk.at_risk(values) + (earlier.T * data.still).T
    return found


def _evaluate(data: _Data, beta: Array) -> Evaluation:
    eta = data.x @ beta
    shift = float(eta.max())
    r = np.exp(eta - shift)
    s0, s1 = _at_risk(data, r), _at_risk(data, r[:, None] * data.x)
    mean = s1 / s0[:, None]
    value = float(data.total @ beta) - float(data.deaths @ (np.log(s0) + shift))
    gradient = data.total - data.deaths @ mean
    second = (data.x * (r * _exposure(data, data.deaths / s0))[:, None]).T @ data.x
    return value, gradient, (mean * data.deaths[:, None]).T @ mean - second


def _exposure(data: _Data, hazard: Array) -> Array:
    """For each man the sum of increments over the times at which he is at risk, weighted after another ending."""
    shape = (1, *hazard.shape[1:])
    total = np.concatenate([np.zeros(shape), np.cumsum(hazard, axis=0)])
    weighted = (hazard.T * data.still).T
    later = np.concatenate([np.cumsum(weighted[::-1], axis=0)[::-1], np.zeros(shape)])
    tail = later[data.risk.past]
    factor = data.other / data.own_still
    found: Array = total[data.risk.past] + (tail.T * factor).T
    return found


def _residuals(data: _Data, beta: Array, t: Array) -> Array:
    """What each man adds to the score, with what he adds to the estimate of the censoring."""
    r = np.exp(data.x @ beta)
    s0, s1 = _at_risk(data, r), _at_risk(data, r[:, None] * data.x)
    mean, hazard = s1 / s0[:, None], data.deaths / s0
    seen = data.risk.own >= 0
    found: Array = np.where(seen[:, None], data.x - mean[data.risk.own], 0.0)
    exposed = _exposure(data, hazard)
    found -= r[:, None] * (data.x * exposed[:, None] - _exposure(data, mean * hazard[:, None]))
    return found + _censoring_part(data, r, mean, hazard, t)


def _censoring_part(data: _Data, r: Array, mean: Array, hazard: Array, t: Array) -> Array:
    """Integral of q(u) / pi(u) with respect to each man's censoring martingale."""
    censored = ((data.risk.own < 0) & (data.other == 0)).astype(np.float64)
    risk = sets(t, censored)
    if not len(risk.times):
        return np.zeros_like(data.x)
    weight = r * data.other / data.own_still
    weighted = data.still * hazard
    zero = np.zeros((1, data.x.shape[1]))
    a = np.concatenate([np.cumsum(weighted[::-1])[::-1], [0.0]])
    b = np.concatenate([np.cumsum((mean * weighted[:, None])[::-1], axis=0)[::-1], zero])
    order = np.argsort(t, kind="stable")
    c0 = np.concatenate([[0.0], np.cumsum(weight[order])])
    c1 = np.concatenate([zero, np.cumsum((weight[:, None] * data.x)[order], axis=0)])
    # Who ended otherwise before u, and which events come at u or later.
    before = np.searchsorted(t[order], risk.times, side="left")
    onwards = np.searchsorted(data.risk.times, risk.times, side="left")
    q = c1[before] * a[onwards][:, None] - c0[before][:, None] * b[onwards]
    n, d = risk.at_risk(np.ones(len(t))), risk.with_event(np.ones(len(t)))
    seen = risk.own >= 0
    total = np.concatenate([zero, np.cumsum(q * (d / n**2)[:, None], axis=0)])
    found: Array = np.where(seen[:, None], (q / n[:, None])[risk.own], 0.0) - total[risk.past]
    return found
