"""Who answered, of those who should have, and how alike those who did not are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy.typing as npt

from article16.evaluation.balance import standardised_difference
from article16.evaluation.numerics import vector
from article16.evaluation.proportions import wilson
from article16.evaluation.results import About, Result

LOW = 0.60  # below this, bounds come first and the shown number second


def response_table(
    answered: npt.ArrayLike, baseline: Mapping[str, npt.ArrayLike], *, about: About, level: float = 0.95
) -> tuple[Result, ...]:
    """Share that answered, and for each baseline feature how far the others differ from them.

    Parameters
    ----------
    answered
        1 or 0 for everyone who should have answered.
    baseline
        Name of a feature (her first report, his risk at intake, mandate) and its values, NaN missing.

    Returns
    -------
    tuple of Result
        First the response rate; then, for each feature, mean of those who answered minus mean of the others, in
        standard deviations. A warning stands on the first when bounds should lead.

    Source
    ------
    Reporting after CONSORT 2010, https://doi.org/10.1136/bmj.c869; differences: Austin 2009,
    https://doi.org/10.1002/sim.3697
    """
    a = vector(answered, "answered")
    alone = About(estimand=about.estimand)
    rate = wilson(int(a.sum()), len(a), about=alone, level=level)
    low = rate.estimate is not None and rate.estimate < LOW
    first = Result(
        method="response, Wilson score interval",
        estimand=about.estimand,
        estimate=rate.estimate,
        interval=rate.interval,
        n=len(a),
        denominators={"answered": int(a.sum()), "should have answered": len(a)},
        response=rate.estimate,
        warnings=(f"Response is below {LOW:.0%}: bounds lead, not the number from those who answered.",) if low else (),
    )
    if rate.estimate is None:
        return (rate,)
    rest = []
    for name, values in baseline.items():
        found = standardised_difference(values, a, about=alone)
        rest.append(_named(found, name))
    return (first, *rest)


def _named(found: Result, name: str) -> Result:

    return replace(found, method=f"{found.method}: {name}")
