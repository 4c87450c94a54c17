"""How much true effects differ between studies: four estimators of tau², and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from article16.evaluation.numerics import Array, inverse, root


class Method(StrEnum):
    """How the variance between studies is estimated."""

    EQUAL = "EE"  # equal effects: none
    DERSIMONIAN_LAIRD = "DL"
    PAULE_MANDEL = "PM"
    REML = "REML"


@dataclass(frozen=True, slots=True)
class Data:
    """Effects (k), their variances (k) and the design (k rows, p columns)."""

    y: Array
    v: Array
    x: Array

    @property
    def df(self) -> int:
        return len(self.y) - int(self.x.shape[1])


@dataclass(frozen=True, slots=True)
class Fit:
    """Weighted least squares at one tau²."""

    beta: Array
    covariance: Array
    residual: Array
    weight: Array

    @property
    def q(self) -> float:
        """Weighted sum of squared residuals."""
        return float(self.weight @ self.residual**2)


def fit(data: Data, tau2: float) -> Fit:
    """Coefficients, their model-based covariance and the residuals."""
    weight = 1 / (data.v + tau2)
    covariance = inverse((data.x.T * weight) @ data.x, "Pooling")
    beta = covariance @ (data.x.T @ (weight * data.y))
    return Fit(beta, covariance, data.y - data.x @ beta, weight)


def _trace_p(data: Data, found: Fit) -> float:
    """Trace of P = W - W X (X'WX)^-1 X'W."""
    leverage = np.einsum("ij,jk,ik->i", data.x, found.covariance, data.x)
    return float(found.weight.sum() - (found.weight**2) @ leverage)


def typical_variance(data: Data) -> float:
    """The sampling variance of a typical study, against which I² is measured.

    Source
    ------
    Higgins and Thompson 2002, https://doi.org/10.1002/sim.1186
    """
    return data.df / _trace_p(data, fit(data, 0.0))


def tau2(data: Data, method: Method) -> float:
    """Variance of true effects between studies, 0 or more, in squared units of the effect.

    Raises
    ------
    NotConvergedError
        When no value satisfies the estimating equation.

    Source
    ------
    DerSimonian and Laird 1986, https://doi.org/10.1016/0197-2456(86)90046-2;
    Paule and Mandel 1982, https://doi.org/10.6028/jres.087.022;
    Viechtbauer 2005 (REML), https://doi.org/10.3102/10769986030003261
    """
    if method is Method.EQUAL or data.df == 0:
        return 0.0
    if method is Method.DERSIMONIAN_LAIRD:
        none = fit(data, 0.0)
        return max(0.0, (none.q - data.df) / _trace_p(data, none))
    if method is Method.PAULE_MANDEL:
        return _where_q_is(data, float(data.df))
    return _reml(data)


def _upper(data: Data) -> float:
    """A tau² larger than any estimate can be."""
    return 10 * float(np.ptp(data.y)) ** 2 + 10 * float(data.v.max())


def _where_q_is(data: Data, wanted: float) -> float:
    """The tau² at which Q takes a value; 0 when Q is smaller already."""
    if fit(data, 0.0).q <= wanted:
        return 0.0
    high = _upper(data)
    while fit(data, high).q > wanted:
        high *= 10
    return root(lambda t: fit(data, t).q - wanted, 0.0, high, "Paule-Mandel tau²")


def _reml(data: Data) -> float:
    """The highest of all local maxima of the restricted likelihood, found on a grid and then to rounding."""
    grid = np.concatenate([[0.0], np.geomspace(1e-8, 1.0, 60) * _upper(data)])
    slope = [_score(data, t) for t in grid]
    peaks = [0.0] if slope[0] <= 0 else []
    for i in range(len(grid) - 1):
        if slope[i] > 0 >= slope[i + 1]:
            peaks.append(root(lambda t: _score(data, t), float(grid[i]), float(grid[i + 1]), "REML tau²"))
    return max(peaks, key=lambda t: restricted_log_likelihood(data, t))


def _score(data: Data, t: float) -> float:
    found = fit(data, t)
    return float(found.weight**2 @ found.residual**2) - _trace_p(data, found)


def restricted_log_likelihood(data: Data, t: float) -> float:
    """Restricted log-likelihood of tau², without its constant."""
    found = fit(data, t)
    return 0.5 * float(np.log(found.weight).sum() + np.linalg.slogdet(found.covariance)[1] - found.q)


def q_profile(data: Data, level: float) -> tuple[float, float]:
    """Interval of tau² from the exact distribution of Q, whatever the estimator; both ends may be 0.

    Source
    ------
    Viechtbauer 2007, https://doi.org/10.1002/sim.2514
    """
    tail = (1 - level) / 2
    ends: list[float] = [_where_q_is(data, float(special.chdtri(data.df, upper))) for upper in (tail, 1 - tail)]
    return ends[0], ends[1]
