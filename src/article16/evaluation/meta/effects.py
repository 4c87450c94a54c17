"""Effects from counts: four numbers of each study become one effect and its variance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, Bools, vector, z_p, z_quantile
from article16.evaluation.results import About, Direction, Interval, Result, cannot


class Measure(StrEnum):
    """How two shares are compared. All are turned so that positive means safer."""

    ODDS_RATIO = "OR"  # log odds ratio of no event, treated against control
    RISK_RATIO = "RR"  # log risk ratio of the event, control against treated
    RISK_DIFFERENCE = "RD"  # risk of control minus risk of treated


@dataclass(frozen=True, slots=True)
class Counts:
    """Events and non-events of treated (a, b) and control (c, d), one value for each study."""

    a: Array
    b: Array
    c: Array
    d: Array

    @classmethod
    def of(cls, a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Counts:
        """Checked counts.

        Raises
        ------
        ValueError
            When a count is missing, negative or not whole, or a group has nobody.
        """
        cells = [vector(values, name) for values, name in zip((a, b, c, d), "ABCD", strict=True)]
        for cell, name in zip(cells, "ABCD", strict=True):
            wrong = (cell < 0) | (cell != np.floor(cell)) | (len(cell) != len(cells[0]))
            if wrong.any():
                raise ValueError(f"{name} is not a count in row {int(np.argmax(wrong)) + 1}.")
        empty = (cells[0] + cells[1] == 0) | (cells[2] + cells[3] == 0)
        if empty.any():
            raise ValueError(f"A group has nobody in row {int(np.argmax(empty)) + 1}.")
        return cls(*cells)

    @property
    def silent(self) -> Bools:
        """Studies in which all or none had the event in both groups: they say nothing about a ratio."""
        found: Bools = (self.a + self.c == 0) | (self.b + self.d == 0)
        return found


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects and sampling variances of the studies that have one, and which those are."""

    effect: Array
    variance: Array
    used: Bools  # of the studies given
    warnings: tuple[str, ...] = ()


def effects(counts: Counts, measure: Measure) -> Effects:
    """One effect and its variance for each study; positive means that the treated are safer.

    Half a person is added to each cell of a study with an empty cell; studies in which all or none had the event are
    left out of ratios, with a warning.

    Returns
    -------
    Effects
        Logarithms for ratios, plain numbers for the difference.

    Source
    ------
    Fleiss 1993, https://doi.org/10.1177/096228029300200202
    """
    used = np.ones(len(counts.a), dtype=bool) if measure is Measure.RISK_DIFFERENCE else ~counts.silent
    table = np.array([counts.a, counts.b, counts.c, counts.d])[:, used]
    empty = (table == 0).any(axis=0)
    if measure is Measure.RISK_DIFFERENCE:
        # Only the variance needs the half: the difference itself exists.
        half = np.where(empty, 0.5, 0.0)
        value, _ = _difference(table)
        variance = _difference(table + half)[1]
    else:
        value, variance = (_odds if measure is Measure.ODDS_RATIO else _risk)(table + np.where(empty, 0.5, 0.0))
    return Effects(value, variance, used, _warnings(used, empty))


def _warnings(used: Bools, empty: Bools) -> tuple[str, ...]:
    found = []
    if not used.all():
        found.append(f"{int((~used).sum())} studies without any or with only events carry no ratio and are left out.")
    if empty.any():
        found.append(f"Half a person was added to each cell of {int(empty.sum())} studies with an empty cell.")
    return tuple(found)


def _odds(table: Array) -> tuple[Array, Array]:
    a, b, c, d = table
    return np.log(b * c / (a * d)), 1 / a + 1 / b + 1 / c + 1 / d


def _risk(table: Array) -> tuple[Array, Array]:
    a, b, c, d = table
    return np.log(c / (c + d) / (a / (a + b))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def _difference(table: Array) -> tuple[Array, Array]:
    a, b, c, d = table
    return c / (c + d) - a / (a + b), a * b / (a + b) ** 3 + c * d / (c + d) ** 3


def mantel_haenszel(counts: Counts, measure: Measure, *, about: About, level: float = 0.95) -> Result:
    """One common effect of sparse studies, without adding anything to empty cells.

    Returns
    -------
    Result
        On the scale of `effects`. CannotEstimate when no study has an event in the group that is divided by.

    Source
    ------
    Mantel and Haenszel 1959; variances: Robins, Breslow and Greenland 1986, https://doi.org/10.2307/2531052;
    Greenland and Robins 1985 (risk ratio), https://doi.org/10.2307/2530643;
    Sato 1989 (risk difference), https://doi.org/10.2307/2531784
    """
    method = f"Mantel-Haenszel {measure}"
    found = _MANTEL_HAENSZEL[measure](counts)
    if found is None:
        return cannot(method, about, "too few events leave the common effect without a limit", n=len(counts.a))
    return _common(method, *found, counts=counts, measure=measure, about=about, level=level)


def _mh_odds(t: Counts) -> tuple[float, float] | None:
    n = t.a + t.b + t.c + t.d
    r, s = t.b * t.c / n, t.a * t.d / n  # odds of no event
    p, q = (t.b + t.c) / n, (t.a + t.d) / n
    big_r, big_s = r.sum(), s.sum()
    if big_r == 0 or big_s == 0:
        return None
    parts = (p @ r) / big_r**2 + (p @ s + q @ r) / (big_r * big_s) + (q @ s) / big_s**2
    return float(np.log(big_r / big_s)), float(parts / 2)


def _mh_risk(t: Counts) -> tuple[float, float] | None:
    treated, control = t.a + t.b, t.c + t.d
    n = treated + control
    r, s = (t.a * control / n).sum(), (t.c * treated / n).sum()
    if r == 0 or s == 0:
        return None
    top = ((treated * control * (t.a + t.c) - t.a * t.c * n) / n**2).sum()
    return float(np.log(s / r)), float(top / (r * s))


def _mh_difference(t: Counts) -> tuple[float, float] | None:
    treated, control = t.a + t.b, t.c + t.d
    n = treated + control
    weight = treated * control / n
    value = (t.c * treated / n - t.a * control / n).sum() / weight.sum()
    # Sato's variance holds for many small studies and for few large ones.
    p = (treated / n) ** 2 * -t.c + (control / n) ** 2 * t.a + treated * control * (treated - control) / (2 * n**2)
    q = (t.c * t.b + t.a * t.d) / (2 * n)
    return float(value), float((value * p.sum() + q.sum()) / weight.sum() ** 2)


_MANTEL_HAENSZEL = {
    Measure.ODDS_RATIO: _mh_odds,
    Measure.RISK_RATIO: _mh_risk,
    Measure.RISK_DIFFERENCE: _mh_difference,
}


def peto(counts: Counts, *, about: About, level: float = 0.95) -> Result:
    """Common log odds ratio of no event by observed minus expected; for rare events and groups of like size.

    Source
    ------
    Yusuf et al. 1985, https://doi.org/10.1016/S0033-0620(85)80003-7
    """
    treated, control = counts.a + counts.b, counts.c + counts.d
    n, events = treated + control, counts.a + counts.c
    expected = treated * events / n
    variance = treated * control * events * (n - events) / (n**2 * np.maximum(n - 1, 1))
    total = float(variance.sum())
    if total == 0:
        return cannot("Peto odds ratio", about, "no study has both people with and without the event", n=len(n))
    value = float((expected - counts.a).sum()) / total
    return _common(
        "Peto odds ratio", value, 1 / total, counts=counts, measure=Measure.ODDS_RATIO, about=about, level=level
    )


def _common(
    method: str, value: float, variance: float, *, counts: Counts, measure: Measure, about: About, level: float
) -> Result:
    se = float(np.sqrt(variance))
    half = z_quantile(level) * se
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="difference of proportions" if measure is Measure.RISK_DIFFERENCE else f"log {measure}",
        interval=Interval(value - half, value + half, level),
        standard_error=se,
        p_value=z_p(value / se) if se else None,
        n=len(counts.a),
        denominators={"treated": int((counts.a + counts.b).sum()), "control": int((counts.c + counts.d).sum())},
        direction=Direction.HIGHER_IS_SAFER,
        warnings=("Some studies have no event in either group.",) if counts.silent.any() else (),
    )


def hedges_g(mean: npt.ArrayLike, sd: npt.ArrayLike, n: npt.ArrayLike) -> Effects:
    """Standardised mean differences from means, standard deviations and numbers of both groups.

    Parameters
    ----------
    mean, sd, n
        Shape (studies, 2): treated, control. A higher score means safer.

    Returns
    -------
    Effects
        With the exact small-sample correction and its large-sample variance.

    Source
    ------
    Hedges 1981, https://doi.org/10.3102/10769986006002107
    """
    means, sds, ns = (np.atleast_2d(np.asarray(x, dtype=np.float64)) for x in (mean, sd, n))
    if not (means.shape == sds.shape == ns.shape and means.shape[1] == 2) or (sds <= 0).any() or (ns < 2).any():
        raise ValueError("Each study needs two means, two positive standard deviations and two numbers of at least 2.")
    df = ns.sum(axis=1) - 2
    pooled = np.sqrt((((ns - 1) * sds**2).sum(axis=1)) / df)
    correction = np.exp(special.gammaln(df / 2) - 0.5 * np.log(df / 2) - special.gammaln((df - 1) / 2))
    g = correction * (means[:, 0] - means[:, 1]) / pooled
    variance = (1 / ns).sum(axis=1) + g**2 / (2 * ns.sum(axis=1))
    return Effects(g, variance, np.ones(len(g), dtype=bool))
