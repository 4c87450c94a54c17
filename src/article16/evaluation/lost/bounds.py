"""What can be said without knowing anything about those who were lost: bounds instead of a number."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, root, vector
from article16.evaluation.results import About, Direction, Interval, Result, cannot, response_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded(Result):
    """Not one number but two ends: every value between them fits the data. `interval` holds the truth in 95 %."""

    estimate: float | None = None
    bounds: Interval

    def __str__(self) -> str:
        ends = f" (interval {self.interval.low:.4g} to {self.interval.high:.4g})" if self.interval else ""
        return f"between {self.bounds.low:.4g} and {self.bounds.high:.4g}{ends}, {self.method}, n = {self.n}"


def imbens_manski(low: float, high: float, se_low: float, se_high: float, level: float = 0.95) -> Interval:
    """Interval that holds the true value, wherever it lies between the bounds, with at least its level.

    Source
    ------
    Imbens and Manski 2004, https://doi.org/10.1111/j.1468-0262.2004.00555.x
    """
    widest = max(se_low, se_high)
    if widest == 0:
        return Interval(low, high, level, "Imbens-Manski")
    c = _critical((high - low) / widest, level)
    return Interval(low - c * se_low, high + c * se_high, level, "Imbens-Manski")


def _critical(gap: float, level: float) -> float:
    """Between the one-sided quantile (a wide gap between the bounds) and the two-sided one (none)."""

    def short(c: float) -> float:
        return float(special.ndtr(c + gap) - special.ndtr(-c)) - level

    return root(short, 0.0, 10.0, "Imbens-Manski")


def _exact(yes: int, lost: int, n: int, level: float) -> Interval:
    """The same for yes or no: each end is an exact binomial limit at the tail that Imbens and Manski ask for."""
    low, high = yes / n, (yes + lost) / n
    widest = max(math.sqrt(p * (1 - p) / n) for p in (low, high))
    tail = float(special.ndtr(-_critical((high - low) / widest, level))) if widest else 1 - level
    bottom = 0.0 if yes == 0 else float(special.betaincinv(yes, n - yes + 1, tail))
    most = yes + lost
    top = 1.0 if most == n else float(special.betainccinv(most + 1, n - most, tail))
    return Interval(bottom, top, level, "Imbens-Manski, exact ends")


def worst_case(
    values: npt.ArrayLike,
    least: float,
    most: float,
    *,
    about: About,
    level: float = 0.95,
    direction: Direction = Direction.NONE,
) -> Result:
    """Mean of everybody, when those who are missing may have any possible value (Manski).

    Parameters
    ----------
    values
        One for everybody who should have answered; NaN is missing.
    least, most
        The ends of the scale: 0 and 1 for yes/no, for which the ends of the interval are exact.

    Returns
    -------
    Bounded
        CannotEstimate with fewer than two people.

    Source
    ------
    Manski 1990; Horowitz and Manski 2000, https://doi.org/10.1080/01621459.2000.10473902
    """
    y = vector(values, "values", missing=True)
    method = "worst-case bounds"
    if len(y) < 2:
        return cannot(method, about, f"{len(y)} people are too few", n=len(y))
    known = y[~np.isnan(y)]
    if len(known) and (known.min() < least or known.max() > most):
        raise ValueError(f"A value lies outside {least:g} to {most:g}.")
    ends = [np.where(np.isnan(y), end, y) for end in (least, most)]
    found = _bounded(method, *(_mean(end) for end in ends), y=y, about=about, level=level, direction=direction)
    if not np.isin(known, (least, most)).all():
        return found
    exact = _exact(int((known == most).sum()), len(y) - len(known), len(y), level)
    scaled = [least + (most - least) * end for end in (exact.low, exact.high)]
    return replace(found, interval=Interval(scaled[0], scaled[1], level, exact.kind))


def _mean(values: Array) -> tuple[float, float]:
    """Mean and its squared standard error."""
    return float(values.mean()), float(values.var()) / len(values)


def _bounded(
    method: str,
    low: tuple[float, float],
    high: tuple[float, float],
    *,
    y: Array,
    about: About,
    level: float,
    direction: Direction,
    warnings: tuple[str, ...] = (),
) -> Bounded:
    known = int((~np.isnan(y)).sum())
    return Bounded(
        method=method,
        estimand=about.estimand,
        unit="unit of the outcome",
        bounds=Interval(low[0], high[0], 1.0, "bounds"),
        interval=imbens_manski(low[0], high[0], math.sqrt(low[1]), math.sqrt(high[1]), level),
        n=known,
        denominators={"known": known, "should be known": len(y)},
        response=known / len(y) if about.eligible is None else response_of(known, about),
        direction=direction,
        warnings=warnings,
    )


def worst_case_difference(
    values: npt.ArrayLike, treated: npt.ArrayLike, least: float, most: float, *, about: About, level: float = 0.95
) -> Result:
    """How much lower an unwanted outcome is among the treated, the lost of both groups being unknown.

    Returns
    -------
    Bounded
        Mean of control minus mean of treated: positive means safer, if a lower value does.
    """
    y = vector(values, "values", missing=True)
    t = vector(treated, "treated", length=len(y))
    method = "worst-case bounds of the difference"
    groups = [worst_case(y[t == side], least, most, about=About(estimand=about.estimand)) for side in (1, 0)]
    if not all(isinstance(group, Bounded) for group in groups):
        return cannot(method, about, "a group has fewer than two people", n=len(y))
    pieces = {(side, end): _mean(np.where(np.isnan(y), end, y)[t == side]) for side in (1, 0) for end in (least, most)}

    def difference(control: float, treat: float) -> tuple[float, float]:
        c, d = pieces[0, control], pieces[1, treat]
        return c[0] - d[0], c[1] + d[1]

    return _bounded(
        method,
        difference(least, most),
        difference(most, least),
        y=y,
        about=about,
        level=level,
        direction=Direction.HIGHER_IS_SAFER,
    )


def lee(values: npt.ArrayLike, treated: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """Difference for those who would answer in either group, when one group answers more than the other.

    Parameters
    ----------
    values
        One for everybody, NaN when lost; lower is safer.
    treated
        1 or 0, assigned by chance.

    Returns
    -------
    Bounded
        Mean of control minus mean of treated. CannotEstimate when a group has fewer than two known values.

    Source
    ------
    Lee 2009, https://doi.org/10.1111/j.1467-937X.2009.00536.x
    """
    method = "Lee bounds"
    y = vector(values, "values", missing=True)
    t = vector(treated, "treated", length=len(y))
    known = ~np.isnan(y)
    rates = {side: float(known[t == side].mean()) if (t == side).any() else 0.0 for side in (1, 0)}
    groups = {side: y[known & (t == side)] for side in (1, 0)}
    if min(len(group) for group in groups.values()) < 2:
        return cannot(method, about, "a group has fewer than two known values", n=int(known.sum()))
    more = 1 if rates[1] >= rates[0] else 0
    cut = 1 - rates[1 - more] / rates[more]
    whole = groups[1 - more]
    fixed = (float(whole.mean()), float(whole.var()) / len(whole))
    ends = [_trimmed(groups[more], cut, t, rates, more, top=top) for top in (True, False)]  # least, most
    if more == 1:
        low, high = ((fixed[0] - m, fixed[1] + v) for m, v in reversed(ends))
    else:
        low, high = ((m - fixed[0], fixed[1] + v) for m, v in ends)
    return _bounded(
        method,
        low,
        high,
        y=y,
        about=about,
        level=level,
        direction=Direction.HIGHER_IS_SAFER,
        warnings=("Right only if the programme keeps people answering, or keeps them from it, but not both.",),
    )


def _trimmed(
    group: Array, cut: float, t: Array, rates: dict[int, float], more: int, *, top: bool
) -> tuple[float, float]:
    """Mean without a share at one end (the marginal person counts in part), and its squared standard error."""
    ordered = np.sort(group)[::-1] if not top else np.sort(group)
    keep = (1 - cut) * len(group)
    weight = np.clip(keep - np.arange(len(group)), 0.0, 1.0)
    mean = float(weight @ ordered) / keep
    spread = float(weight @ (ordered - mean) ** 2) / keep
    edge = float(ordered[max(0, math.ceil(keep - 1e-9) - 1)])
    share = float((t == more).mean())
    other = rates[1 - more]
    odds = other / (1 - cut)
    v_cut = (1 - cut) ** 2 * ((1 - odds) / (share * odds) + (1 - other) / ((1 - share) * other))
    variance = spread / keep + (edge - mean) ** 2 * cut / keep
    return mean, variance + ((edge - mean) / (1 - cut)) ** 2 * v_cut / len(t)
