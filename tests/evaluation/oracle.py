"""Arbitrary precision, to judge the estimators by: 40 digits, and Newton's method on exact derivatives."""

from collections.abc import Callable
from typing import Any

import mpmath as mp

mp.mp.dps = 40


def close(found: float, expected: Any, relative: float) -> bool:
    """Whether a number is as near to the oracle's as was promised; zero is compared absolutely."""
    wanted = mp.mpf(expected)
    return bool(abs(mp.mpf(found) - wanted) <= relative * (abs(wanted) if wanted != 0 else 1))


def maximum(function: Callable[..., Any], start: list[float], steps: int = 25, near: float = 1e-22) -> list[Any]:
    """Where a function of several numbers is greatest, by Newton's method with numerical derivatives of 40 digits.

    It ends after a step shorter than `near`; what is left is of the order of its square.
    """
    point = mp.matrix([mp.mpf(value) for value in start])
    size = len(start)
    h = mp.mpf(10) ** -12
    with mp.workdps(80):
        for _ in range(steps):
            gradient, curvature = mp.matrix(size, 1), mp.matrix(size, size)
            here = function(*point)
            plus = [function(*_moved(point, i, h)) for i in range(size)]
            minus = [function(*_moved(point, i, -h)) for i in range(size)]
            for i in range(size):
                gradient[i] = (plus[i] - minus[i]) / (2 * h)
                curvature[i, i] = (plus[i] - 2 * here + minus[i]) / h**2
                for j in range(i):
                    both = function(*_moved(_moved(point, i, h), j, h))
                    curvature[i, j] = curvature[j, i] = (both - plus[i] - plus[j] + here) / h**2
            step = mp.lu_solve(-curvature, gradient)
            point = point + step
            if mp.norm(step) < near:
                return list(point)
    raise ArithmeticError("the oracle did not settle")


def _moved(point: Any, i: int, by: Any) -> Any:
    new = point.copy()
    new[i] += by
    return new


def sandwich(psi: Callable[[int, Any], list[Any]], theta: list[float], n: int) -> Any:
    """Covariance of the roots of stacked equations, with derivatives of 80 digits."""
    size, h = len(theta), mp.mpf(10) ** -20
    with mp.workdps(80):
        point = mp.matrix([mp.mpf(value) for value in theta])
        bread, meat = mp.zeros(size), mp.zeros(size)
        for i in range(n):
            here = psi(i, point)
            for j in range(size):
                up, down = psi(i, _moved(point, j, h)), psi(i, _moved(point, j, -h))
                for k in range(size):
                    bread[k, j] += (up[k] - down[k]) / (2 * h)
                    meat[k, j] += here[k] * here[j]
        inverse = bread**-1
        return inverse * meat * inverse.T
