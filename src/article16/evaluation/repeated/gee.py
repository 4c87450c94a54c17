"""Yes or no, asked again and again: shares over time with errors that allow for the same man answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, inverse, root, z_p, z_quantile
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


class Structure(StrEnum):
    """Working correlation of the answers of one man."""

    INDEPENDENCE = "independence"
    EXCHANGEABLE = "exchangeable"
    AR1 = "ar1"  # falls with the distance in time


@dataclass(frozen=True, slots=True)
class Gee:
    """Coefficients on the logit scale, robust within men."""

    coefficients: tuple[Result, ...]
    covariance: Array
    correlation: float  # working correlation (of neighbours for AR1)


@dataclass(frozen=True, slots=True)
class _Data:
    y: Array  # (n, T), 0 where missing
    x: Array  # (n, T, p), 0 where missing
    seen: npt.NDArray[np.bool_]
    structure: Structure


def gee(
    answers: npt.ArrayLike,
    covariates: npt.ArrayLike,
    names: Sequence[str],
    *,
    about: About,
    structure: Structure = Structure.EXCHANGEABLE,
    corrected: bool = True,
    level: float = 0.95,
    direction: Direction = Direction.LOWER_IS_SAFER,
) -> Gee | CannotEstimate:
    """Logistic model of yes/no answers at several times.

    Parameters
    ----------
    answers
        Shape (men, times), 0 or 1, NaN missing. Missing answers must be missing completely at random given the
        covariates; else weight or impute first.
    covariates
        Shape (men, times, p), the column of ones included.
    structure
        Working correlation; standard errors hold even where it is wrong, if men are many (about 40).
    corrected
        Allow for each man having drawn the fit towards himself (Mancl and DeRouen): wider, and right for fewer men.

    Returns
    -------
    Gee
        CannotEstimate when all answers are alike.

    Raises
    ------
    NotConvergedError
        Separation, or a correlation that cannot be.

    Source
    ------
    Liang and Zeger 1986, https://doi.org/10.1093/biomet/73.1.13; AR1: Yan and Fine 2004,
    https://doi.org/10.1002/sim.1650; correction: Mancl and DeRouen 2001,
    https://doi.org/10.1111/j.0006-341X.2001.00126.x
    """
    method = f"GEE, logit, {structure}" + (", Mancl-DeRouen" if corrected else "")
    data = _checked(answers, covariates, structure)
    counted = int(data.seen.any(axis=1).sum())
    shares = data.y[data.seen]
    if not len(shares) or shares.min() == shares.max():
        return cannot(method, about, "all answers are alike" if len(shares) else "nobody answered", n=counted)
    beta, alpha = _solve(data)
    covariance = _sandwich(data, beta, alpha, corrected=corrected)
    found = []
    for i, name in enumerate(names):
        se = float(np.sqrt(covariance[i, i]))
        half = z_quantile(level) * se
        found.append(
            Result(
                method=f"{method}: {name}",
                estimand=about.estimand,
                estimate=float(beta[i]),
                unit="log odds",
                interval=Interval(beta[i] - half, beta[i] + half, level),
                standard_error=se,
                p_value=z_p(beta[i] / se),
                n=counted,
                denominators={"men": counted, "answers": len(shares)},
                response=response_of(counted, about),
                direction=direction,
                warnings=("Fewer than 40 men: the interval is too narrow.",) if counted < 40 else (),
            )
        )
    return Gee(tuple(found), covariance, alpha)


def _checked(answers: npt.ArrayLike, covariates: npt.ArrayLike, structure: Structure) -> _Data:
    y = np.asarray(answers, dtype=np.float64)
    x = np.asarray(covariates, dtype=np.float64)
    if y.ndim != 2 or x.shape[:2] != y.shape or x.ndim != 3:
        raise ValueError(f"Answers {y.shape} and covariates {x.shape} do not fit.")
    seen = ~np.isnan(y)
    if not np.isin(y[seen], (0.0, 1.0)).all():
        raise ValueError("Answers must be 0 or 1.")
    if np.isnan(x[seen]).any():
        raise ValueError("A covariate is missing where there is an answer.")
    return _Data(np.where(seen, y, 0.0), np.where(seen[:, :, None], x, 0.0), seen, structure)


def _parts(data: _Data, beta: Array) -> tuple[Array, Array, Array]:
    """Standardised residuals, root variances, and derivative of the means over root variances; 0 where missing."""
    mean = special.expit(data.x @ beta)
    deviation = np.sqrt(mean * (1 - mean))
    residual = np.where(data.seen, (data.y - mean) / deviation, 0.0)
    return residual, deviation, data.x * deviation[:, :, None]


def _correlation(data: _Data, residual: Array) -> float:
    if data.structure is Structure.INDEPENDENCE:
        return 0.0
    scale = float((residual**2).sum()) / data.seen.sum()
    times = data.y.shape[1]
    products, pairs = np.zeros(times), np.zeros(times)  # by distance in time
    for h in range(1, times):
        products[h] = float((residual[:, h:] * residual[:, :-h]).sum()) / scale
        pairs[h] = float((data.seen[:, h:] & data.seen[:, :-h]).sum())
    if not pairs.sum():
        return 0.0
    if data.structure is Structure.EXCHANGEABLE:
        return float(products.sum() / pairs.sum())
    steps = np.arange(1, times)

    def equation(alpha: float) -> float:
        return float((steps * alpha ** (steps - 1)) @ (products[1:] - pairs[1:] * alpha**steps))

    low, high = (0.0, 1.0) if equation(0.0) > 0 else (-0.999, 0.0)
    return root(equation, low, high, "Working correlation")


def _inverses(data: _Data, alpha: float) -> tuple[Array, npt.NDArray[np.int64]]:
    """Inverse working correlation of each pattern of missing times, and the pattern of each man."""
    times = data.y.shape[1]
    distance = np.abs(np.subtract.outer(np.arange(times), np.arange(times)))
    whole = np.where(distance == 0, 1.0, alpha if data.structure is Structure.EXCHANGEABLE else alpha**distance)
    patterns, which = np.unique(data.seen, axis=0, return_inverse=True)
    found = np.zeros((len(patterns), times, times))
    for i, seen in enumerate(patterns):
        found[i][np.ix_(seen, seen)] = inverse(whole[np.ix_(seen, seen)], "Working correlation")
    return found, which.reshape(-1)


def _solve(data: _Data) -> tuple[Array, float]:
    beta, alpha = np.zeros(data.x.shape[2]), 0.0
    for turn in range(500):
        residual, _, slope = _parts(data, beta)
        alpha = _correlation(data, residual) if turn > 2 else 0.0
        score, information = _equations(data, residual, slope, alpha)
        step = inverse(information, "GEE") @ score.sum(axis=0)
        beta = beta + step
        if np.abs(data.x @ beta).max() > 25:  # odds of 1 to 10¹¹
            break
        if turn > 3 and np.abs(step).max() < 1e-14 * (1 + np.abs(beta).max()):
            return beta, alpha
    raise NotConvergedError("GEE did not converge: a covariate may separate the answers.")


def _equations(data: _Data, residual: Array, slope: Array, alpha: float) -> tuple[Array, Array]:
    """Estimating function of each man, and its expected derivative."""
    inverses, which = _inverses(data, alpha)
    score = np.zeros((len(residual), slope.shape[2]))
    information = np.zeros((slope.shape[2], slope.shape[2]))
    for i, r in enumerate(inverses):
        mine = which == i
        weighted = np.einsum("ntp,ts->nsp", slope[mine], r)
        score[mine] = np.einsum("nsp,ns->np", weighted, residual[mine])
        information += np.einsum("nsp,nsq->pq", weighted, slope[mine])
    return score, information


def _sandwich(data: _Data, beta: Array, alpha: float, *, corrected: bool) -> Array:
    residual, _, slope = _parts(data, beta)
    score, information = _equations(data, residual, slope, alpha)
    if corrected:
        freed = _freed(data, residual, slope, alpha, inverse(information, "GEE"))
        score, _ = _equations(data, freed, slope, alpha)
    moved = score @ inverse(information, "GEE")
    found: Array = moved.T @ moved
    return found


def _freed(data: _Data, residual: Array, slope: Array, alpha: float, bread: Array) -> Array:
    """Residuals as if each man had not drawn the fit towards himself: (I - H)^-1 r, H his own leverage."""
    inverses, which = _inverses(data, alpha)
    leverage = np.einsum("ntp,pq,nsq,nsu->ntu", slope, bread, slope, inverses[which], optimize=True)
    found: Array = np.linalg.solve(np.eye(slope.shape[1]) - leverage, residual[:, :, None])[:, :, 0]
    return found
