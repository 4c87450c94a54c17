"""Do he and his partner tell the same? Kappa, AC1 and McNemar for answers in categories."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, z_p, z_quantile
from article16.evaluation.results import About, Interval, Result, cannot, response_of


class Weights(StrEnum):
    """How much a disagreement by several steps counts."""

    NONE = "none"  # every disagreement alike
    LINEAR = "linear"  # by the number of steps
    QUADRATIC = "quadratic"  # by its square


def crosstab(one: Sequence[object], two: Sequence[object], categories: Sequence[object]) -> Array:
    """Pairs counted: row is what the first says, column what the second says.

    Raises
    ------
    ValueError
        A different number of answers, or one that is no category; the row is named.
    """
    if len(one) != len(two):
        raise ValueError(f"{len(one)} answers of the first and {len(two)} of the second are no pairs.")
    place = {category: i for i, category in enumerate(categories)}
    table = np.zeros((len(categories), len(categories)))
    for row, (a, b) in enumerate(zip(one, two, strict=True), 1):
        if a not in place or b not in place:
            raise ValueError(f"Row {row}: {a!r} or {b!r} is no category.")
        table[place[a], place[b]] += 1
    return table


def _shares(table: npt.ArrayLike) -> tuple[Array, int]:
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < 2:
        raise ValueError("Agreement needs a square table with at least two categories.")
    if (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError("The table must hold counts.")
    n = int(counts.sum())
    return (counts / n if n else counts), n


def _agreement_weights(k: int, weights: Weights) -> Array:
    steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    if weights is Weights.NONE:
        return np.eye(k)
    found: Array = 1 - (steps if weights is Weights.LINEAR else steps**2)
    return found


def kappa(table: npt.ArrayLike, *, about: About, weights: Weights = Weights.NONE, level: float = 0.95) -> Result:
    """Agreement beyond chance, as Cohen defined it.

    Parameters
    ----------
    table
        Counts, shape (k, k): first informant in rows, second in columns, categories in order.

    Returns
    -------
    Result
        -1 to 1; `details["null_se"]` belongs to the test of no agreement, which gives `p_value`. CannotEstimate when
        both always say the same one thing, for then chance explains everything.

    Source
    ------
    Fleiss, Cohen and Everitt 1969, https://doi.org/10.1037/h0028106
    """
    method = "Cohen's kappa" if weights is Weights.NONE else f"weighted kappa ({weights})"
    p, n = _shares(table)
    row, column = p.sum(axis=1), p.sum(axis=0)
    if n == 0 or (row.max() == 1 and column.max() == 1 and row.argmax() == column.argmax()):
        return cannot(method, about, "there is no variation between answers" if n else "there are no pairs", n=n)
    w = _agreement_weights(len(p), weights)
    seen, chance = float((w * p).sum()), float(row @ w @ column)
    estimate = (seen - chance) / (1 - chance)
    wr, wc = w @ column, w.T @ row  # mean weight of a row, of a column
    sums = wr[:, None] + wc[None, :]
    inner = float((p * (w - sums * (1 - estimate)) ** 2).sum())
    variance = max(0.0, inner - (estimate - chance * (1 - estimate)) ** 2) / (n * (1 - chance) ** 2)
    null = (float((np.outer(row, column) * (w - sums) ** 2).sum()) - chance**2) / (n * (1 - chance) ** 2)
    null_se = math.sqrt(max(null, 0.0))
    return _coefficient(
        method, estimate, math.sqrt(variance), n, about=about, level=level,
        p_value=z_p(estimate / null_se) if null_se else None,
        details={"null_se": null_se, "seen": seen, "chance": chance},
    )  # fmt: skip


def _coefficient(
    method: str,
    estimate: float,
    se: float,
    n: int,
    *,
    about: About,
    level: float,
    p_value: float | None = None,
    details: dict[str, float] | None = None,
) -> Result:
    half = z_quantile(level) * se
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=estimate,
        unit="agreement",
        interval=Interval(max(-1.0, estimate - half), min(1.0, estimate + half), level),
        standard_error=se,
        p_value=p_value,
        n=n,
        denominators={"pairs": n},
        response=response_of(n, about),
        details=details or {},
    )


def ac1(table: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """Agreement beyond chance that does not collapse when nearly everybody gives one answer (Gwet).

    Returns
    -------
    Result
        With the standard error that takes the informants as fixed and men as sampled from many.

    Source
    ------
    Gwet 2008, https://doi.org/10.1348/000711006X126600
    """
    p, n = _shares(table)
    if n < 2:
        return cannot("Gwet's AC1", about, f"there are {n} pairs", n=n)
    k = len(p)
    share = (p.sum(axis=0) + p.sum(axis=1)) / 2
    seen, chance = float(np.trace(p)), float((share * (1 - share)).sum() / (k - 1))
    estimate = (seen - chance) / (1 - chance)
    # Linearised value of one pair (i, j); its variance over pairs is that of the coefficient.
    agree = (np.eye(k) - chance) / (1 - chance)
    own = (1 - share) / (k - 1)
    chance_of_pair = (own[:, None] + own[None, :]) / 2
    linear = agree - 2 * (1 - estimate) * (chance_of_pair - chance) / (1 - chance)
    variance = float((p * (linear - estimate) ** 2).sum()) * n / (n * (n - 1))
    return _coefficient(
        "Gwet's AC1", estimate, math.sqrt(variance), n, about=about, level=level,
        details={"seen": seen, "chance": chance},
    )  # fmt: skip


def mcnemar(first_only: int, second_only: int, *, about: About, mid: bool = False) -> Result:
    """Does one informant report more often than the other? Exact test on the pairs that disagree.

    Parameters
    ----------
    first_only, second_only
        Pairs in which only the first, only the second, reports it.
    mid
        Count half of the probability of what was seen (mid-p): nearer to its level.

    Returns
    -------
    Result
        Share of disagreeing pairs in which the first reports it, with its exact interval; 0.5 is no difference.

    Source
    ------
    McNemar 1947, https://doi.org/10.1007/BF02295996; mid-p: Fagerland, Lydersen and Laake 2013,
    https://doi.org/10.1186/1471-2288-13-91
    """
    from article16.evaluation.proportions import clopper_pearson, mid_p

    n = first_only + second_only
    method = f"McNemar test, {'mid-p' if mid else 'exact'}"
    if n == 0:
        return cannot(method, about, "no pair disagrees")
    share = (mid_p if mid else clopper_pearson)(first_only, n, about=About(estimand=about.estimand))
    less = min(first_only, second_only)
    below = float(special.bdtr(less, n, 0.5))
    point = math.comb(n, less) / 2**n
    p = 2 * below - point if mid else min(1.0, 2 * below)
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=share.estimate,
        interval=share.interval,
        p_value=min(1.0, p),
        n=n,
        denominators={"first only": first_only, "second only": second_only},
    )
