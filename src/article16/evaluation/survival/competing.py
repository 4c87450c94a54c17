"""Which ending comes first: cumulative incidence when one ending rules out the others."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, vector, z_quantile
from article16.evaluation.results import About, Direction, Interval, Result, cannot, response_of
from article16.evaluation.survival.risk import observed, sets

ALL = 1e-12  # when fewer than this share is left, everybody has ended so


@dataclass(frozen=True, slots=True)
class Incidence:
    """Aalen-Johansen estimate of one ending, at the distinct times of any ending."""

    times: Array
    at_risk: Array
    all_endings: Array
    this_ending: Array
    incidence: Array  # just after each time, 0 to 1
    variance: Array
    n: int
    longest: float

    def at(self, time: float, *, about: About, level: float = 0.95, direction: Direction = Direction.NONE) -> Result:
        """Share that ended this way until a time, with a log-log interval.

        Returns
        -------
        Result
            0 to 1. CannotEstimate beyond the longest time under observation.
        """
        method = "Aalen-Johansen, log-log interval"
        if self.n == 0 or time > self.longest:
            return cannot(method, about, f"nobody was observed until time {time:g}", n=self.n)
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        value = 0.0 if place < 0 else float(self.incidence[place])
        se = 0.0 if place < 0 else math.sqrt(max(0.0, float(self.variance[place])))
        low, high = _ends(value, se, z_quantile(level))
        return Result(
            method=method,
            estimand=about.estimand,
            estimate=value,
            interval=Interval(low, high, level),
            standard_error=se,
            n=self.n,
            denominators={"at start": self.n, "ended so": int(self.this_ending[: place + 1].sum())},
            response=response_of(self.n, about),
            direction=direction,
            warnings=("Nobody ended this way so far: the interval cannot be found.",) if value == 0 else (),
        )


def _ends(value: float, se: float, z: float) -> tuple[float, float]:
    rest = 1 - value
    if value == 0 or se == 0 or rest < ALL:
        return value, value
    reach = max(-700.0, z * se / (rest * math.log(rest)))  # negative
    return 1 - rest ** math.exp(reach), 1 - rest ** math.exp(-reach)


def aalen_johansen(stop: npt.ArrayLike, ending: npt.ArrayLike, of: int) -> Incidence:
    """Share that has ended in one way as time goes on, others ruling it out.

    Parameters
    ----------
    stop
        Time until the ending or the end of observation.
    ending
        0 while observation simply ends; 1, 2, … for the endings (completed, dropped out, excluded, prison, …).
    of
        The ending that is asked about.

    Returns
    -------
    Incidence
        Ties are exact: all endings of one time share its risk set. The variance is that of the delta method with
        multinomial increments; without censoring it is F(1 - F)/n.

    Raises
    ------
    ValueError
        Unknown or negative codes, negative times, 0 asked about.

    Source
    ------
    Aalen and Johansen 1978, https://www.jstor.org/stable/4615704; variance: Marubini and Valsecchi
    1995, Analysing Survival Data, section 10.2.5.
    """
    e = vector(ending, "endings")
    if of <= 0 or (e < 0).any() or (e != np.floor(e)).any():
        raise ValueError("Endings are whole numbers: 0 for still observed, 1 and more for the ways to end.")
    t, any_end, _ = observed(stop, (e > 0).astype(np.float64))
    found = sets(t, any_end)
    ones = np.ones(len(t))
    n, d = found.at_risk(ones), found.with_event(ones)
    k = found.with_event((e == of).astype(np.float64))
    survival = np.cumprod((n - d) / n)
    before = np.concatenate([[1.0], survival[:-1]])[: len(n)]
    incidence = np.cumsum(before * k / n)
    return Incidence(
        found.times, n, d, k, incidence, _variance(n, d, k, before, incidence), len(t), float(t.max(initial=0.0))
    )


def _variance(n: Array, d: Array, k: Array, before: Array, f: Array) -> Array:
    """Sum over times s up to t of (F(t) - F(s))² a(s) - 2 (F(t) - F(s)) b(s) + c(s), by cumulative sums."""
    left = np.maximum(n - d, 1.0)
    # After a time at which all end, F no longer rises, so the factor is 0 and `a` may be anything.
    a = np.where(n > d, d / (n * left), 0.0)
    b = before * k / n**2
    c = before**2 * k * (n - k) / n**3
    out = f**2 * np.cumsum(a) - 2 * f * np.cumsum(a * f) + np.cumsum(a * f**2)
    found: Array = out - 2 * (f * np.cumsum(b) - np.cumsum(b * f)) + np.cumsum(c)
    return found
