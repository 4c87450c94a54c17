"""Events that come again: how many there are for each man as time goes on."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import vector, z_quantile
from article16.evaluation.results import About, Direction, Interval, Result, cannot, response_of


def mean_cumulative_count(
    person: npt.ArrayLike,
    day: npt.ArrayLike,
    observed_until: npt.ArrayLike,
    at: float,
    *,
    about: About,
    level: float = 0.95,
) -> Result:
    """Mean number of events for each man until a time, when men are observed for different lengths.

    Parameters
    ----------
    person
        For each event, the row of the man in `observed_until` (0, 1, …).
    day
        For each event, when it happened, not after the end of his observation.
    observed_until
        For each man, when observation ended.
    at
        The time asked about.

    Returns
    -------
    Result
        Events for each man, lower is safer; the standard error is robust against events that come in series.
        CannotEstimate when nobody is observed until then.

    Source
    ------
    Nelson 1988; variance: Lawless and Nadeau 1995, https://doi.org/10.1080/00401706.1995.10484300
    """
    method = f"mean cumulative count until {at:g}"
    end = vector(observed_until, "ends of observation")
    days = vector(day, "days")
    who = np.asarray(person, dtype=np.int64)
    if len(who) != len(days) or (len(who) and (who.min() < 0 or who.max() >= len(end))):
        raise ValueError("Each event needs a man who is in the list.")
    if (days > end[who]).any():
        raise ValueError(f"Event {int(np.argmax(days > end[who])) + 1} is after the end of observation.")
    if not len(end) or at > end.max():
        return cannot(method, about, f"nobody was observed until time {at:g}", n=len(end))
    counted = days <= at
    times, index, number = np.unique(days[counted], return_inverse=True, return_counts=True)
    at_risk = len(end) - np.searchsorted(np.sort(end), times, side="left")
    increments = number / at_risk
    value = float(increments.sum())
    mine = np.bincount(who[counted], weights=1 / at_risk[index], minlength=len(end))
    expected = np.concatenate([[0.0], np.cumsum(increments / at_risk)])[np.searchsorted(times, end, side="right")]
    se = math.sqrt(float(((mine - expected) ** 2).sum()))
    reach = math.exp(z_quantile(level) * se / value) if value else 1.0
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="events for each man",
        interval=Interval(value / reach, value * reach, level),
        standard_error=se,
        n=len(end),
        denominators={"men": len(end), "events": int(counted.sum())},
        response=response_of(len(end), about),
        direction=Direction.LOWER_IS_SAFER,
        warnings=() if value else ("No event so far: the interval cannot be found.",),
    )
