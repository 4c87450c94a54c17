"""Honest standard errors when people come in few groups: bias-reduced sandwich with Satterthwaite df."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, Bools, codes, inverse, matrix, t_p, t_quantile, vector
from article16.evaluation.results import About, Direction, Interval, Result, cannot

FEW_DF = 4.0  # below this the t approximation itself is doubtful


@dataclass(frozen=True, slots=True)
class Robust:
    """Coefficients of weighted least squares with CR2 covariance and df of each coefficient."""

    beta: Array
    covariance: Array
    df: Array


def cr2(y: Array, x: Array, blocks: Sequence[tuple[Bools, Array]]) -> Robust:
    """Generalised least squares with the cluster-robust covariance that is exact under the working model.

    Parameters
    ----------
    y, x
        Outcome (n) and design (n rows, p columns).
    blocks
        For each cluster: which rows belong to it, and their working covariance. The weights are its inverse.

    Raises
    ------
    NotConvergedError
        When the design does not determine its coefficients.

    Source
    ------
    Pustejovsky and Tipton 2018, https://doi.org/10.1080/07350015.2016.1247004
    """
    weighted = [np.asarray(np.linalg.solve(phi, x[rows]), dtype=np.float64) for rows, phi in blocks]
    bread = inverse(sum(x[rows].T @ wx for (rows, _), wx in zip(blocks, weighted, strict=True)), "CR2")  # type: ignore[arg-type]  # `sum` begins with 0, and there is one block at least
    beta = bread @ sum(wx.T @ y[rows] for (rows, _), wx in zip(blocks, weighted, strict=True))
    halves = [_adjusted(x[rows], phi, wx, bread) for (rows, phi), wx in zip(blocks, weighted, strict=True)]
    scores = np.array([half.T @ (y[rows] - x[rows] @ beta) for (rows, _), half in zip(blocks, halves, strict=True)])
    df = np.array([_satterthwaite(c, x, blocks, weighted, halves, bread) for c in range(x.shape[1])])
    return Robust(beta, scores.T @ scores, df)


def _adjusted(x: Array, phi: Array, wx: Array, bread: Array) -> Array:
    """A W X M of one cluster: what its residuals are multiplied with, n_j rows and p columns."""
    root = np.linalg.cholesky(phi).T  # phi = root' root
    b = root @ (phi - x @ bread @ x.T) @ root.T
    values, vectors = np.linalg.eigh((b + b.T) / 2)
    positive = values > 1e-10 * max(float(values.max()), 1e-300)
    power = np.where(positive, 1 / np.sqrt(np.where(positive, values, 1.0)), 0.0)
    adjustment = root.T @ (vectors * power) @ vectors.T @ root
    found: Array = adjustment.T @ wx @ bread
    return found


def _satterthwaite(
    c: int,
    x: Array,
    blocks: Sequence[tuple[Bools, Array]],
    weighted: Sequence[Array],
    halves: Sequence[Array],
    bread: Array,
) -> float:
    """Degrees of freedom of coefficient c, by the moments of its variance estimator under the working model."""
    # p_j' Phi p_i = a_j' Phi_jj a_j [i = j] - a_j' X_j M X_i' a_i, with a_j the adjusted vector of cluster j
    projected = np.array([x[rows].T @ half[:, c] for (rows, _), half in zip(blocks, halves, strict=True)])
    own = np.array([half[:, c] @ phi @ half[:, c] for (_, phi), half in zip(blocks, halves, strict=True)])
    moments = np.diag(own) - projected @ bread @ projected.T
    return float(np.trace(moments) ** 2 / (moments**2).sum())


def group_effect(
    outcome: npt.ArrayLike,
    exposed: npt.ArrayLike,
    group: npt.ArrayLike,
    *,
    about: About,
    covariates: npt.ArrayLike | None = None,
    level: float = 0.95,
    direction: Direction = Direction.HIGHER_IS_SAFER,
) -> Result:
    """Difference that goes with something about how groups are led, when the groups are few.

    Parameters
    ----------
    outcome
        One number for each man, higher is safer unless `direction` says otherwise.
    exposed
        1 or 0 (or a dose) for each man.
    group
        The group (or facilitator) of each man; men of one group are alike.
    covariates
        Further columns, shape (men, p).

    Returns
    -------
    Result
        Adjusted mean difference; `details["df"]` are Satterthwaite's. CannotEstimate with fewer than three groups or
        when the exposure does not vary.

    Source
    ------
    Bell and McCaffrey 2002; Pustejovsky and Tipton 2018, https://doi.org/10.1080/07350015.2016.1247004
    """
    method = "mean difference, CR2 and Satterthwaite"
    y = vector(outcome, "outcome")
    e = vector(exposed, "exposed", length=len(y))
    code, groups = codes(group)
    if groups < 3:
        return cannot(method, about, f"there are only {groups} groups", n=len(y))
    if np.ptp(e) == 0:
        return cannot(method, about, "everybody had the same exposure", n=len(y))
    columns = [np.ones(len(y)), e]
    if covariates is not None:
        columns.extend(matrix(covariates, "covariates", rows=len(y)).T)
    blocks = [(code == g, np.eye(int((code == g).sum()))) for g in range(groups)]
    found = cr2(y, np.column_stack(columns), blocks)
    return robust_result(method, found, 1, about=about, n=len(y), groups=groups, level=level, direction=direction)


def robust_result(
    method: str, found: Robust, c: int, *, about: About, n: int, groups: int, level: float, direction: Direction
) -> Result:
    """One coefficient of a robust fit as a result."""
    estimate, se, df = float(found.beta[c]), float(np.sqrt(found.covariance[c, c])), float(found.df[c])
    half = t_quantile(df, level) * se
    few = (f"Only {df:.1f} degrees of freedom: the interval is rough.",) if df < FEW_DF else ()
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=estimate,
        unit="unit of the outcome",
        interval=Interval(estimate - half, estimate + half, level),
        standard_error=se,
        p_value=t_p(estimate / se, df) if se else None,
        n=n,
        denominators={"counted": n, "groups": groups},
        direction=direction,
        warnings=few,
        details={"df": df},
    )
