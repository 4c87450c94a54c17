"""All that a model of repeated scores needs to know: sums for each pattern of missing times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, Bools, Ints, matrix

MOST_TIMES = 60  # a pattern is coded in the bits of an integer


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts, sums and cross-products for each pattern of observed times.

    Personal data: the pattern of one man is his answers. Sealed to a named receiver when it travels.
    """

    seen: Bools  # (P, T) which times the pattern has
    n: Ints  # (P) men
    zz: Array  # (P, q, q) cross-products of covariates
    zy: Array  # (P, q, T) of covariates and scores, 0 where missing
    yy: Array  # (P, T, T) of scores, 0 where missing

    @property
    def men(self) -> int:
        return int(self.n.sum())

    def residual(self, b: Array) -> tuple[Array, Array]:
        """Cross-products of covariates with residuals, and of residuals, at coefficients b (q, T)."""
        pair = (self.seen[:, :, None] & self.seen[:, None, :]).astype(np.float64)
        fitted = self.zz @ b
        zr = (self.zy - fitted) * self.seen[:, None, :]
        cross = self.zy.transpose(0, 2, 1) @ b
        rr = (self.yy - cross - cross.transpose(0, 2, 1) + b.T @ fitted) * pair
        return zr, rr


def sums(scores: npt.ArrayLike, covariates: npt.ArrayLike) -> Sums:
    """Sums of one file.

    Parameters
    ----------
    scores
        Shape (men, times); NaN is missing. Men without any score are left out.
    covariates
        Shape (men, q), the column of ones included; nothing missing.

    Raises
    ------
    ValueError
        When shapes do not fit, or a covariate is missing.
    """
    y = matrix(scores, "scores", missing=True)
    z = matrix(covariates, "covariates", rows=len(y))
    if y.shape[1] > MOST_TIMES:
        raise ValueError(f"At most {MOST_TIMES} times, not {y.shape[1]}.")
    there = ~np.isnan(y)
    code = there @ (1 << np.arange(y.shape[1], dtype=np.int64))
    order = np.argsort(code, kind="stable")
    kinds, start = np.unique(code[order], return_index=True)
    pieces = [rows for kind, rows in zip(kinds, np.split(order, start[1:]), strict=True) if kind]
    filled = np.where(there, y, 0.0)
    return Sums(
        seen=np.array([there[rows[0]] for rows in pieces]).reshape(-1, y.shape[1]),
        n=np.array([len(rows) for rows in pieces], dtype=np.int64),
        zz=_stack([z[rows].T @ z[rows] for rows in pieces], (z.shape[1], z.shape[1])),
        zy=_stack([z[rows].T @ filled[rows] for rows in pieces], (z.shape[1], y.shape[1])),
        yy=_stack([filled[rows].T @ filled[rows] for rows in pieces], (y.shape[1], y.shape[1])),
    )


def _stack(pieces: list[Array], shape: tuple[int, int]) -> Array:
    return np.array(pieces, dtype=np.float64).reshape(-1, *shape)


def combine(parts: Iterable[Sums]) -> Sums:
    """Sums of several programmes together: the same as of one file with all their men.

    Raises
    ------
    ValueError
        When times or covariates differ.
    """
    given = list(parts)
    shapes = {part.zy.shape[1:] for part in given}
    if len(shapes) != 1:
        raise ValueError(f"Programmes differ in times or covariates: {sorted(shapes)}.")
    seen = np.concatenate([part.seen for part in given])
    kinds, index = np.unique(seen, axis=0, return_inverse=True)
    index = index.reshape(-1)

    def together(name: str) -> Array:
        whole = np.concatenate([getattr(part, name) for part in given])
        found = np.zeros((len(kinds), *whole.shape[1:]), dtype=whole.dtype)
        np.add.at(found, index, whole)
        return found

    return Sums(seen=kinds, n=together("n").astype(np.int64), zz=together("zz"), zy=together("zy"), yy=together("yy"))
