"""What if the treated who were lost went on like the untreated? Reference-based imputation without draws."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, matrix, vector, z_p, z_quantile
from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot, response_of


class Story(StrEnum):
    """What the treated are thought to do after they were last seen."""

    OWN = "own"  # go on like the treated who look alike (missing at random)
    JUMP = "jump to reference"  # fall to the level of the control group at once
    COPY = "copy reference"  # had been like the control group all along


def reference_based(
    scores: npt.ArrayLike, treated: npt.ArrayLike, story: Story, *, about: About, level: float = 0.95
) -> Result:
    """Mean score of treated minus control at the last time, the lost being expected after a story.

    Parameters
    ----------
    scores
        Shape (men, times), NaN missing; higher is safer.
    treated
        1 or 0. The control group always goes on like itself.

    Returns
    -------
    Result
        With the jackknife standard error, which needs no draws and repeats the model once for each man.
        CannotEstimate when the model cannot be fitted.

    Source
    ------
    Carpenter, Roger and Kenward 2013, https://doi.org/10.1080/10543406.2013.834911; conditional means and jackknife:
    Wolbers et al. 2022, https://doi.org/10.1002/pst.2234
    """
    method = f"reference-based imputation ({story}), jackknife"
    y = matrix(scores, "scores", missing=True)
    t = vector(treated, "treated", length=len(y))
    if min((t == 1).sum(), (t == 0).sum()) < 3:
        return cannot(method, about, "a group has fewer than three men", n=len(y))
    whole = _estimate(y, t, story, about)
    if isinstance(whole, CannotEstimate):
        return whole
    repeats = []
    for i in range(len(y)):
        keep = np.arange(len(y)) != i
        found = _estimate(y[keep], t[keep], story, about)
        if isinstance(found, CannotEstimate):
            return found
        repeats.append(found)
    spread = np.array(repeats) - np.mean(repeats)
    se = math.sqrt((len(y) - 1) / len(y) * float(spread @ spread))
    half = z_quantile(level) * se
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=whole,
        unit="points",
        interval=Interval(whole - half, whole + half, level),
        standard_error=se,
        p_value=z_p(whole / se) if se else None,
        n=len(y),
        denominators={
            "treated": int((t == 1).sum()),
            "control": int((t == 0).sum()),
            "last score known": int((~np.isnan(y[:, -1])).sum()),
        },
        response=response_of(len(y), about),
        direction=Direction.HIGHER_IS_SAFER,
    )


def _estimate(y: Array, t: Array, story: Story, about: About) -> float | CannotEstimate:
    fit = mmrm(sums(y, np.column_stack([np.ones(len(y)), t])), about=about)
    if isinstance(fit, CannotEstimate):
        return fit
    last = np.where(np.isnan(y[:, -1]), _expected(y, t, fit, story), y[:, -1])
    return float(last[t == 1].mean() - last[t == 0].mean())


def _expected(y: Array, t: Array, fit: Mmrm, story: Story) -> Array:
    """Expected last score of each man given what was seen of him and the story."""
    control, own = fit.beta[0], fit.beta[0] + np.outer(t, fit.beta[1])
    before = np.tile(control, (len(y), 1)) if story is Story.COPY else own
    target = own[:, -1] if story is Story.OWN else np.full(len(y), control[-1])
    found = np.array(target)
    seen = ~np.isnan(y)
    for pattern in np.unique(seen, axis=0):
        if pattern.any() and not pattern[-1]:
            rows = (seen == pattern).all(axis=1)
            slope = np.linalg.solve(fit.sigma[np.ix_(pattern, pattern)], fit.sigma[pattern, -1])
            found[rows] += (y[rows][:, pattern] - before[rows][:, pattern]) @ slope
    return found
