"""Completers against drop-outs: printed only in a box that says why this is not an effect."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from article16.evaluation.estimating import expit
from article16.evaluation.numerics import z_quantile
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot

WHY = (
    "Men who complete differ from men who drop out before the first session: they are less often violent anyway. "
    "Even a programme without any effect shows such a ratio."
)


@dataclass(frozen=True, slots=True)
class Box:
    """What is printed under the heading 'why this is not an effect'."""

    ratio: Result  # risk ratio, completers against drop-outs; below 1 means fewer events among completers
    null: Result  # the ratio that a programme without any effect would show
    why: str


def box(
    events_completers: int,
    completers: int,
    events_dropouts: int,
    dropouts: int,
    *,
    seed: int,
    about: About,
    dependence: float = 1.0,
    level: float = 0.95,
) -> Box | CannotEstimate:
    """Risk ratio of completers against drop-outs beside its value in a world without any effect.

    Parameters
    ----------
    seed
        Of the made-up world.
    dependence
        Change of the log odds of an event, and of dropping out, with one standard deviation of risk.

    Returns
    -------
    Box
        The null world has the same share of completers and of events. CannotEstimate when a group is empty or has no
        events.

    Source
    ------
    Feder and Wilson 2005, https://doi.org/10.1007/s11292-005-1179-0
    """
    method = "completers against drop-outs"
    if not completers or not dropouts:
        return cannot(
            method, about, "everybody completed" if not dropouts else "nobody completed", n=completers + dropouts
        )
    if not events_completers or not events_dropouts:
        return cannot(method, about, "a group has no event", n=completers + dropouts)
    ratio = (events_completers / completers) / (events_dropouts / dropouts)
    se = math.sqrt(1 / events_completers - 1 / completers + 1 / events_dropouts - 1 / dropouts)
    reach = math.exp(z_quantile(level) * se)
    n = completers + dropouts
    null = null_ratio(completers / n, (events_completers + events_dropouts) / n, dependence=dependence, seed=seed)

    def result(name: str, value: float, interval: Interval | None) -> Result:
        return Result(
            method=name, estimand=about.estimand, estimate=value, unit="risk ratio", interval=interval, n=n,
            denominators={"completers": completers, "drop-outs": dropouts}, direction=Direction.NONE,
            warnings=("Not an effect.",),
        )  # fmt: skip

    return Box(
        ratio=result(method, ratio, Interval(ratio / reach, ratio * reach, level)),
        null=result("the same in a made-up world without any effect", null, None),
        why=WHY,
    )


def null_ratio(
    share_completing: float, share_with_event: float, *, dependence: float, seed: int, men: int = 200_000
) -> float:
    """Risk ratio of completers against drop-outs when the programme does nothing and risk drives both."""
    random = np.random.default_rng(seed)
    risk = random.standard_normal(men)
    completes = random.random(men) < expit(_level(share_completing, -dependence, risk) - dependence * risk)
    event = random.random(men) < expit(_level(share_with_event, dependence, risk) + dependence * risk)
    return float(event[completes].mean() / event[~completes].mean())


def _level(share: float, slope: float, risk: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Intercept at which the mean chance is the share, by bisection."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if expit(middle + slope * risk).mean() < share else (low, middle)
    return (low + high) / 2
