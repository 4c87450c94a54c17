"""How strong an unknown reason would have to be to explain a difference away."""

from __future__ import annotations

import math

from article16.evaluation.results import About, Result, cannot


def e_value(ratio: float, near_end: float, *, about: About) -> Result:
    """E-value of a risk ratio and of the end of its interval that is nearer to 1.

    Parameters
    ----------
    ratio
        Risk ratio, above 0 (an odds ratio of a rare outcome; else take its square root first).
    near_end
        The end of the interval that is nearer to 1.

    Returns
    -------
    Result
        1 or more: the risk ratio with both treatment and outcome that an unknown reason needs. `details["interval"]`
        is that of the interval: 1 when it holds no difference.

    Source
    ------
    VanderWeele and Ding 2017, https://doi.org/10.7326/M16-2607
    """
    if not (ratio > 0 and near_end > 0):
        return cannot("E-value", about, "a ratio must be above 0")
    crossed = (ratio - 1) * (near_end - 1) <= 0
    return Result(
        method="E-value",
        estimand=about.estimand,
        estimate=_e(ratio),
        unit="risk ratio",
        details={"interval": 1.0 if crossed else _e(near_end)},
        warnings=("A large number does not show that there is no such reason.",),
    )


def _e(ratio: float) -> float:
    above = ratio if ratio >= 1 else 1 / ratio
    return above + math.sqrt(above * (above - 1))
