"""Shares with exact or score intervals, flows from step to step, and two shares against each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from scipy import special

from article16.evaluation.numerics import Array, root, z_p, z_quantile
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot, response_of

_Ends: TypeAlias = Callable[[int, int, float], tuple[float, float]]

NOBODY = "nobody was counted"


def wilson(events: int, n: int, *, about: About, level: float = 0.95, direction: Direction = Direction.NONE) -> Result:
    """Share of people, with the score interval that stays within 0 and 1.

    Parameters
    ----------
    events
        How many had the outcome, 0 to n.
    n
        How many were counted. Missing answers are not among them; they lower `response`.
    level
        Confidence level, 0 to 1.

    Returns
    -------
    Result
        Proportion, 0 to 1, with standard error at the estimate. CannotEstimate when n is 0.

    Raises
    ------
    ValueError
        When events are not 0 to n.

    Source
    ------
    Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953
    """
    return _share("Wilson score interval", _wilson_ends, events, n, about=about, level=level, direction=direction)


def clopper_pearson(
    events: int, n: int, *, about: About, level: float = 0.95, direction: Direction = Direction.NONE
) -> Result:
    """Share of people, with the exact interval that covers at least its level. Parameters as in `wilson`.

    Source
    ------
    Clopper and Pearson 1934, https://doi.org/10.1093/biomet/26.4.404
    """
    return _share(
        "Clopper-Pearson exact interval", _exact_ends, events, n, about=about, level=level, direction=direction
    )


def mid_p(events: int, n: int, *, about: About, level: float = 0.95, direction: Direction = Direction.NONE) -> Result:
    """Share of people, with the exact interval that counts half of what was observed. Parameters as in `wilson`.

    Source
    ------
    Berry and Armitage 1995, https://doi.org/10.2307/2348891
    """
    return _share("mid-p exact interval", _mid_p_ends, events, n, about=about, level=level, direction=direction)


def _share(
    method: str, ends: _Ends, events: int, n: int, *, about: About, level: float, direction: Direction
) -> Result:
    if not 0 <= events <= n:
        raise ValueError(f"{events} of {n} is not a share.")
    if n == 0:
        return cannot(method, about, NOBODY)
    low, high = ends(events, n, level)
    share = events / n
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=share,
        interval=Interval(low, high, level),
        standard_error=math.sqrt(share * (1 - share) / n),
        n=n,
        denominators={"events": events, "counted": n},
        response=response_of(n, about),
        direction=direction,
    )


def _wilson_ends(events: int, n: int, level: float) -> tuple[float, float]:
    z = z_quantile(level)
    middle = events + z * z / 2
    half = z * math.sqrt(events * (n - events) / n + z * z / 4)
    low = 0.0 if events == 0 else (middle - half) / (n + z * z)
    high = 1.0 if events == n else (middle + half) / (n + z * z)
    return low, high


def _exact_ends(events: int, n: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(special.betaincinv(events, n - events + 1, tail))
    high = 1.0 if events == n else float(special.betainccinv(events + 1, n - events, tail))
    return low, high


def _mid_p_ends(events: int, n: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low, high = _exact_ends(events, n, level)
    found_low = 0.0 if events == 0 else root(lambda p: _upper_mid(events, n, p) - tail, low / 2, 1.0, "mid-p")
    found_high = 1.0 if events == n else root(lambda p: _lower_mid(events, n, p) - tail, 0.0, (high + 1) / 2, "mid-p")
    return found_low, found_high


def _point(k: int, n: int, p: float) -> float:
    """Binomial probability of exactly k of n."""
    log = special.xlogy(k, p) + special.xlog1py(n - k, -p) - math.log(n + 1) - special.betaln(n - k + 1, k + 1)
    return float(np.exp(log))


def _upper_mid(k: int, n: int, p: float) -> float:
    """P(more than k) + half of P(k)."""
    more = float(special.betainc(k + 1, n - k, p)) if k < n else 0.0
    return more + 0.5 * _point(k, n, p)


def _lower_mid(k: int, n: int, p: float) -> float:
    """P(fewer than k) + half of P(k)."""
    fewer = float(special.betaincc(k, n - k + 1, p)) if k else 0.0
    return fewer + 0.5 * _point(k, n, p)


def flow(steps: Sequence[tuple[str, int]], *, about: About, level: float = 0.95) -> tuple[Result, ...]:
    """How many went on from each step to the next, with Wilson intervals.

    Parameters
    ----------
    steps
        Name and number of persons, from referral on. Numbers may not rise.

    Returns
    -------
    tuple of Result
        One for each step after the first: share of the step before; `details["of_all"]` is the share of the
        first step.

    Raises
    ------
    ValueError
        When a later step has more people than the one before.
    """
    found = []
    for (before, from_n), (name, n) in pairwise(steps):
        if n > from_n:
            raise ValueError(f"{name} has {n} people, more than {before} with {from_n}.")
        result = wilson(n, from_n, about=About(estimand=about.estimand), level=level)
        if not isinstance(result, CannotEstimate):
            result = Result(
                method=f"Wilson score interval: {before} to {name}",
                estimand=about.estimand,
                estimate=result.estimate,
                interval=result.interval,
                standard_error=result.standard_error,
                n=from_n,
                denominators={before: from_n, name: n, steps[0][0]: steps[0][1]},
                details={"of_all": n / steps[0][1]},
            )
        found.append(result)
    return tuple(found)


def risk_difference(
    events_treated: int, treated: int, events_control: int, control: int, *, about: About, level: float = 0.95
) -> Result:
    """How much rarer an unwanted event is among the treated; positive means safer.

    Newcombe's interval from two Wilson intervals: it never leaves -1 to 1 and keeps its level in small groups.

    Returns
    -------
    Result
        Share among controls minus share among treated, -1 to 1. CannotEstimate when a group is empty.

    Source
    ------
    Newcombe 1998 (method 10), https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
    """
    method = "risk difference, Newcombe's interval"
    if not (0 <= events_treated <= treated and 0 <= events_control <= control):
        raise ValueError("Events must lie between 0 and the number counted in each group.")
    if not treated or not control:
        return cannot(method, about, "one of the two groups is empty", n=treated + control)
    share_t, share_c = events_treated / treated, events_control / control
    low_t, high_t = _wilson_ends(events_treated, treated, level)
    low_c, high_c = _wilson_ends(events_control, control, level)
    difference = share_c - share_t
    low = difference - math.hypot(share_c - low_c, high_t - share_t)
    high = difference + math.hypot(high_c - share_c, share_t - low_t)
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=difference,
        unit="difference of proportions",
        interval=Interval(low, high, level),
        n=treated + control,
        denominators={"treated": treated, "control": control},
        response=response_of(treated + control, about),
        direction=Direction.HIGHER_IS_SAFER,
        p_value=_pooled_p(events_treated, treated, events_control, control),
    )


def _pooled_p(a: int, n: int, c: int, m: int) -> float:
    pooled = (a + c) / (n + m)
    variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    return 1.0 if variance == 0 else z_p((a / n - c / m) / math.sqrt(variance))


def exact_odds_ratio(
    events_treated: int,
    treated: int,
    events_control: int,
    control: int,
    *,
    about: About,
    level: float = 0.95,
    mid: bool = False,
) -> Result:
    """Odds of *no* event, treated against control, exact for small numbers; above 1 means safer.

    Conditional maximum likelihood with the limits of Cornfield's exact interval, or with the mid-p limits.

    Returns
    -------
    Result
        Odds ratio, 0 to infinity; `p_value` is twice the smaller (mid-)tail. CannotEstimate when no margin varies.

    Source
    ------
    Cornfield 1956; Agresti 2001, https://doi.org/10.1002/sim.738
    """
    label = "mid-p" if mid else "exact"
    method = f"conditional odds ratio, {label} interval"
    if not (0 <= events_treated <= treated and 0 <= events_control <= control):
        raise ValueError("Events must lie between 0 and the number counted in each group.")
    observed, total = treated - events_treated, treated - events_treated + control - events_control
    least, most = max(0, total - control), min(treated, total)
    if least == most:
        return cannot(method, about, "the margins of the table leave only one possible table", n=treated + control)
    table = _Hypergeometric(treated, control, total, least, most)
    tail, half = (1 - level) / 2, 0.5 if mid else 1.0
    low = 0.0 if observed == least else table.solve(lambda w: _tail(w, observed - least, half, upper=True) - tail)
    high = np.inf if observed == most else table.solve(lambda w: _tail(w, observed - least, half, upper=False) - tail)
    null = table.weights(0.0)
    tails = [_tail(null, observed - least, half, upper=upper) for upper in (True, False)]
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=table.most_likely(observed),
        unit="odds ratio of no event",
        interval=Interval(low, high, level),
        p_value=min(1.0, 2 * min(tails)),
        n=treated + control,
        denominators={"treated": treated, "control": control},
        response=response_of(treated + control, about),
    )


def _tail(weights: Array, at: int, half: float, *, upper: bool) -> float:
    beyond = weights[at + 1 :] if upper else weights[:at]
    return float(beyond.sum() + half * weights[at])


class _Hypergeometric:
    """Fisher's noncentral hypergeometric distribution of the first cell, all margins given."""

    def __init__(self, treated: int, control: int, total: int, least: int, most: int) -> None:
        self.support = np.arange(least, most + 1)
        k = self.support
        self.log = -(special.betaln(k + 1, treated - k + 1) + special.betaln(total - k + 1, control - total + k + 1))

    def weights(self, log_odds: float) -> Array:
        log = self.log + log_odds * self.support
        found: Array = np.exp(log - log.max())
        found /= found.sum()
        return found

    def solve(self, of_weights: Callable[[Array], float]) -> float:
        return math.exp(root(lambda b: of_weights(self.weights(b)), -60.0, 60.0, "odds ratio"))

    def most_likely(self, observed: int) -> float:
        if observed in (self.support[0], self.support[-1]):
            return 0.0 if observed == self.support[0] else math.inf
        return self.solve(lambda w: float(w @ self.support) - observed)
