"""For whom: only subgroups that were named before anybody looked, with intervals that allow for asking several times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from article16.evaluation.comparison.weights import Comparison, compare
from article16.evaluation.federated import Moments, mean_difference
from article16.evaluation.modifiers import modifiers
from article16.evaluation.numerics import z_p, z_quantile
from article16.evaluation.report.data import Scale
from article16.evaluation.report.desk import NONE, Desk, Line, Values
from article16.evaluation.report.model import Cell, Part
from article16.evaluation.report.parts.comparison import FEWEST, arms, covariates
from article16.evaluation.results import CannotEstimate, Direction, Interval, NotConvergedError, Result, cannot
from article16.evaluation.tables.descriptor import Subgroup

TITLES = {
    "mandate": "Mandate",
    "route": "Who sent him",
    "setting": "Setting",
    "age_band": "Age at referral",
    "employed": "In work at referral",
    "substance": "Alcohol or drugs a problem at intake",
    "children": "Children live with him or his partner",
    "risk": "Risk at intake",
    "motivation": "Motivation at intake",
}


@dataclass(frozen=True)
class _Outcome:
    """What is compared: higher is safer; the men of whom it is known."""

    who: Values
    y: Values
    treated: Values | None  # None: there is no comparison group, and y is change


def subgroups(desk: Desk) -> Part:
    """Effects in each subgroup and how far they differ; without a comparison group, how change differs."""
    title = desk.say("For whom? Subgroups named beforehand")
    named = desk.data.subgroups
    scale = desk.data.leading
    not_searched = desk.say(
        "Nobody searched all features for further groups: such a search finds some in every study, also where nothing works."
    )
    if not named or scale is None:
        none = desk.say("No subgroup was named before the data were seen.")
        return Part("subgroups", title, missing=(none, not_searched))
    given = _outcome(desk, scale)
    rows: list[Line] = []
    missing = [not_searched]
    level = 1 - 0.05 / len(named)
    for one in named:
        row = _row(desk, one, given, level)
        if row:
            rows.append(row)
        else:
            missing.append(desk.say("{name}: too few men on one side to compare.", name=_name(desk, one)))
    if not rows:
        return Part("subgroups", title, missing=tuple(missing))
    words = [desk.say("Named before anybody looked: {names}.",
                      names="; ".join(f"{_name(desk, one)} ({one.named})" for one in named))]  # fmt: skip
    if given.treated is None:
        words.append(
            desk.say("Without a comparison group this is how change differs, not for whom the programme works.")
        )
    head = (desk.say("Subgroup"), desk.say("Men of it"), desk.say("The others"), desk.say("Difference between the two"))
    note = desk.say("Points, above 0 is safer. Intervals of the last column hold together for all subgroups ({n}).",
                    n=desk.words.whole(len(named)))  # fmt: skip
    caption = desk.say("{scale} as (ex-)partners report it, by subgroup", scale=desk.scale_first(scale))
    return Part("subgroups", title, tuple(words), (desk.table(caption, head, rows, note),), (), tuple(missing))


def _name(desk: Desk, one: Subgroup) -> str:
    title = desk.say(TITLES[one.column]) if one.column in TITLES else one.column
    return f"{title}: {desk.words.term(one.code)}" if one.code else title


def _outcome(desk: Desk, scale: Scale) -> _Outcome:
    sign = -1.0 if scale.lower_is_safer("partner") else 1.0
    scores = sign * desk.data.scores[scale.name, "partner"]
    found = arms(desk)
    if found is None:
        change = scores[:, 4] - scores[:, 1]
        who = np.flatnonzero(~np.isnan(change))
        return _Outcome(who, change[who], None)
    who, treated = found
    known = ~np.isnan(scores[who, 4])
    return _Outcome(who[known], scores[who[known], 4], treated[known])


def _row(desk: Desk, one: Subgroup, given: _Outcome, level: float) -> Line | None:
    if not one.code:
        return _by_unit(desk, one, given, level)
    column = desk.data.column(one.column)[given.who]
    known = np.array([value is not None for value in column], dtype=np.bool_)
    sides = [_side(desk, one, given, known & (column == one.code), 0), _side(desk, one, given, known & (column != one.code), 1)]  # fmt: skip
    if any(side.estimate is None for side in sides):
        return None
    about = desk.about("difference of subgroups", informant="partner", summary="difference of differences")
    gap = sides[0].value - sides[1].value
    se = float(np.hypot(sides[0].standard_error or 0.0, sides[1].standard_error or 0.0))
    half = z_quantile(level) * se
    apart = Result(
        method="difference of two independent effects, Bonferroni", estimand=about.estimand, estimate=gap, unit="points",
        interval=Interval(gap - half, gap + half, level), standard_error=se, p_value=z_p(gap / se) if se else None,
        n=sides[0].n + sides[1].n, direction=Direction.HIGHER_IS_SAFER,
    )  # fmt: skip
    here = given.who[known]
    put = given.y[known] + 1000.0 * (column[known] == one.code)
    key = f"subgroups.{one.column} {one.code}"
    cells = [
        desk.number(f"{key}.{name}", found, form="points", who=here, put=put)
        for name, found in (("members", sides[0]), ("others", sides[1]), ("apart", apart))
    ]
    return (_name(desk, one), *cells)


def _side(desk: Desk, one: Subgroup, given: _Outcome, here: Values, side: int) -> Result:
    about = desk.about(f"{one.column} {one.code}" if not side else f"{one.column}, others", informant="partner")
    y = given.y[here]
    if given.treated is None:
        if len(y) < FEWEST or not y.std() > 0:
            return cannot("mean change", about, "too few men", n=len(y))
        se = float(y.std(ddof=1)) / len(y) ** 0.5
        half = z_quantile(0.95) * se
        middle = float(y.mean())
        return Result(method="mean change", estimand=about.estimand, estimate=middle, unit="points", n=len(y),
                      interval=Interval(middle - half, middle + half), standard_error=se)  # fmt: skip
    return _effect(desk, one, y, given.treated[here], given.who[here])


def _effect(desk: Desk, one: Subgroup, y: Values, treated: Values, who: Values) -> Result:
    """Overlap-weighted, as the effect for all; plainly by moments where nothing is known to weigh by."""
    about = desk.about(
        f"{one.column} {one.code}", informant="partner", contrast="offered later", summary="mean difference"
    )
    if min((treated == 1).sum(), (treated == 0).sum()) < FEWEST:
        return cannot("overlap weights", about, "too few men in an arm", n=len(y))
    names, x = covariates(desk, who)
    vary = x.std(axis=0) > 0  # within a subgroup the column that makes it is constant
    try:
        if vary.any():
            found = compare(y, treated, x[:, vary], [n for n, v in zip(names, vary, strict=True) if v], about=about)
            return found.effect if isinstance(found, Comparison) else found
        return mean_difference(Moments.of(y[treated == 1]), Moments.of(y[treated == 0]), about=about)
    except NotConvergedError:
        return cannot("overlap weights", about, "the groups have nobody in common", n=len(y))


def _by_unit(desk: Desk, one: Subgroup, given: _Outcome, level: float) -> Line | None:
    """For a column of numbers: how the effect changes with each ten points of risk, or one of another number."""
    if given.treated is None:
        return None
    values = desk.data.number(one.column)[given.who] / (10.0 if one.column == "risk" else 1.0)
    known = ~np.isnan(values)
    if known.sum() < 2 * FEWEST or not values[known].std() > 0:
        return None
    about = desk.about(f"effect by {one.column}", informant="partner", contrast="offered later", summary="interaction")
    found = modifiers(
        given.y[known], given.treated[known], values[known], [one.column], [one.column], about=about, level=level
    )[0]
    if isinstance(found, CannotEstimate):
        return None
    cell = desk.number(f"subgroups.{one.column}.apart", found, form="points", who=given.who[known],
                       put=given.y[known] + 1000.0 * given.treated[known])  # fmt: skip
    unit = desk.say("for each 10 points more") if one.column == "risk" else desk.say("for each point more")
    return (f"{_name(desk, one)}, {unit}", Cell(NONE), Cell(NONE), cell)
