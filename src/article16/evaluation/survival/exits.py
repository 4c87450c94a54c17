"""Who left when, as counts: all that survival curves of several programmes need to know of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, Ints, chi2_p, vector
from article16.evaluation.results import About, Result, cannot
from article16.evaluation.survival.competing import Incidence, aalen_johansen
from article16.evaluation.survival.curves import Curve, kaplan_meier


@dataclass(frozen=True, slots=True)
class Exits:
    """Number of men whose observation ended, by day (or week) and way.

    Personal data where numbers are small. Sealed to a named receiver when it travels.
    """

    times: Array  # distinct times, rising
    ways: Ints  # (times, ways + 1): still observed, first way to end, second, …

    @property
    def men(self) -> int:
        return int(self.ways.sum())

    def curve(self) -> Curve:
        """Kaplan-Meier without any ending."""
        t, e = self.rows()
        return kaplan_meier(t, (e > 0).astype(np.float64))

    def incidence(self, of: int) -> Incidence:
        """Aalen-Johansen of one ending."""
        t, e = self.rows()
        return aalen_johansen(t, e, of)

    def rows(self) -> tuple[Array, Array]:
        """Time and way of each man, in the order of times."""
        rows, ways = np.nonzero(self.ways)
        number = self.ways[rows, ways]
        return np.repeat(self.times[rows], number), np.repeat(ways, number).astype(np.float64)


def exits(stop: npt.ArrayLike, ending: npt.ArrayLike, ways: int) -> Exits:
    """Counts of one programme.

    Parameters
    ----------
    stop, ending
        As in `competing.aalen_johansen`.
    ways
        How many ways to end there are, the same in all programmes.
    """
    t = vector(stop, "times")
    e = vector(ending, "endings", length=len(t)).astype(np.int64)
    if ((e < 0) | (e > ways)).any():
        raise ValueError(f"Row {int(np.argmax((e < 0) | (e > ways))) + 1} has an ending beyond {ways}.")
    times, index = np.unique(t, return_inverse=True)
    found = np.zeros((len(times), ways + 1), dtype=np.int64)
    np.add.at(found, (index.reshape(-1), e), 1)
    return Exits(times, found)


def combine(parts: Iterable[Exits]) -> Exits:
    """Counts of several programmes together: the same as of one file with all their men."""
    given = list(parts)
    if len({part.ways.shape[1] for part in given}) != 1:
        raise ValueError("Programmes differ in the ways to end.")
    times, index = np.unique(np.concatenate([part.times for part in given]), return_inverse=True)
    found = np.zeros((len(times), given[0].ways.shape[1]), dtype=np.int64)
    np.add.at(found, index.reshape(-1), np.concatenate([part.ways for part in given]))
    return Exits(times, found)


def stratified_log_rank(programmes: Iterable[tuple[Exits, Exits]], *, about: About) -> Result:
    """Whether treated and control differ in when it ends, each programme compared within itself.

    Parameters
    ----------
    programmes
        Treated and control counts of each programme.

    Returns
    -------
    Result
        Chi-square with 1 degree of freedom; `details`: observed minus expected among the treated, and its variance.

    Source
    ------
    Mantel 1966; Peto and Peto 1972, https://doi.org/10.2307/2344317
    """
    difference = variance = 0.0
    men = 0
    for treated, control in programmes:
        whole = combine([treated, control])
        n, d = _risk(whole, whole.times)
        n1, d1 = _risk(treated, whole.times)
        share = np.divide(n1, n, out=np.zeros_like(n), where=n > 0)
        difference += float((d1 - d * share).sum())
        variance += float((d * share * (1 - share) * (n - d) / np.maximum(n - 1, 1)).sum())
        men += whole.men
    if variance == 0:
        return cannot("stratified log-rank test", about, "nothing can be compared within any programme", n=men)
    chi2 = difference**2 / variance
    return Result(
        method="stratified log-rank test",
        estimand=about.estimand,
        estimate=chi2,
        unit="chi-square",
        p_value=chi2_p(chi2, 1),
        n=men,
        denominators={"counted": men},
        details={"observed_minus_expected": difference, "variance": variance},
    )


def _risk(part: Exits, times: Array) -> tuple[Array, Array]:
    """At risk and ended at each time."""
    left = np.concatenate([[0], np.cumsum(part.ways.sum(axis=1))])
    at_risk = part.men - left[np.searchsorted(part.times, times, side="left")]
    ended = np.zeros(len(times))
    ended[np.searchsorted(times, part.times)] = part.ways[:, 1:].sum(axis=1)
    return at_risk.astype(np.float64), ended
