"""Small numerical tools that the estimators share: checked arrays, quantiles, Newton's method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.results import NotConvergedError

Array: TypeAlias = npt.NDArray[np.floating[Any]]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

EPSILON = float(np.finfo(np.float64).eps)


def vector(values: npt.ArrayLike, name: str, *, length: int | None = None, missing: bool = False) -> Array:
    """Values as a one-dimensional float array.

    Parameters
    ----------
    values
        Numbers; NaN means missing.
    name
        What the values are, for the sentence when they are wrong.
    length
        The length that they must have.
    missing
        Whether missing values may stand.

    Raises
    ------
    ValueError
        When they have another shape, are not numbers, or are missing where they may not be.
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1:
        raise ValueError(f"{name} must be one column, not {found.ndim} dimensions.")
    if length is not None and len(found) != length:
        raise ValueError(f"{name} has {len(found)} values where {length} were expected.")
    if np.isinf(found).any() or (not missing and np.isnan(found).any()):
        raise ValueError(f"{name} has a value that is not a finite number, first in row {_first_bad(found)}.")
    return found


def _first_bad(found: Array) -> int:
    return int(np.flatnonzero(~np.isfinite(found))[0]) + 1


def matrix(values: npt.ArrayLike, name: str, *, rows: int | None = None, missing: bool = False) -> Array:
    """Values as a two-dimensional float array; one column may come as a vector. Same errors as `vector`."""
    found = np.asarray(values, dtype=np.float64)
    if found.ndim == 1:
        found = found[:, None]
    if found.ndim != 2:
        raise ValueError(f"{name} must be a table, not {found.ndim} dimensions.")
    if rows is not None and len(found) != rows:
        raise ValueError(f"{name} has {len(found)} rows where {rows} were expected.")
    if np.isinf(found).any() or (not missing and np.isnan(found).any()):
        bad = int(np.argwhere(~np.isfinite(found))[0][0]) + 1
        raise ValueError(f"{name} has a value that is not a finite number, first in row {bad}.")
    return found


def codes(values: npt.ArrayLike) -> tuple[Ints, int]:
    """Labels as integers 0, 1, … in sorted order, and how many different ones there are."""
    labels, code = np.unique(np.asarray(values), return_inverse=True)
    return code.astype(np.int64).reshape(-1), len(labels)


def z_quantile(level: float) -> float:
    """Two-sided standard normal quantile: 1.9599… for 0.95."""
    return float(special.ndtri(0.5 + _proper(level) / 2))


def t_quantile(df: float, level: float) -> float:
    """Two-sided quantile of Student's t; df may be a fraction, or infinite."""
    return z_quantile(level) if np.isinf(df) else float(special.stdtrit(df, 0.5 + _proper(level) / 2))


def _proper(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"A level lies between 0 and 1, not {level}.")
    return level


def z_p(z: float) -> float:
    """Two-sided p of a standard normal statistic."""
    return float(2 * special.ndtr(-abs(z)))


def t_p(t: float, df: float) -> float:
    """Two-sided p of Student's t."""
    return z_p(t) if np.isinf(df) else float(2 * special.stdtr(df, -abs(t)))


def chi2_p(x: float, df: float) -> float:
    """Upper tail of chi-square."""
    return float(special.chdtrc(df, x))


Evaluation: TypeAlias = tuple[float, Array, Array]


def newton(
    evaluate: Callable[[Array], Evaluation], start: Array, what: str, *, steps: int = 60, scale: float = 1.0
) -> Array:
    """Where a smooth concave-near-the-top function has its maximum.

    Parameters
    ----------
    evaluate
        Gives value, gradient and (negative definite) second derivative at a point.
    start
        First guess.
    what
        Name of the model, for the error.
    scale
        Length of a step below which two points are the same, in units of rounding.

    Raises
    ------
    NotConvergedError
        When the curvature is not that of a maximum, or the steps do not become small.
    """
    point = np.array(start, dtype=np.float64)
    value, gradient, curvature = evaluate(point)
    for _ in range(steps):
        step = _ascent(curvature, gradient, what)
        new, length = point + step, 1.0
        found = evaluate(new)
        while not found[0] >= value - 1e-12 * (1 + abs(value)):
            length /= 2
            if length < 1e-10:
                raise NotConvergedError(f"{what} did not converge: no step improves the fit.")
            new = point + length * step
            found = evaluate(new)
        moved = float(np.max(np.abs(new - point) / (1 + np.abs(new)), initial=0.0))
        point, (value, gradient, curvature) = new, found
        if moved < 32 * EPSILON * scale or (moved < 1e-9 and length == 1.0):
            return _polish(evaluate, point, gradient, curvature, what)
    raise NotConvergedError(f"{what} did not converge in {steps} steps.")


def _polish(
    evaluate: Callable[[Array], Evaluation], point: Array, gradient: Array, curvature: Array, what: str
) -> Array:
    """One more full step: Newton's error is squared by it, so the last digits are right. Evaluates there once."""
    point = point + _ascent(curvature, gradient, what)
    evaluate(point)
    return point


def _ascent(curvature: Array, gradient: Array, what: str) -> Array:
    try:
        factor = np.linalg.cholesky(-curvature)
    except np.linalg.LinAlgError:
        raise NotConvergedError(f"{what} did not converge: the data do not determine its parameters.") from None
    half = np.linalg.solve(factor, gradient)
    step: Array = np.linalg.solve(factor.T, half)
    return step


def root(function: Callable[[float], float], low: float, high: float, what: str) -> float:
    """Where a continuous function with a change of sign between low and high is zero, to rounding."""
    from scipy import optimize

    if low > high or function(low) * function(high) > 0:
        raise NotConvergedError(f"{what}: no change of sign between {low} and {high}.")
    found: Any = optimize.brentq(function, low, high, xtol=1e-300, rtol=4 * EPSILON, maxiter=500)
    return float(found)


def inverse(symmetric: Array, what: str) -> Array:
    """Inverse of a positive definite matrix; NotConvergedError when it has none."""
    try:
        factor = np.linalg.cholesky(symmetric)
    except np.linalg.LinAlgError:
        raise NotConvergedError(f"{what}: the data do not determine all parameters.") from None
    half = np.linalg.inv(factor)
    found: Array = half.T @ half
    return found
