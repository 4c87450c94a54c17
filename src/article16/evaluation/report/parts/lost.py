"""The same question under several stories about those who did not answer, side by side."""

from __future__ import annotations

import numpy as np

from article16.evaluation.lost.bounds import worst_case
from article16.evaluation.lost.imputation import fill_in, rubin
from article16.evaluation.lost.weighting import weighted_mean
from article16.evaluation.numerics import t_quantile
from article16.evaluation.report.data import Scale
from article16.evaluation.report.desk import Desk, Line, Values, text_of
from article16.evaluation.report.drawing import GREY, INK, LOOKS, as_svg, below, canvas
from article16.evaluation.report.model import Part, Picture
from article16.evaluation.report.parts.change import fitted
from article16.evaluation.results import About, CannotEstimate, Interval, NotConvergedError, Result, cannot

COPIES = 20
FEWEST = 12  # women who answered at T4
SHIFTS = 11


def lost(desk: Desk) -> Part:
    """Mean of what (ex-)partners report at T4, for all women who answered at T1."""
    title = desk.say("What if those who did not answer fare worse?")
    scale = desk.data.leading
    if scale is None:
        return Part("lost", title, missing=(desk.say("No scale was recorded."),))
    scores = desk.data.course(scale.name, "partner")
    who = np.flatnonzero(~np.isnan(scores[:, 1]))
    answered = int((~np.isnan(scores[who, 4])).sum())
    if answered < FEWEST:
        sentence = "Only few (ex-)partners answered at T4 (fewer than {n}): no story about the others can be told."
        return Part("lost", title, missing=(desk.say(sentence, n=FEWEST),))
    about = desk.about(
        f"{scale.name} at T4", population="(ex-)partners who answered at T1", informant="partner", eligible=len(who)
    )
    first, last = scores[who, 1], scores[who, 4]
    copies = _copies(desk, scale, who, first, last)
    rows: list[Line] = []
    for name, result in _stories(desk, scale, about, scores[who], copies):
        put = np.nan_to_num(last, nan=-1.0)
        cell = desk.number(f"lost.stories.{name}", result, form="points", who=who, put=put)
        rows.append((desk.say(name), cell if result.estimate is not None else desk.words_of(result)))
    rows.append(_bounds_row(desk, scale, about, who, last))
    head = (desk.say("Story about those who did not answer"), desk.say("Mean at T4, points (95 % interval)"))
    note = desk.say(
        "{answered} of {asked} who answered at T1 answered at T4.",
        answered=desk.behind("lost.stories.answered T4", "answered at T4", who=who[~np.isnan(last)]),
        asked=desk.behind("lost.stories.answered T1", "answered at T1", who=who),
    )
    table = desk.table(desk.say("{scale}, as (ex-)partners report it", scale=desk.scale_first(scale)), head, rows, note)
    words = (desk.say("No method knows what was not said. Where the rows differ, the true answer is not known."),)
    return Part("lost", title, words, (table,), _tipping(desk, scale, about, who, first, copies))


def _copies(desk: Desk, scale: Scale, who: Values, first: Values, last: Values) -> Values:
    """Many filled-in versions of T4, from T1, the man's own answers and what is known of him. Shape (copies, women)."""
    extra = [first]
    for column in (desk.data.course(scale.name, "client")[who, 4], desk.data.number("risk")[who]):
        if (~np.isnan(column)).sum() > 5 and np.nanstd(column) > 0:
            extra.append(column)
    ones = np.ones(len(who))
    found: Values = fill_in(last, np.column_stack(extra), ones, seed=desk.seed, copies=COPIES).outcome
    return found


def _stories(desk: Desk, scale: Scale, about: About, scores: Values, copies: Values) -> list[tuple[str, Result]]:
    last = scores[:, 4]
    known = last[~np.isnan(last)]
    half = t_quantile(len(known) - 1, 0.95) * float(known.std(ddof=1)) / len(known) ** 0.5
    plain = Result(
        method="mean of those who answered", estimand=about.estimand, estimate=float(known.mean()), unit="points", n=len(known),
        interval=Interval(float(known.mean()) - half, float(known.mean()) + half), response=len(known) / len(last),
    )  # fmt: skip
    return [
        ("They fare as those who answered", plain),
        ("They fare as women with like answers before (MMRM)", _modelled(desk, scale, about, scores)),
        ("The same, by weights", _weighted(about, scores)),
        ("The same, filled in many times", _filled(about, copies)),
        (
            "They fare worse by half a standard deviation",
            _filled(about, copies, shift=_worse(scale, known, 0.5), lost=np.isnan(last)),
        ),
    ]


def _worse(scale: Scale, known: Values, part: float) -> float:
    return part * float(known.std(ddof=1)) * (1.0 if scale.lower_is_safer("partner") else -1.0)


def _modelled(desk: Desk, scale: Scale, about: About, scores: Values) -> Result:
    fit, times = fitted(desk, scores, "partner", scale)
    if isinstance(fit, CannotEstimate) or 4 not in times:
        return cannot("MMRM", about, "T4 was answered by too few")
    weights = np.zeros_like(fit.beta)
    weights[0, times.index(4)] = 1.0
    return fit.contrast(weights, about=About(estimand=about.estimand), label="mean at T4")


def _weighted(about: About, scores: Values) -> Result:
    try:
        return weighted_mean(scores[:, 4], scores[:, [1]], about=about)
    except NotConvergedError:
        return cannot("mean, inverse-probability weights", about, "answers at T1 tell exactly who answers at T4")


def _filled(about: About, copies: Values, *, shift: float = 0.0, lost: Values | None = None) -> Result:
    moved = copies + (shift * lost if lost is not None else 0.0)
    n = moved.shape[1]
    name = "multiple imputation, Rubin's rules" + (f", lost shifted by {shift:.3g}" if shift else "")
    return rubin(moved.mean(axis=1), moved.var(axis=1, ddof=1) / n, method=name, about=about, n=n, complete_df=n - 1)


def _bounds_row(desk: Desk, scale: Scale, about: About, who: Values, last: Values) -> Line:
    low = 0.0 if scale.low is None else scale.low
    high = 100.0 if scale.high is None else scale.high
    found = worst_case(last, low, high, about=About(estimand=about.estimand))
    ends = getattr(found, "bounds", None)
    name = desk.say("Any story at all (bounds)")
    if ends is None:
        return (name, desk.words_of(found))
    middle = Result(
        method=found.method, estimand=about.estimand, estimate=(ends.low + ends.high) / 2, interval=ends, unit="points",
        n=len(who), response=found.response,
    )  # fmt: skip
    cell = desk.number("lost.stories.bounds", middle, form="points", who=who, put=np.nan_to_num(last, nan=-1.0))
    if desk.numbers["lost.stories.bounds"].shown is None:
        return (name, cell)
    span = [desk.words.decimal(desk.shown(end)) for end in (ends.low, ends.high)]
    return (name, desk.retold("lost.stories.bounds", desk.say("{low} to {high}", low=span[0], high=span[1])))


def _tipping(desk: Desk, scale: Scale, about: About, who: Values, first: Values, copies: Values) -> tuple[Picture, ...]:
    """How the change since T1 moves as the lost are taken to fare worse; where its interval reaches no change."""
    lost = np.isnan(desk.data.course(scale.name, "partner")[who, 4])
    if not lost.any():
        return ()
    whole = _worse(scale, copies[0], 2.0)
    shifts = np.linspace(0, whole, SHIFTS)
    rows: list[Line] = []
    drawn = []
    for place, shift in enumerate(shifts):
        change = copies + shift * lost - first
        n = change.shape[1]
        found = rubin(change.mean(axis=1), change.var(axis=1, ddof=1) / n, method=f"change T1 to T4, lost shifted by {shift:.3g}",
                      about=about, n=n, complete_df=n - 1)  # fmt: skip
        cell = desk.number(f"lost.tipping.{place}", found, form="points", who=who, put=np.where(lost, -1.0, first))
        rows.append((desk.words.decimal(float(shift)), cell))
        if found.interval:
            drawn.append((float(shift), found.value, found.interval.low, found.interval.high))
    head = (desk.say("The lost fare worse by, points"), desk.say("Change from T1 to T4 (95 % interval)"))
    table = desk.table(desk.say("How much worse must the lost fare, for the answer to change?"), head, rows)
    alt = desk.say("The change since T1 as those who did not answer are taken to fare worse and worse: from {first} to {last}.",
                   first=text_of(rows[0][1]), last=text_of(rows[-1][1]))  # fmt: skip
    return (desk.picture("tipping", lambda: _draw(desk, drawn), alt, table),)


def _draw(desk: Desk, drawn: list[tuple[float, float, float, float]]) -> str:
    look = LOOKS["partner"]
    x, middle, low, high = (np.array([desk.shown(row[i]) for row in drawn]) for i in range(4))
    with canvas(6.4, 3.0, words=desk.words) as (figure, (axes,)):
        axes.fill_between(x, low, high, color=look.colour, alpha=0.15, linewidth=0)
        axes.plot(x, middle, color=look.colour, linestyle=look.line, marker=look.mark, markerfacecolor="white")
        axes.axhline(0, color=INK, linewidth=0.9)
        axes.annotate(
            desk.say("no change"), (x[-1], 0), xytext=(0, 3), textcoords="offset points", va="bottom", ha="right"
        )
        axes.grid(axis="y", color=GREY, linewidth=0.6)
        below(axes, desk.say("points by which those who did not answer fare worse"))
        axes.set_ylabel(desk.say("change since T1, points"))
        return as_svg(figure)
