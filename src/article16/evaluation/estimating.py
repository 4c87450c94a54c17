"""Errors that allow for everything estimated on the way: stacked estimating equations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array
from article16.evaluation.results import NotConvergedError

Equations: TypeAlias = Callable[[npt.NDArray[Any]], npt.NDArray[Any]]

TINY = 1e-30  # an imaginary step gives the exact derivative, because nothing is subtracted


def expit(x: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """1 / (1 + exp(-x)), for complex numbers too."""
    found: npt.NDArray[Any] = 1 / (1 + np.exp(-x))
    return found


def stacked(equations: Equations, theta: Array) -> Array:
    """Covariance of the roots of estimating equations (sandwich).

    Parameters
    ----------
    equations
        Gives the contribution of each person to each equation, shape (n, k), at parameters (k); analytic, so that it
        takes complex numbers.
    theta
        Where the sums of all equations are zero.

    Returns
    -------
    Array
        Shape (k, k).

    Raises
    ------
    NotConvergedError
        When the sums are not zero there, or do not determine the parameters.

    Source
    ------
    Stefanski and Boos 2002, https://doi.org/10.1198/000313002753631330
    """
    psi = np.asarray(equations(theta), dtype=np.float64)
    scale = np.abs(psi).sum(axis=0) + 1e-300
    if (np.abs(psi.sum(axis=0)) > 1e-7 * scale).any():
        raise NotConvergedError("The estimating equations are not solved.")
    slope = np.empty((len(theta), len(theta)))
    for j in range(len(theta)):
        moved = theta.astype(np.complex128)
        moved[j] += TINY * 1j
        slope[:, j] = equations(moved).sum(axis=0).imag / TINY
    try:
        bread = np.linalg.inv(slope)
    except np.linalg.LinAlgError:
        raise NotConvergedError("The estimating equations do not determine their parameters.") from None
    half = psi @ bread.T
    found: Array = half.T @ half
    return found
