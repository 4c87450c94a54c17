"""How much depends on the session, the group and the facilitator: variances at nested levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, Ints, inverse, matrix, vector, z_quantile
from article16.evaluation.results import (
    About,
    CannotEstimate,
    Interval,
    NotConvergedError,
    Result,
    cannot,
    response_of,
)

METHOD = "nested variances (REML)"
TINY = 1e-30


@dataclass(frozen=True, slots=True)
class Nested:
    """Variances from the outermost level in, the rest last, and what each level shares."""

    variances: tuple[float, ...]
    shares: tuple[Result, ...]  # ICC of each level: how alike two scores of one unit of it are
    beta: Array
    covariance: Array
    log_likelihood: float  # restricted, without its constant


def nested(
    scores: npt.ArrayLike,
    levels: Sequence[npt.ArrayLike],
    names: Sequence[str],
    *,
    about: About,
    covariates: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Nested | CannotEstimate:
    """Intraclass correlation at each of several nested levels.

    Parameters
    ----------
    scores
        One for each observation (a man in a session), nothing missing.
    levels
        Labels from the outermost in: facilitator, group, session. A label counts within its outer unit.
    names
        Of the levels.
    covariates
        Further columns, shape (observations, p).

    Returns
    -------
    Nested
        `shares[i]`: variance of that level and all outside it, divided by the whole: correlation of two scores of one
        unit. Intervals on the logit scale. CannotEstimate when a level has fewer than two units or repeats another.

    Raises
    ------
    NotConvergedError
        When no variances fit best.

    Source
    ------
    Harville 1977, https://doi.org/10.1080/01621459.1977.10480998
    """
    y = vector(scores, "scores")
    columns = [np.ones(len(y))]
    if covariates is not None:
        columns.extend(matrix(covariates, "covariates", rows=len(y)).T)
    x = np.column_stack(columns)
    tree = _tree(levels, len(y))
    sizes = [int(codes.max()) + 1 if len(codes) else 0 for codes in tree]
    for name, size, inner in zip(names, sizes, [*sizes[1:], len(y)], strict=True):
        if size < 2:
            return cannot(METHOD, about, f"there is only one {name}", n=len(y))
        if size == inner:
            return cannot(METHOD, about, f"each {name} has only one unit inside it", n=len(y))
    model = _Model(y, x, tree)
    s = model.climb()
    value, beta, covariance = model.look(s)
    information = model.information(s)
    shares = _shares(s, information, names, sizes, len(y), about, level)
    return Nested(tuple(float(v) for v in s), shares, np.real(beta), np.real(covariance), float(np.real(value)))


def _tree(levels: Sequence[npt.ArrayLike], n: int) -> list[Ints]:
    """For each level the unit of each unit one level in (of each observation at the innermost)."""
    outer = np.zeros(n, dtype=np.int64)
    whole: list[Ints] = []
    for labels in levels:
        _, own = np.unique(np.asarray(labels), return_inverse=True)
        pair = outer * (int(own.max(initial=0)) + 1) + own.reshape(-1)
        _, outer = np.unique(pair, return_inverse=True)
        outer = outer.reshape(-1).astype(np.int64)
        whole.append(outer)
    parents = []
    for out, inner in pairwise(whole):
        parent = np.zeros(int(inner.max(initial=-1)) + 1, dtype=np.int64)
        parent[inner] = out
        parents.append(parent)
    return [*parents, whole[-1]]


class _Model:
    """Restricted likelihood by recursion from the innermost units out: one pass over the sums of each unit."""

    def __init__(self, y: Array, x: Array, tree: list[Ints]) -> None:
        self.p, self.tree = x.shape[1], tree
        both = np.column_stack([x, y])
        inner = tree[-1]
        size = int(inner.max()) + 1
        self.count = np.bincount(inner, minlength=size).astype(np.float64)
        self.sums = np.zeros((size, self.p + 1))
        np.add.at(self.sums, inner, both)
        self.total = both.T @ both
        self.n = len(y)
        self.scale = float(y.var(ddof=1))

    def look(self, s: npt.NDArray[Any]) -> tuple[Any, npt.NDArray[Any], npt.NDArray[Any]]:
        """Log-likelihood, coefficients and their covariance; takes complex variances."""
        rest = s[-1]
        a, b = self.count / rest, self.sums / rest
        c, log = self.total / rest, self.n * np.log(rest)
        for depth in range(len(self.tree) - 1, -1, -1):
            grow = 1 + s[depth] * a
            c = c - (b.T * (s[depth] / grow)) @ b
            log = log + np.log(grow).sum()
            a, b = a / grow, b / grow[:, None]
            if depth:
                a, b = _upwards(a, self.tree[depth - 1]), _upwards(b, self.tree[depth - 1])
        information, right = c[: self.p, : self.p], c[: self.p, -1]
        covariance = np.linalg.inv(information)
        beta = covariance @ right
        value = -0.5 * (log + np.log(np.linalg.det(information)) + c[-1, -1] - right @ beta)
        return value, beta, covariance

    def gradient(self, s: Array) -> Array:
        """Exact derivative by imaginary steps."""
        found = np.empty(len(s))
        for i in range(len(s)):
            moved = s.astype(np.complex128)
            moved[i] += TINY * 1j
            found[i] = self.look(moved)[0].imag / TINY
        return found

    def information(self, s: Array) -> Array:
        """Observed information, by differences of the exact derivative."""
        found = np.empty((len(s), len(s)))
        h = 1e-5 * self.scale
        for i in range(len(s)):
            up, down = s.astype(np.float64), s.astype(np.float64)
            up[i] += h
            down[i] -= min(h, float(s[i]) / 2)
            found[i] = -(self.gradient(up) - self.gradient(down)) / (up[i] - down[i])
        return (found + found.T) / 2

    def climb(self) -> Array:
        """Newton's method with a gradient step where the curvature is wrong; a variance may end at 0."""
        s: Array = np.full(len(self.tree) + 1, self.scale / (len(self.tree) + 1))
        for _ in range(300):
            gradient = self.gradient(s)
            free = (s > 0) | (gradient > 0)
            step = np.zeros_like(s)
            curve = self.information(s)[np.ix_(free, free)]
            values, vectors = np.linalg.eigh(curve)
            safe = np.maximum(np.abs(values), 1e-10 * np.abs(values).max())
            step[free] = vectors @ ((vectors.T @ gradient[free]) / safe)
            new = self._improved(s, step)
            moved = float(np.abs(new - s).max()) / self.scale
            s = new
            if moved < 1e-13:
                return s
        raise NotConvergedError("Nested variances did not converge.")

    def _improved(self, s: Array, step: Array) -> Array:
        here, length = float(np.real(self.look(s)[0])), 1.0
        while length > 1e-12:
            new = np.maximum(s + length * step, 0.0)
            if new[-1] > 0 and float(np.real(self.look(new)[0])) >= here - 1e-12 * (1 + abs(here)):
                return np.asarray(new)
            length /= 2
        return s


def _upwards(values: npt.NDArray[Any], parent: Ints) -> npt.NDArray[Any]:
    found = np.zeros((int(parent.max()) + 1, *values.shape[1:]), dtype=values.dtype)
    np.add.at(found, parent, values)
    return found


def _shares(
    s: Array, information: Array, names: Sequence[str], sizes: list[int], n: int, about: About, level: float
) -> tuple[Result, ...]:
    total = float(s.sum())
    free = s > 0
    covariance = np.zeros((len(s), len(s)))
    covariance[np.ix_(free, free)] = inverse(information[np.ix_(free, free)], METHOD)
    found = []
    for i, name in enumerate(names):
        inside = np.arange(len(s)) <= i
        value = float(s[inside].sum()) / total
        slope = (inside - value) / total
        se = float(np.sqrt(slope @ covariance @ slope))
        low, high = 0.0, 1.0
        if 0 < value < 1:
            middle, half = float(special.logit(value)), z_quantile(level) * se / (value * (1 - value))
            low, high = float(special.expit(middle - half)), float(special.expit(middle + half))
        few = (f"Only {sizes[i]} units: the interval is rough.",) if sizes[i] < 10 else ()
        none = (f"The variance of {name} is estimated as 0.",) if s[i] == 0 else ()
        found.append(
            Result(
                method=f"ICC of {name}, {METHOD}",
                estimand=about.estimand,
                estimate=value,
                unit="share of variance",
                interval=Interval(low, high, level),
                standard_error=se,
                n=n,
                denominators={"scores": n, "units": sizes[i]},
                response=response_of(n, about),
                warnings=few + none,
                details={"variance": float(s[i])},
            )
        )
    return tuple(found)
