"""The one comparison that may carry a claim: behaviour, its impact and her safety at T4, as she reports it, by arm."""

from __future__ import annotations

import numpy as np

from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.report.data import TIMES, Scale
from article16.evaluation.report.desk import Desk, Values
from article16.evaluation.report.model import Table
from article16.evaluation.results import CannotEstimate, Direction, NotConvergedError, Result, cannot

KEY = "comparison.primary.T4"
# Domains of the IMPACT toolkit: what he does and what it does to her; her safety.
ASKED = frozenset({1, 2})
# Of the interval that decides: with 95 % a world without any effect would be claimed to have one just as often as may be.
LEVEL = 0.96
# Groups that differed from the start in something known differ in more than is known: then a claim needs more.
APART, LEVEL_APART = 0.25, 0.98  # standard deviations; Stuart 2010, https://doi.org/10.1214/09-STS313
FEWEST = 20  # women who answered at T4, in each arm
LAST = TIMES.index("T4")


def primary_scales(desk: Desk) -> tuple[Scale, ...]:
    """The scales about what he does, what it does to her, and her safety; the first of the study where none is tagged."""
    tagged = tuple(one for one in desk.data.scales if one.domain in ASKED)
    return tagged or ((desk.data.leading,) if desk.data.leading else ())


def primary(desk: Desk, who: Values, treated: Values, x: Values) -> tuple[Table | None, str]:
    """The table of this comparison, or the sentence why there is none.

    Parameters
    ----------
    who, treated
        Rows of the men with a place in an arm, and 1 for those given the programme.
    x
        What is known of them from before, shape (men, p).
    """
    scales = primary_scales(desk)
    if not scales:
        return None, desk.say("No scale was recorded.")
    y = _outcome(desk, scales)[who]
    level = LEVEL_APART if _unlike(x, treated) else LEVEL
    found = _fitted(desk, y, treated, x, scales, level)
    names = " + ".join(desk.scale(one) for one in scales)
    if isinstance(found, CannotEstimate):
        return None, f"{names}: {desk.words_of(found)}"
    some = ~np.isnan(y).all(axis=1)
    put = np.nan_to_num(y[some]).sum(axis=1) + 1000 * treated[some]
    cell = desk.number(KEY, found, form="points", who=who[some], put=put)
    head = (desk.say("As (ex-)partners report it, half a year after the end"),
            desk.say("Difference, above 0 is safer ({level} % interval)", level=round(100 * level)))  # fmt: skip
    note = desk.say("Mean of {scales}; every answer from T0 to T4 is used (MMRM). Chosen before anybody looked: of all numbers "
                    "of this report only this one may say that the programme helps or harms.", scales=names)  # fmt: skip
    rows = [(desk.say("Men given a place, against men offered it later"), cell)]
    return desk.table(desk.say("The main comparison"), head, rows, note), ""


def _outcome(desk: Desk, scales: tuple[Scale, ...]) -> Values:
    """Mean of the scales, each turned so that higher is safer; missing where one of them is."""
    turned = [
        (-1.0 if one.lower_is_safer("partner") else 1.0) * desk.data.scores[one.name, "partner"] for one in scales
    ]
    found: Values = np.mean(turned, axis=0)
    return found


def _unlike(x: Values, treated: Values) -> bool:
    """Whether the groups differ, before any weighing, in one of the known features: made by a rule and not by lot."""
    one, other = x[treated == 1], x[treated == 0]
    if not x.shape[1] or min(len(one), len(other)) < FEWEST:
        return False
    spread = np.sqrt((one.var(axis=0, ddof=1) + other.var(axis=0, ddof=1)) / 2)
    return bool((np.abs(one.mean(axis=0) - other.mean(axis=0)) > APART * spread).any())


def _fitted(desk: Desk, y: Values, treated: Values, x: Values, scales: tuple[Scale, ...], level: float) -> Result:
    about = desk.about(
        f"{' + '.join(one.name for one in scales)} at T4", informant="partner", contrast="offered later",
        population="given a place or offered it later", eligible=len(y), summary="mean difference",
        intercurrent="stops coming", strategy="treatment policy",
    )  # fmt: skip
    last = ~np.isnan(y[:, LAST])
    if min((last & (treated == side)).sum() for side in (0, 1)) < FEWEST:
        return cannot("MMRM", about, "T4 was answered by too few in one of the groups", n=int(last.sum()))
    times = [place for place in range(len(TIMES)) if (~np.isnan(y[:, place])).sum() > x.shape[1] + FEWEST]
    some = ~np.isnan(y[:, times]).all(axis=1)
    z = np.column_stack([np.ones(len(y)), treated, x])[some]
    try:
        fit = mmrm(sums(y[some][:, times], z), about=about)
    except NotConvergedError:
        return cannot("MMRM", about, "no covariance fits these few answers", n=int(some.sum()))
    if not isinstance(fit, Mmrm):
        return fit
    weights = np.zeros_like(fit.beta)
    weights[1, times.index(LAST)] = 1.0
    return fit.contrast(weights, about=about, label="T4, treated minus control", level=level,
                        direction=Direction.HIGHER_IS_SAFER)  # fmt: skip
