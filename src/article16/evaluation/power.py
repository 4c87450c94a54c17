"""How small a difference could have been seen: to be printed beside every null."""

from __future__ import annotations

import math

from scipy import special

from article16.evaluation.numerics import root, t_quantile, z_quantile
from article16.evaluation.results import About, Direction, Result, cannot


def _effective(n: float, design_effect: float) -> float:
    return n / design_effect


def detectable_difference(
    treated: int,
    control: int,
    *,
    about: About,
    spread: float = 1.0,
    power: float = 0.80,
    level: float = 0.95,
    design_effect: float = 1.0,
) -> Result:
    """Smallest difference of two means that would be found with a given power, by the noncentral t distribution.

    Parameters
    ----------
    spread
        Standard deviation of the outcome; with 1 the answer is in standard deviations.
    design_effect
        1 + (men a group - 1) x ICC, when men come in groups; numbers are divided by it.

    Returns
    -------
    Result
        In the unit of `spread`. CannotEstimate with fewer than two (effective) persons in a group.

    Source
    ------
    Cohen 1988, https://doi.org/10.4324/9780203771587
    """
    n, m = _effective(treated, design_effect), _effective(control, design_effect)
    if min(n, m) < 2:
        return cannot("minimal detectable difference", about, "a group has fewer than two people", n=treated + control)
    df, size = n + m - 2, math.sqrt(1 / n + 1 / m)
    critical = t_quantile(df, level)

    def gap(d: float) -> float:
        upper = 1 - float(special.nctdtr(df, d / size, critical))
        lower = 1 - float(special.nctdtr(df, -d / size, critical))
        return upper + lower - power

    value = root(gap, 0.0, (critical + 4) * size, "minimal detectable difference") * spread
    return Result(
        method=f"minimal detectable difference, power {power:.0%}",
        estimand=about.estimand,
        estimate=value,
        unit="unit of the outcome",
        n=treated + control,
        denominators={"treated": treated, "control": control},
        details={"power": power, "design_effect": design_effect},
    )


def detectable_share(
    treated: int,
    control: int,
    share_control: float,
    *,
    about: About,
    power: float = 0.80,
    level: float = 0.95,
    design_effect: float = 1.0,
) -> Result:
    """Largest share of an unwanted event among the treated that would be found to be lower than among controls.

    Parameters
    ----------
    share_control
        Share with the event among controls, between 0 and 1.

    Returns
    -------
    Result
        The difference (control minus treated) that can be found; `details["share_treated"]`. CannotEstimate when even
        no event among the treated would not be found.

    Source
    ------
    Fleiss, Levin and Paik 2003, https://doi.org/10.1002/0471445428
    """
    if not 0 < share_control < 1:
        raise ValueError(f"A share lies between 0 and 1, not {share_control}.")
    n, m = _effective(treated, design_effect), _effective(control, design_effect)
    z, reach = z_quantile(level), float(special.ndtri(power))

    def gap(share: float) -> float:
        pooled = (n * share + m * share_control) / (n + m)
        null = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
        own = math.sqrt(share * (1 - share) / n + share_control * (1 - share_control) / m)
        return share_control - share - z * null - reach * own

    method = f"minimal detectable difference of shares, power {power:.0%}"
    if min(treated, control) < 2 or gap(0.0) < 0:
        return cannot(method, about, "even no event among the treated would not be found", n=treated + control)
    share = root(gap, 0.0, share_control, method)
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=share_control - share,
        unit="difference of proportions",
        n=treated + control,
        denominators={"treated": treated, "control": control},
        direction=Direction.HIGHER_IS_SAFER,
        details={"share_treated": share, "power": power, "design_effect": design_effect},
    )


def people_needed(difference: float, *, power: float = 0.80, level: float = 0.95, design_effect: float = 1.0) -> int:
    """People in each of two equal groups, to find a difference given in standard deviations.

    Raises
    ------
    ValueError
        When the difference is 0: no number of people finds nothing.
    """
    if difference == 0:
        raise ValueError("No number of people finds a difference of 0.")

    def enough(n: int) -> bool:
        size = math.sqrt(2 / n)
        critical = t_quantile(2 * n - 2, level)
        return 1 - float(special.nctdtr(2 * n - 2, abs(difference) / size, critical)) >= power

    low, high = 2, 4
    while not enough(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return math.ceil((low if enough(low) else high) * design_effect)
