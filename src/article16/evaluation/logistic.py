"""What goes with yes or no: logistic regression, and Firth's for small numbers and separation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import (
    Array,
    Evaluation,
    chi2_p,
    inverse,
    matrix,
    newton,
    root,
    vector,
    z_p,
    z_quantile,
)
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


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients, their covariance, and the (penalised) log-likelihood."""

    beta: Array
    covariance: Array
    log_likelihood: float


def fit(x: Array, y: Array, weights: Array | None = None) -> Fit:
    """Maximum likelihood; NotConvergedError under separation."""
    w = np.ones(len(y)) if weights is None else weights

    def evaluate(beta: Array) -> Evaluation:
        eta = x @ beta
        p = special.expit(eta)
        value = float(w @ (y * eta - np.logaddexp(0, eta)))
        return value, x.T @ (w * (y - p)), -(x.T * (w * p * (1 - p))) @ x

    beta = newton(evaluate, np.zeros(x.shape[1]), "Logistic regression")
    if np.abs(x @ beta).max() > 25:
        raise NotConvergedError("Logistic regression did not converge: a covariate separates yes from no.")
    value, _, curvature = evaluate(beta)
    return Fit(beta, inverse(-curvature, "Logistic regression"), value)


def firth_fit(x: Array, y: Array, fixed: dict[int, float] | None = None, near: Array | None = None) -> Fit:
    """Penalised by Jeffreys' prior, which has a maximum even under separation.

    Some coefficients may be held; the search then starts as near as they allow to the linear predictor `near`.
    """
    held = fixed or {}
    free = np.array([i for i in range(x.shape[1]) if i not in held], dtype=np.int64)
    beta = np.zeros(x.shape[1])
    for i, value in held.items():
        beta[i] = value
    if near is not None and len(free):
        beta[free] = np.linalg.lstsq(x[:, free], near - x @ beta, rcond=None)[0]
    best = _penalised(x, y, beta)
    for _ in range(500):
        step = np.zeros_like(beta)
        if not len(free):
            return Fit(beta, np.zeros((0, 0)), best)
        step[free] = _firth_step(x, y, beta, free)
        step *= min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-300))
        length = 1.0
        while (found := _penalised(x, y, beta + length * step)) < best - 1e-12 * (1 + abs(best)):
            length /= 2
            if length < 1e-9:
                raise NotConvergedError("Firth's regression did not converge.")
        beta, best = beta + length * step, found
        if np.abs(step).max() < 1e-13 * (1 + np.abs(beta).max()):
            return Fit(beta, inverse(_information(x, beta), "Firth's regression"), best)
    raise NotConvergedError("Firth's regression did not converge in 500 steps.")


def _information(x: Array, beta: Array) -> Array:
    p = special.expit(x @ beta)
    found: Array = (x.T * (p * (1 - p))) @ x
    return found


def _penalised(x: Array, y: Array, beta: Array) -> float:
    eta = x @ beta
    determinant = np.linalg.slogdet(_information(x, beta))
    if determinant[0] <= 0:
        return -np.inf
    return float((y * eta - np.logaddexp(0, eta)).sum() + 0.5 * determinant[1])


def _firth_step(x: Array, y: Array, beta: Array, free: npt.NDArray[np.int64]) -> Array:
    p = special.expit(x @ beta)
    whole = inverse(_information(x, beta), "Firth's regression")
    leverage = p * (1 - p) * np.einsum("ij,jk,ik->i", x, whole, x)
    score = x[:, free].T @ (y - p + leverage * (0.5 - p))
    own = inverse(_information(x, beta)[np.ix_(free, free)], "Firth's regression")
    found: Array = own @ score
    return found


def logistic(
    answer: npt.ArrayLike,
    covariates: npt.ArrayLike,
    names: Sequence[str],
    *,
    about: About,
    firth: bool = False,
    level: float = 0.95,
    direction: Direction = Direction.LOWER_IS_SAFER,
) -> tuple[Result, ...] | CannotEstimate:
    """Log odds that go with covariates.

    Parameters
    ----------
    answer
        1 or 0 for each person.
    covariates
        Shape (persons, p); a column of ones is put before them.
    firth
        For few events or separation: penalised likelihood with profile intervals.

    Returns
    -------
    tuple of Result
        Intercept first. CannotEstimate when all answers are alike.

    Raises
    ------
    NotConvergedError
        Without `firth`, when a covariate separates yes from no.

    Source
    ------
    Firth 1993, https://doi.org/10.1093/biomet/80.1.27; Heinze and Schemper 2002, https://doi.org/10.1002/sim.1047
    """
    y = vector(answer, "answers")
    m = matrix(covariates, "covariates", rows=len(y))
    method = "Firth's logistic regression, profile interval" if firth else "logistic regression"
    if not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("Answers must be 0 or 1.")
    if not len(y) or y.min() == y.max():
        return cannot(method, about, "all answers are alike" if len(y) else "nobody answered", n=len(y))
    x = np.column_stack([np.ones(len(y)), m])
    found = firth_fit(x, y) if firth else fit(x, y)
    results = []
    for i, name in enumerate(("intercept", *names)):
        estimate, se = float(found.beta[i]), float(np.sqrt(found.covariance[i, i]))
        if firth:
            low, high = _profile(x, y, found, i, level)
            null = firth_fit(x, y, {i: 0.0}).log_likelihood
            p = chi2_p(max(0.0, 2 * (found.log_likelihood - null)), 1)
        else:
            half = z_quantile(level) * se
            low, high, p = estimate - half, estimate + half, z_p(estimate / se)
        results.append(
            Result(
                method=f"{method}: {name}",
                estimand=about.estimand,
                estimate=estimate,
                unit="log odds",
                interval=Interval(low, high, level),
                standard_error=se,
                p_value=p,
                n=len(y),
                denominators={"counted": len(y), "events": int(y.sum())},
                response=response_of(len(y), about),
                direction=direction,
            )
        )
    return tuple(results)


def _profile(x: Array, y: Array, found: Fit, i: int, level: float) -> tuple[float, float]:
    """Where the penalised likelihood has fallen by half of the chi-square quantile."""
    drop = float(special.chdtri(1, 1 - level)) / 2

    def gap(value: float) -> float:
        return firth_fit(x, y, {i: value}, x @ found.beta).log_likelihood - found.log_likelihood + drop

    ends = []
    for sign in (-1.0, 1.0):
        reach = float(np.sqrt(found.covariance[i, i]))
        while gap(float(found.beta[i]) + sign * reach) > 0:
            reach *= 2
            if reach > 1e4:
                raise NotConvergedError("Firth's regression: the profile has no end.")
        low, high = sorted((float(found.beta[i]), float(found.beta[i]) + sign * reach))
        ends.append(root(gap, low, high, "Firth's profile"))
    return ends[0], ends[1]
