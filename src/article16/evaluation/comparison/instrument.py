"""Assigned against delivered: what treatment did for those who took it because they were assigned it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, vector, z_p, z_quantile
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot, response_of

WEAK = 10.0  # first-stage F below which the usual interval does not hold


@dataclass(frozen=True, slots=True)
class Compliers:
    """Three numbers that belong together: as assigned, how far followed, and for those who followed."""

    as_assigned: Result  # treatment policy: control minus treated, positive means safer
    followed: Result  # share delivered among assigned minus among the others
    effect: Result  # for compliers


def compliance(assigned: npt.ArrayLike, delivered: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """How much more often treatment was delivered to those assigned to it.

    Returns
    -------
    Result
        -1 to 1; `details`: F of the first stage, share delivered in both groups.
    """
    z = vector(assigned, "assigned")
    d = vector(delivered, "delivered", length=len(z))
    method = "delivered as assigned"
    if min((z == 1).sum(), (z == 0).sum()) < 2:
        return cannot(method, about, "a group has fewer than two people", n=len(z))
    value, se = _difference(d, z)
    half = z_quantile(level) * se
    f = (value / se) ** 2 if se else math.inf
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="difference of proportions",
        interval=Interval(max(-1.0, value - half), min(1.0, value + half), level),
        standard_error=se,
        n=len(z),
        denominators={"assigned": int((z == 1).sum()), "not assigned": int((z == 0).sum())},
        response=response_of(len(z), about),
        warnings=("Assignment hardly moved delivery.",) if f < WEAK else (),
        details={"f": f, "assigned": float(d[z == 1].mean()), "not_assigned": float(d[z == 0].mean())},
    )


def _difference(values: Array, z: Array) -> tuple[float, float]:
    groups = [values[z == side] for side in (1, 0)]
    return float(groups[0].mean() - groups[1].mean()), math.sqrt(sum(float(g.var()) / len(g) for g in groups))


def complier_effect(
    outcome: npt.ArrayLike, assigned: npt.ArrayLike, delivered: npt.ArrayLike, *, about: About, level: float = 0.95
) -> Compliers | CannotEstimate:
    """Effect of delivered treatment, with assignment by chance as the instrument (CACE).

    Parameters
    ----------
    outcome
        An unwanted outcome, 1 or 0, or a score of which lower is safer.
    assigned, delivered
        1 or 0.

    Returns
    -------
    Compliers
        Positive means safer. The interval of `effect` is that of Anderson and Rubin, which holds for a weak instrument
        too and may then be the whole line. CannotEstimate when assignment did not change delivery at all.

    Source
    ------
    Imbens and Angrist 1994, https://doi.org/10.2307/2951620; Anderson and Rubin 1949,
    https://doi.org/10.1214/aoms/1177730090; Angrist 2006, https://doi.org/10.1007/s11292-005-5126-x
    """
    y = vector(outcome, "outcome")
    z = vector(assigned, "assigned", length=len(y))
    d = vector(delivered, "delivered", length=len(y))
    first = compliance(z, d, about=about, level=level)
    if isinstance(first, CannotEstimate):
        return first
    if first.value == 0:
        return cannot("complier effect", about, "assignment did not change what was delivered", n=len(y))
    itt, se = _difference(-y, z)
    effect = itt / first.value
    residual_se = _difference(-y - effect * d, z)[1] / abs(first.value)
    half = z_quantile(level) * se

    def result(method: str, value: float, error: float, interval: Interval, warnings: tuple[str, ...] = ()) -> Result:
        return Result(
            method=method,
            estimand=about.estimand,
            estimate=value,
            unit="difference of proportions",
            interval=interval,
            standard_error=error,
            p_value=z_p(value / error) if error else None,
            n=len(y),
            denominators=first.denominators,
            response=first.response,
            direction=Direction.HIGHER_IS_SAFER,
            warnings=warnings,
        )

    return Compliers(
        as_assigned=result("as assigned", itt, se, Interval(itt - half, itt + half, level)),
        followed=first,
        effect=result(
            "complier effect, Anderson-Rubin interval",
            effect,
            residual_se,
            _anderson_rubin(-y, d, z, level),
            (
                "For those who took it because they were assigned it; assignment must work through treatment alone.",
                *first.warnings,
            ),
        ),
    )


def _anderson_rubin(y: Array, d: Array, z: Array, level: float) -> Interval:
    """All effects b for which y - b d does not differ between the assigned groups."""
    critical = float(special.chdtri(1, 1 - level))
    dy, dd = _difference(y, z)[0], _difference(d, z)[0]
    vy, vd = (_difference(v, z)[1] ** 2 for v in (y, d))
    cross = sum(float(np.cov(y[z == s], d[z == s], bias=True)[0, 1]) / int((z == s).sum()) for s in (1, 0))
    a, b, c = dd**2 - critical * vd, -(dy * dd - critical * cross), dy**2 - critical * vy
    inside = b**2 - a * c
    if a <= 0 or inside < 0:
        return Interval(-math.inf, math.inf, level, "Anderson-Rubin")
    middle, half = -b / a, math.sqrt(inside) / a
    return Interval(middle - half, middle + half, level, "Anderson-Rubin")
