"""What changed from T0 to T4, by who says so, and what is done about those who did not answer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from article16.evaluation.change import reliable_change
from article16.evaluation.numerics import t_quantile
from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.report.data import INFORMANTS, TIMES, Scale
from article16.evaluation.report.desk import Desk, Line, Values, begun, text_of
from article16.evaluation.report.drawing import GREY, INK2, LOOKS, as_svg, canvas
from article16.evaluation.report.model import Cell, Part, Table
from article16.evaluation.report.parts.overview import overview
from article16.evaluation.report.parts.response import WHO
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, NotConvergedError, Result, cannot
from article16.evaluation.tables.fields import DOMAINS

FEWEST_PLAIN = 3  # answers of which a mean is shown
RELIABILITY = 0.8  # of a scale whose reliability in this group is not known; stated beside the result


@dataclass(frozen=True)
class _Line:
    """One informant in the figure: mean, half of the interval, and how many answered, at each time."""

    middle: Values
    half: Values
    people: tuple[str, ...]


def change(desk: Desk) -> tuple[Part, ...]:
    """A chapter for each scale of the study, both informants apart, in the order of the domains; before them all in one
    table where there are several."""
    scales = sorted(desk.data.scales, key=lambda one: one.domain or len(DOMAINS) + 1)
    chapters = tuple(_scale(desk, scale) for scale in scales)
    return (overview(desk, scales), *chapters) if len(scales) > 1 else chapters


def _scale(desk: Desk, scale: Scale) -> Part:
    rows: list[Line] = []
    lines: dict[str, _Line] = {}
    tables: list[Table] = []
    missing: list[str] = []
    for who in INFORMANTS:
        scores = desk.data.course(scale.name, who)
        if np.isnan(scores).all():
            missing.append(desk.say("{who} was not asked about this.", who=begun(desk.say(WHO[who]))))
            continue
        fit, times = fitted(desk, scores, who, scale)
        row, line = _row(desk, scale, who, scores, fit, times)
        rows.append(row)
        lines[who] = line
        if isinstance(fit, CannotEstimate):
            sentence = "{who}: no model fits so few answers. Means are of those who answered, and nothing is filled in."
            missing.append(desk.say(sentence, who=begun(desk.say(WHO[who]))))
    tables += _reliable(desk, scale)
    head = (desk.say("Who reports"), *TIMES, desk.say("Change from T1 to T4 (95 % interval)"), desk.say("Men"))
    low, high = ends_of(scale)
    note = desk.say("{meaning}. Points from {low} to {high}. {direction} Means from all answers (MMRM).",
                    meaning=_meaning(desk, scale), low=desk.words.whole(low), high=desk.words.whole(high),
                    direction=_direction(desk, scale))  # fmt: skip
    caption = desk.say("{scale}: means, and change", scale=desk.scale_first(scale))
    table = desk.table(caption, head, rows, note)
    pictures = (
        (desk.picture(f"change-{scale.name}", lambda: _draw(desk, scale, lines), _alt(desk, scale, rows), table),)
        if lines
        else ()
    )
    title = desk.say("Change: {scale}", scale=desk.scale(scale))
    return Part(f"change {scale.name}", title, (), tuple(tables), pictures, tuple(missing))


def _meaning(desk: Desk, scale: Scale) -> str:
    """What the scale is about; where its own sentence has no translation, its title."""
    known = desk.words.has(scale.meaning)
    return begun(desk.words.term(scale.meaning) if known else desk.scale(scale))


def ends_of(scale: Scale) -> tuple[float, float]:
    """Smallest and largest points that there can be; 0 and 100 where the study does not say."""
    return (0.0 if scale.low is None else scale.low, 100.0 if scale.high is None else scale.high)


def _direction(desk: Desk, scale: Scale) -> str:
    ways = {who: scale.safer.get(who) for who in INFORMANTS}
    said = [who for who, way in ways.items() if way == "lower"], [who for who, way in ways.items() if way == "higher"]
    lines = []
    if said[0]:
        lines.append(
            desk.say("Less is safer when {who} reports it.", who=" / ".join(desk.say(WHO[one]) for one in said[0]))
        )
    if said[1]:
        lines.append(
            desk.say("More is safer when {who} reports it.", who=" / ".join(desk.say(WHO[one]) for one in said[1]))
        )
    if ways["client"] is None:
        lines.append(desk.say("When the man reports more, it may be that he admits more."))
    return " ".join(lines)


def fitted(desk: Desk, scores: Values, who: str, scale: Scale) -> tuple[Mmrm | CannotEstimate, list[int]]:
    """The model of one informant over the times at which anybody answered, and which times those are."""
    times = [place for place in range(len(TIMES)) if (~np.isnan(scores[:, place])).sum() >= 3]
    about = desk.about(f"{scale.name} at T0–T4", informant=who, eligible=desk.data.men)
    some = ~np.isnan(scores[:, times]).all(axis=1)
    if len(times) < 2 or some.sum() < 6:
        return cannot("MMRM", about, "too few answered at two times", n=int(some.sum())), times
    try:
        return mmrm(sums(scores[some][:, times], np.ones((int(some.sum()), 1))), about=about), times
    except NotConvergedError:
        return cannot("MMRM", about, "no covariance fits these few answers", n=int(some.sum())), times


def _row(
    desk: Desk, scale: Scale, who: str, scores: Values, fit: Mmrm | CannotEstimate, times: list[int]
) -> tuple[Line, _Line]:
    middle, half = np.full(len(TIMES), np.nan), np.full(len(TIMES), np.nan)
    people: list[str] = []
    cells: list[Cell | str] = [desk.say(WHO[who])]
    group = f"change {scale.name}.{who}"
    about = desk.about(f"mean {scale.name}", informant=who, eligible=desk.data.men)
    for place, time in enumerate(TIMES):
        here = np.flatnonzero(~np.isnan(scores[:, place]))
        found = _mean(fit, times, place, scores[here, place], about)
        if found.estimate is not None and found.interval is not None and not (desk.release and len(here) < 8):
            middle[place], half[place] = desk.shown(found.value), desk.shown(found.interval.high - found.value)
        cells.append(desk.number(f"{group}.{time}", found, form="points", who=here, put=scores[here, place]))
        people.append(desk.behind(f"{group}.{time}.n", f"{who} answered {scale.name} at {time}", who=here))
    difference = _difference(desk, scale, who, fit, times, scores)
    both = np.flatnonzero(~np.isnan(scores).all(axis=1))
    cells.append(
        desk.number(f"{group}.change", difference, form="points", who=both, put=np.nan_to_num(scores[both]).sum(axis=1))
    )
    cells.append(desk.count(f"{group}.men", len(both), f"{who} answered {scale.name}", who=both))
    return tuple(cells), _Line(middle, half, tuple(people))


def _mean(fit: Mmrm | CannotEstimate, times: list[int], place: int, answers: Values, about: About) -> Result:
    """By the model; where none fits, of those who answered at this time."""
    if isinstance(fit, CannotEstimate):
        return _plain(answers, about, Direction.NONE)
    if place not in times:
        return cannot("MMRM", about, "fewer than three answered")
    weights = np.zeros_like(fit.beta)
    weights[0, times.index(place)] = 1.0
    return fit.contrast(weights, about=about, label=f"mean at {TIMES[place]}", direction=Direction.NONE)


def _plain(answers: Values, about: About, direction: Direction) -> Result:
    """The mean of these answers, nobody filled in."""
    n = len(answers)
    if n < FEWEST_PLAIN or not answers.std() > 0:
        return cannot("mean of those who answered", about, "too few answered", n=n)
    middle, se = float(answers.mean()), float(answers.std(ddof=1)) / n**0.5
    half = t_quantile(n - 1, 0.95) * se
    return Result(
        method="mean of those who answered", estimand=about.estimand, estimate=middle, unit="points", n=n,
        interval=Interval(middle - half, middle + half), standard_error=se, direction=direction,
    )  # fmt: skip


def _difference(
    desk: Desk, scale: Scale, who: str, fit: Mmrm | CannotEstimate, times: list[int], scores: Values
) -> Result:
    about = desk.about(
        f"{scale.name}, T4 minus T1", informant=who, eligible=desk.data.men, contrast="T1", summary="mean difference",
        intercurrent="stops coming", strategy="treatment policy",
    )  # fmt: skip
    lower = Direction.LOWER_IS_SAFER if scale.lower_is_safer(who) else Direction.HIGHER_IS_SAFER
    if isinstance(fit, CannotEstimate):
        both = ~np.isnan(scores[:, [1, 4]]).any(axis=1)
        return _plain(scores[both, 4] - scores[both, 1], about, lower)
    if not {1, 4} <= set(times):
        return cannot("MMRM", about, "T1 or T4 was answered by too few")
    return fit.change(0, times.index(1), times.index(4), about=about, label="T4 minus T1", direction=lower)


def _reliable(desk: Desk, scale: Scale) -> list[Table]:
    """How many single women report a change that is more than the scale's own noise. Counts, never a verdict on one."""
    scores = desk.data.course(scale.name, "partner")
    both = np.flatnonzero(~np.isnan(scores[:, 1]) & ~np.isnan(scores[:, 4]))
    first = scores[~np.isnan(scores[:, 1]), 1]
    spread = float(first.std(ddof=1)) if len(first) > 1 else math.nan
    if len(both) < 8 or not spread > 0:
        return []
    about = desk.about(f"reliable change of {scale.name}, T1 to T4", informant="partner", population="both answered")
    found = reliable_change(
        scores[both, 1], scores[both, 4], spread=spread, reliability=RELIABILITY, about=about,
        higher_is_safer=not scale.lower_is_safer("partner"),
    )  # fmt: skip
    names = ("Safer", "Less safe", "Within the noise of the scale")
    rows = [
        (
            desk.say(name),
            desk.number(
                f"change {scale.name}.reliable.{name}",
                one,
                form="share",
                who=both,
                put=scores[both, 4] - scores[both, 1],
            ),
        )
        for name, one in zip(names, found, strict=True)
    ]
    note = desk.say("Of those (ex-)partners who answered at T1 and T4. A reliability of {value} is assumed.",
                    value=desk.words.decimal(RELIABILITY))  # fmt: skip
    head = (desk.say("What she reports at T4 against T1"), desk.say("Share (95 % interval)"))
    return [desk.table(desk.say("Single changes beyond the noise of the scale"), head, rows, note)]


def _alt(desk: Desk, scale: Scale, rows: list[Line]) -> str:
    lines = "; ".join(f"{text_of(row[0])}: {text_of(row[2])}, {text_of(row[5])}" for row in rows)
    return desk.say("Means of {scale} from T0 to T4 with intervals, a panel for each who reports. T1 and T4: {lines}.",
                    scale=desk.scale(scale), lines=lines)  # fmt: skip


def _draw(desk: Desk, scale: Scale, lines: dict[str, _Line]) -> str:
    low, high = ends_of(scale)
    with canvas(6.4, 2.8, len(lines), words=desk.words) as (figure, panels):
        for axes, (who, line) in zip(panels, lines.items(), strict=True):
            look, x, middle, half = LOOKS[who], np.arange(len(TIMES)), line.middle, line.half
            there = ~np.isnan(middle)
            axes.errorbar(
                x[there], middle[there], yerr=half[there], color=look.colour, linestyle=look.line, marker=look.mark,
                markerfacecolor=look.colour if look.filled else "white", capsize=3, linewidth=1.5,
            )  # fmt: skip
            for place in np.flatnonzero(there)[[0, -1]] if there.any() else ():
                axes.annotate(desk.points(float(middle[place])), (place, middle[place]), xytext=(0, 9),
                              textcoords="offset points", ha="center")  # fmt: skip
            axes.set_title(desk.say(WHO[who]), fontsize=10, color=look.colour)
            axes.set_xticks(x, [f"{time}\n{n}" for time, n in zip(TIMES, line.people, strict=True)])
            axes.set_xlim(-0.4, len(TIMES) - 0.6)
            axes.grid(axis="y", color=GREY, linewidth=0.6)
        figure.supxlabel(desk.say("below each time: how many answered"), fontsize=9, color=INK2)
        panels[0].set_ylim(low, high)
        ways = {scale.lower_is_safer(who) for who in lines}
        if len(ways) == 1:
            panels[0].set_ylabel(
                desk.say("points; less is safer") if ways == {True} else desk.say("points; more is safer")
            )
        return as_svg(figure)
