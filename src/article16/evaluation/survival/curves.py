"""How many are still without the event: Kaplan-Meier, log-rank, and mean time without it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, chi2_p, codes, vector, z_p, z_quantile
from article16.evaluation.results import About, Direction, Interval, Result, cannot, response_of
from article16.evaluation.survival.risk import observed, sets

# How much wider the interval of a mean time is where events are few, of one group and of each of two of one size: found
# by simulation, so that 95 % are covered with 8 men and with 3 events (`docs/methods/calibration.md`).
FEW_EVENTS, FEW_IN_TWO = 2.0, 0.7


@dataclass(frozen=True, slots=True)
class Curve:
    """Kaplan-Meier estimate at the distinct times of events."""

    times: Array
    at_risk: Array
    events: Array
    survival: Array  # just after each time, 0 to 1
    sum_greenwood: Array  # sum of d / (n (n - d)); infinite after the last man at risk had the event
    n: int
    longest: float  # longest time under observation

    def at(self, time: float, *, about: About, level: float = 0.95) -> Result:
        """Share without the event at a time, with the log-log interval.

        Returns
        -------
        Result
            0 to 1, higher is safer. CannotEstimate beyond the longest time under observation.

        Source
        ------
        Kaplan and Meier 1958, https://doi.org/10.1080/01621459.1958.10501452; Greenwood 1926; log-log interval:
        Kalbfleisch and Prentice 2002, https://doi.org/10.1002/9781118032985
        """
        method = "Kaplan-Meier, log-log interval"
        if self.n == 0 or time > self.longest:
            return cannot(method, about, f"nobody was observed until time {time:g}", n=self.n)
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        value = 1.0 if place < 0 else float(self.survival[place])
        spread = 0.0 if place < 0 else float(self.sum_greenwood[place])
        low, high = _log_log(value, spread, z_quantile(level))
        return Result(
            method=method,
            estimand=about.estimand,
            estimate=value,
            interval=Interval(low, high, level),
            standard_error=value * math.sqrt(spread) if math.isfinite(spread) else None,
            n=self.n,
            denominators={"at start": self.n, "events": int(self.events[: place + 1].sum())},
            response=response_of(self.n, about),
            direction=Direction.HIGHER_IS_SAFER,
            warnings=("No event so far: the interval cannot be found.",) if value == 1 else (),
        )


def _log_log(value: float, spread: float, z: float) -> tuple[float, float]:
    if value in (0.0, 1.0):
        return value, value
    reach = max(-700.0, z * math.sqrt(spread) / math.log(value))  # negative
    return value ** math.exp(-reach), value ** math.exp(reach)


def kaplan_meier(stop: npt.ArrayLike, event: npt.ArrayLike, entry: npt.ArrayLike | None = None) -> Curve:
    """Share without the event as time goes on; arguments as in `risk.observed`.

    Events that end the chance of others (prison, death) are not censoring: use `aalen_johansen` there.
    """
    t, d, begin = observed(stop, event, entry)
    found = sets(t, d, begin)
    ones = np.ones(len(t))
    at_risk, events = found.at_risk(ones), found.with_event(ones)
    survival: Array = np.cumprod((at_risk - events) / at_risk)
    with np.errstate(divide="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
    return Curve(found.times, at_risk, events, survival, greenwood, len(t), float(t.max(initial=0.0)))


def log_rank(stop: npt.ArrayLike, event: npt.ArrayLike, group: npt.ArrayLike, *, about: About) -> Result:
    """Whether groups differ in when it happens, over the whole time.

    Returns
    -------
    Result
        Chi-square with groups - 1 degrees of freedom; `details` hold observed minus expected of each group, in sorted
        order of labels. CannotEstimate with one group or without events.

    Source
    ------
    Mantel 1966; Peto and Peto 1972, https://doi.org/10.2307/2344317
    """
    t, d, _ = observed(stop, event)
    code, groups = codes(group)
    if groups < 2 or not d.any():
        return cannot("log-rank test", about, "there is one group" if groups < 2 else "nobody had the event", n=len(t))
    found = sets(t, d)
    member = np.eye(groups)[code]
    risk, dead = found.at_risk(member), found.with_event(member)
    n, total = risk.sum(axis=1), dead.sum(axis=1)
    difference = (dead - risk * (total / n)[:, None]).sum(axis=0)
    factor = np.where(n > 1, total * (n - total) / np.maximum(n - 1, 1), 0.0)
    share = risk / n[:, None]
    covariance = np.diag(factor @ share) - (share * factor[:, None]).T @ share
    chi2 = float(difference[1:] @ np.linalg.lstsq(covariance[1:, 1:], difference[1:], rcond=None)[0])
    return Result(
        method="log-rank test",
        estimand=about.estimand,
        estimate=chi2,
        unit="chi-square",
        p_value=chi2_p(chi2, groups - 1),
        n=len(t),
        denominators={"counted": len(t), "events": int(d.sum())},
        response=response_of(len(t), about),
        details={f"observed minus expected {i}": float(x) for i, x in enumerate(difference)},
    )


def mean_time(stop: npt.ArrayLike, event: npt.ArrayLike, until: float, *, about: About, level: float = 0.95) -> Result:
    """Mean time without the event within a window (restricted mean survival time).

    Parameters
    ----------
    until
        End of the window, not after the longest time under observation.

    Returns
    -------
    Result
        In the unit of time, higher is safer. CannotEstimate when nobody was observed until the end of the window.

    Source
    ------
    Royston and Parmar 2013, https://doi.org/10.1186/1471-2288-13-152; variance: Klein and Moeschberger 2003,
    https://doi.org/10.1007/b97377
    """
    return _mean_time(stop, event, until, about, level, FEW_EVENTS)


def _mean_time(
    stop: npt.ArrayLike, event: npt.ArrayLike, until: float, about: About, level: float, few: float
) -> Result:
    curve = kaplan_meier(stop, event)
    method = f"restricted mean time until {until:g}"
    if curve.n == 0 or until > curve.longest or until <= 0:
        return cannot(method, about, f"nobody was observed until time {until:g}", n=curve.n)
    value, variance = _area(curve, until)
    se = math.sqrt(variance)
    events = float(curve.events[curve.times < until].sum())
    interval = _within(value, se, until, events, level, few)
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="unit of time",
        interval=interval,
        standard_error=se,
        n=curve.n,
        denominators={"counted": curve.n, "events": int(curve.events[curve.times <= until].sum())},
        response=response_of(curve.n, about),
        direction=Direction.HIGHER_IS_SAFER,
        warnings=("Nobody had the event in it: the interval cannot be found.",) if interval is None else (),
    )


def _within(value: float, se: float, until: float, events: float, level: float, few: float) -> Interval | None:
    """Interval of a mean time that lies between 0 and the window; None where nothing was lost of it.

    On the scale log(mean / (window - mean)): the plain one covers 87 % where events are few. The variance rests on the
    events alone, and a few late ones make it far too small; it is widened with the square of their number.
    """
    if se == 0:
        return None
    middle = math.log(value / (until - value))
    wider = math.sqrt(1 + few * (value / until / events) ** 2)
    half = z_quantile(level) * se * wider * until / (value * (until - value))
    low, high = (until * float(special.expit(middle + sign * half)) for sign in (-1, 1))
    return Interval(low, high, level)


def _area(curve: Curve, until: float) -> tuple[float, float]:
    """Area under the curve to a time, and its variance."""
    inside = curve.times < until
    times = np.concatenate([[0.0], curve.times[inside], [until]])
    pieces = np.diff(times) * np.concatenate([[1.0], curve.survival[inside]])
    after = pieces[::-1].cumsum()[::-1][1:]  # area to the right of each event time
    n, d = curve.at_risk[inside], curve.events[inside]
    # Where the last man at risk has the event nothing is to the right, and 0 x infinity is 0.
    terms = np.where(n > d, after**2 * d / (n * np.maximum(n - d, 1.0)), 0.0)
    return float(pieces.sum()), float(terms.sum())


def mean_time_difference(
    stop: npt.ArrayLike,
    event: npt.ArrayLike,
    treated: npt.ArrayLike,
    until: float,
    *,
    about: About,
    level: float = 0.95,
) -> Result:
    """How much longer the treated stay without the event within a window; positive means safer.

    Source
    ------
    As `mean_time`; interval of the difference from those of both means: Zou and Donner 2008,
    https://doi.org/10.1002/sim.3095
    """
    t, d, _ = observed(stop, event)
    side = vector(treated, "treated", length=len(t))
    about_one = About(estimand=about.estimand)
    # Both means are skew the same way, which cancels between groups of one size. The more unlike the sizes, the more it
    # is the interval of the smaller group.
    unlike = abs(2 * float(side.mean()) - 1) if len(side) else 0.0
    few = FEW_IN_TWO + (FEW_EVENTS - FEW_IN_TWO) * unlike
    groups = [_mean_time(t[side == s], d[side == s], until, about_one, level, few) for s in (1, 0)]
    method = f"difference of restricted mean time until {until:g}"
    for group in groups:
        if group.estimate is None:
            return cannot(method, about, f"in one group nobody was observed until time {until:g}", n=len(t))
    value = groups[0].value - groups[1].value
    se = math.hypot(*(group.standard_error or 0.0 for group in groups))
    one, two = ((group.value, group.interval) for group in groups)
    interval = _apart(value, one, two, level)
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="difference in units of time",
        interval=interval,
        standard_error=se,
        p_value=z_p(value / se) if se else None,
        n=len(t),
        denominators={"treated": groups[0].n, "control": groups[1].n},
        response=response_of(len(t), about),
        direction=Direction.HIGHER_IS_SAFER,
    )


def _apart(
    value: float, one: tuple[float, Interval | None], two: tuple[float, Interval | None], level: float
) -> Interval | None:
    """Interval of a difference from the intervals of both sides; None where one has none."""
    (a, first), (b, second) = one, two
    if first is None or second is None:
        return None
    low = value - math.hypot(a - first.low, second.high - b)
    high = value + math.hypot(first.high - a, b - second.low)
    return Interval(low, high, level)
