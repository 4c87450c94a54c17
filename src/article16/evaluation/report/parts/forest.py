"""How programmes differ: one line for each, their mean, and what a further programme may expect."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from article16.evaluation.comparison.weights import Comparison, compare
from article16.evaluation.meta.pooling import Pooled, pool
from article16.evaluation.numerics import t_quantile, z_quantile
from article16.evaluation.report.data import Scale
from article16.evaluation.report.desk import Desk, Line, Values
from article16.evaluation.report.drawing import EDGE, INK, as_svg, below, canvas, named_rows
from article16.evaluation.report.model import Part, Table
from article16.evaluation.report.parts.comparison import arms, covariates
from article16.evaluation.results import CannotEstimate, Direction, Interval, NotConvergedError, Result

FEWEST = 8  # men of a programme, or of each arm of it
MOST = 24  # programmes that a page can show; of more the first by name, and the mean of all


@dataclass(frozen=True)
class _One:
    """A programme: its number and the men it rests on."""

    name: str
    result: Result
    who: Values
    put: Values


def forest(desk: Desk) -> Part:
    """Effect by programme where there is a comparison group; else change from T1 to T4, which is not an effect."""
    title = desk.say("How programmes differ")
    scale = desk.data.leading
    found = arms(desk)
    each = [] if scale is None else _effects(desk, scale, *found) if found else _changes(desk, scale)
    if len(each) < 3 or scale is None:
        sentence = "Fewer than three programmes with enough women who answered: how programmes differ is not known."
        return Part("differ", title, missing=(desk.say(sentence),))
    pooled = _pooled(desk, each)
    if not isinstance(pooled, Pooled):
        return Part("differ", title, missing=(desk.say("How programmes differ cannot be told apart from chance."),))
    words = (
        desk.say("The effect of each programme: men given a place against men offered it later.")
        if found
        else desk.say("Change from T1 to T4 as (ex-)partners report it. It is not the effect of a programme.")
    )
    table = _table(desk, scale, each, pooled)
    mean, new = desk.numbers["differ.programmes.mean"], desk.numbers["differ.programmes.new"]
    alt = desk.say("A line for each programme with its interval; below them the mean {mean} and what a further programme may expect: {new}.",
                   mean=mean.text, new=new.text)  # fmt: skip
    return Part("differ", title, (words,), (), (desk.picture("forest", lambda: _draw(desk, each, pooled), alt, table),))


def _sign(scale: Scale) -> float:
    return -1.0 if scale.lower_is_safer("partner") else 1.0


def _changes(desk: Desk, scale: Scale) -> list[_One]:
    scores = _sign(scale) * desk.data.scores[scale.name, "partner"]
    change, column, found = scores[:, 4] - scores[:, 1], desk.data.column("programme"), []
    for name in sorted({str(one) for one in column}):
        who = np.flatnonzero((column == name) & ~np.isnan(change))
        y = change[who]
        if len(y) < FEWEST or not y.std() > 0:
            continue
        about = desk.about(f"change of {scale.name}", informant="partner", population="both answered", contrast="T1")
        se = float(y.std(ddof=1)) / len(y) ** 0.5
        half, middle = t_quantile(len(y) - 1, 0.95) * se, float(y.mean())
        result = Result(
            method="mean change", estimand=about.estimand, estimate=middle, unit="points", standard_error=se, n=len(y),
            interval=Interval(middle - half, middle + half), direction=Direction.HIGHER_IS_SAFER,
        )  # fmt: skip
        found.append(_One(name, result, who, np.round(y, 3)))
    return found


def _effects(desk: Desk, scale: Scale, who: Values, treated: Values) -> list[_One]:
    y = _sign(scale) * desk.data.scores[scale.name, "partner"][who, 4]
    column, found = desk.data.column("programme")[who], []
    for name in sorted({str(one) for one in column}):
        here = (column == name) & ~np.isnan(y)
        if min((here & (treated == side)).sum() for side in (0, 1)) < FEWEST:
            continue
        result = _effect(desk, scale, who[here], y[here], treated[here])
        if result is not None:
            found.append(_One(name, result, who[here], np.round(y[here], 3) + 1000 * treated[here]))
    return found


def _effect(desk: Desk, scale: Scale, who: Values, y: Values, treated: Values) -> Result | None:
    names, x = covariates(desk, who)
    about = desk.about(f"{scale.name} at T4", informant="partner", contrast="offered later", summary="mean difference")
    if not names:
        return None
    vary = x.std(axis=0) > 0
    try:
        found = compare(y, treated, x[:, vary], [n for n, v in zip(names, vary, strict=True) if v], about=about)
    except NotConvergedError:  # in so small a programme the groups have nobody in common: it is left out
        return None
    return found.effect if isinstance(found, Comparison) and (found.effect.standard_error or 0) > 0 else None


def _pooled(desk: Desk, each: list[_One]) -> Pooled | CannotEstimate | None:
    about = desk.about("mean over programmes", informant="partner", population="programmes", summary="mean of effects")
    try:
        return pool([one.result.value for one in each], [(one.result.standard_error or 0.0) ** 2 for one in each],
                    about=about, unit="points")  # fmt: skip
    except NotConvergedError:
        return None


def _table(desk: Desk, scale: Scale, each: list[_One], pooled: Pooled) -> Table:
    rows: list[Line] = [
        (
            one.name,
            desk.count(f"differ.programmes.{one.name}.men", one.result.n, f"counted in {one.name}", who=one.who),
            desk.number(f"differ.programmes.{one.name}.points", one.result, form="points", who=one.who, put=one.put),
        )
        for one in each
    ]
    who = np.concatenate([one.who for one in each])
    put = np.concatenate([one.put for one in each])
    for key, words, found in (
        ("mean", "All of them, mean", pooled.effect),
        ("new", "A further programme may expect", pooled.prediction),
    ):
        # It rests on men, not on the few programmes: by them it is withheld or not.
        result = replace(found, n=len(who), denominators={"programmes": len(each)})
        cell = desk.number(f"differ.programmes.{key}", result, form="points", who=who, put=put)
        rows.append((desk.say(words), "–", cell))
    head = (desk.say("Programme"), desk.say("Men"), desk.say("Points, above 0 is safer (95 % interval)"))
    note = desk.say("Fewer than five programmes say little about a further one.") if len(each) < 5 else ""
    return desk.table(desk.say("{scale}, by programme", scale=desk.scale_first(scale)), head, rows, note)


def _draw(desk: Desk, each: list[_One], pooled: Pooled) -> str:
    shown = [one for one in each if not desk.release or one.result.n >= FEWEST][:MOST]
    rows = np.arange(len(shown), 0, -1) + 2.0
    with canvas(6.4, 1.4 + 0.3 * len(shown), words=desk.words) as (figure, (axes,)):
        for row, one in zip(rows, shown, strict=True):
            half = z_quantile(0.95) * (one.result.standard_error or 0.0)
            value = desk.shown(one.result.value)
            axes.hlines(row, desk.shown(one.result.value - half), desk.shown(one.result.value + half), color=EDGE)
            axes.plot([value], [row], marker="s", color=INK, markersize=5)
        mean, new = pooled.effect, pooled.prediction
        if mean.interval is not None:
            low, middle, high = (desk.shown(one) for one in (mean.interval.low, mean.value, mean.interval.high))
            axes.fill([low, middle, high, middle], [2, 2.25, 2, 1.75], color=INK)
        if new.interval is not None:
            axes.hlines(1, desk.shown(new.interval.low), desk.shown(new.interval.high), color=INK, linewidth=3)
        axes.axvline(0, color=INK, linewidth=0.8)
        names = [*(one.name for one in shown), desk.say("mean"), desk.say("a further programme")]
        named_rows(axes, [*rows, 2, 1], names, words=desk.words)
        axes.set_ylim(0.4, len(shown) + 2.8)
        below(axes, desk.say("points; above 0 is safer"))
        return as_svg(figure)
