"""What changed from T0 to T4, by who says so, and what is done about those who did not answer."""

from __future__ import annotations

import math

import numpy as np

from article16.evaluation.change import reliable_change
from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.report.data import INFORMANTS, TIMES, Scale
from article16.evaluation.report.desk import NONE, Desk, Line, Values, text_of
from article16.evaluation.report.drawing import GREY, LOOKS, as_svg, canvas
from article16.evaluation.report.model import Cell, Part, Picture, Table
from article16.evaluation.results import CannotEstimate, Direction, NotConvergedError, Result, cannot

WHO = {"client": "the man", "partner": "the (ex-)partner"}
RELIABILITY = 0.8  # of a scale whose reliability in this group is not known; stated beside the result


def response(desk: Desk) -> Part:
    """How many questionnaires came back, by time and informant. Bounds lead where few did."""
    rows: list[Line] = []
    missing = []
    for who in INFORMANTS:
        status = desk.data.status[who]
        for place, time in enumerate(TIMES):
            due = np.flatnonzero([one is not None and one != "does not apply" for one in status[:, place]])
            if not len(due):
                continue
            rows.append(_response_row(desk, who, time, place, due))
    if not rows:
        missing.append(desk.say("No questionnaires were recorded."))
        return Part("response", desk.say("Who answered"), missing=tuple(missing))
    head = (desk.say("Who"), desk.say("When"), desk.say("Due"), desk.say("Answered (95 % interval)"), desk.say("Not reached"),
            desk.say("Declined"), desk.say("Not asked"))  # fmt: skip
    table = desk.table(desk.say("Questionnaires, by time and by who answers"), head, rows)
    words = (
        desk.say("Those who cannot be reached are more often those who live with violence. Silence is not safety."),
    )
    return Part("response", desk.say("Who answered"), words, (table,), (_missingness(desk, table),))


def _response_row(desk: Desk, who: str, time: str, place: int, due: Values) -> Line:
    status = desk.data.status[who][due, place]
    group = f"response.{who} {time}"
    answered = due[status == "answered"]
    kinds = {kind: due[status == kind] for kind in ("answered", "not reached", "declined", "not asked", "unknown")}
    cells = desk.counts(group, {kind: rows for kind, rows in kinds.items() if len(rows)}, f"{who} {time}")
    return (
        desk.say(WHO[who]), time, cells["total"],
        desk.share(f"{group}.share", len(answered), len(due), f"answered at {time}", who=due, count=f"{group}.answered"),
        *(cells.get(kind, Cell(NONE)) for kind in ("not reached", "declined", "not asked")),
    )  # fmt: skip


def _missingness(desk: Desk, table: Table) -> Picture:
    """Which times are there together: one bar for each pattern, none for fewer than 8 men."""
    answered = {who: desk.data.status[who] == "answered" for who in INFORMANTS}
    patterns: list[tuple[str, Values, int]] = []
    for who, mask in answered.items():
        rows, counts = np.unique(mask, axis=0, return_counts=True)
        for place in np.argsort(-counts)[:8]:
            if counts[place] >= 8:
                patterns.append((who, rows[place], int(counts[place])))
    most = max((n for _who, _there, n in patterns), default=1)
    with canvas(6.4, 0.5 + 0.24 * max(len(patterns), 1)) as (figure, (axes,)):
        for place, (who, there, n) in enumerate(patterns):
            y = len(patterns) - place
            look = LOOKS[who]
            axes.barh(y, n / most, height=0.6, color=look.colour, alpha=0.75 if look.filled else 0.4)
            axes.text(-0.3, y, desk.say(WHO[who]), ha="right", va="center")
            for time, is_there in enumerate(there):
                face = look.colour if is_there else "white"
                axes.plot(
                    [-0.26 + 0.055 * time], [y], marker="o", color=look.colour, markerfacecolor=face, markersize=5
                )
            count = 5 * round(n / 5) if desk.release else n
            axes.text(n / most + 0.02, y, desk.words.whole(count), va="center")
        axes.set_xlim(-0.7, 1.15)
        axes.set_axis_off()
        svg = as_svg(figure)
    alt = desk.say(
        "Which questionnaires of one person are there together; a filled ring is an answered one, from T0 to T4."
    )
    return Picture("missing", svg, alt, table)


def change(desk: Desk) -> tuple[Part, ...]:
    """A chapter for each scale of the study, both informants apart."""
    return tuple(_scale(desk, scale) for scale in desk.data.scales)


def _scale(desk: Desk, scale: Scale) -> Part:
    rows: list[Line] = []
    lines: dict[str, tuple[Values, Values]] = {}
    tables: list[Table] = []
    missing: list[str] = []
    for who in INFORMANTS:
        scores = desk.data.scores[scale.name, who]
        if np.isnan(scores).all():
            missing.append(desk.say("{who} was not asked about this.", who=desk.say(WHO[who]).capitalize()))
            continue
        fit, times = fitted(desk, scores, who, scale)
        row, line = _row(desk, scale, who, scores, fit, times)
        rows.append(row)
        lines[who] = line
        if isinstance(fit, CannotEstimate):
            missing.append(f"{desk.say(WHO[who]).capitalize()}: {desk.words_of(fit)}")
    tables += _reliable(desk, scale)
    head = (desk.say("Who reports"), *TIMES, desk.say("Change from T1 to T4 (95 % interval)"), desk.say("Men"))
    low, high = _range(scale)
    note = desk.say("{meaning}. Points from {low} to {high}. {direction} Means from all answers (MMRM).",
                    meaning=desk.say(scale.meaning).capitalize(), low=desk.words.whole(low), high=desk.words.whole(high),
                    direction=_direction(desk, scale))  # fmt: skip
    caption = desk.say("{scale}: means, and change", scale=desk.say(scale.name).capitalize())
    table = desk.table(caption, head, rows, note)
    pictures = (
        (Picture(f"change-{scale.name}", _draw(desk, scale, lines), _alt(desk, scale, rows), table),) if lines else ()
    )
    title = desk.say("Change: {scale}", scale=desk.say(scale.name))
    return Part(f"change {scale.name}", title, (), tuple(tables), pictures, tuple(missing))


def _range(scale: Scale) -> tuple[float, float]:
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
) -> tuple[Line, tuple[Values, Values]]:
    middle, half = np.full(len(TIMES), np.nan), np.full(len(TIMES), np.nan)
    cells: list[Cell | str] = [desk.say(WHO[who])]
    group = f"change {scale.name}.{who}"
    about = desk.about(f"mean {scale.name}", informant=who, eligible=desk.data.men)
    for place, time in enumerate(TIMES):
        found = _mean(desk, fit, times, place, about)
        here = np.flatnonzero(~np.isnan(scores[:, place]))
        if found.estimate is not None and found.interval is not None and not (desk.release and len(here) < 8):
            middle[place], half[place] = desk.shown(found.value), desk.shown(found.interval.high - found.value)
        cells.append(desk.number(f"{group}.{time}", found, form="points", who=here, put=scores[here, place]))
    difference = _difference(desk, scale, who, fit, times)
    both = np.flatnonzero(~np.isnan(scores).all(axis=1))
    cells.append(
        desk.number(f"{group}.change", difference, form="points", who=both, put=np.nan_to_num(scores[both]).sum(axis=1))
    )
    cells.append(desk.count(f"{group}.men", len(both), f"{who} answered {scale.name}", who=both))
    return tuple(cells), (middle, half)


def _mean(desk: Desk, fit: Mmrm | CannotEstimate, times: list[int], place: int, about: object) -> Result:
    if isinstance(fit, CannotEstimate) or place not in times:
        because = fit.because if isinstance(fit, CannotEstimate) else "fewer than three answered"
        return cannot("MMRM", about, because)  # type: ignore[arg-type]
    weights = np.zeros_like(fit.beta)
    weights[0, times.index(place)] = 1.0
    return fit.contrast(weights, about=about, label=f"mean at {TIMES[place]}", direction=Direction.NONE)  # type: ignore[arg-type]


def _difference(desk: Desk, scale: Scale, who: str, fit: Mmrm | CannotEstimate, times: list[int]) -> Result:
    about = desk.about(
        f"{scale.name}, T4 minus T1", informant=who, eligible=desk.data.men, contrast="T1", summary="mean difference",
        intercurrent="stops coming", strategy="treatment policy",
    )  # fmt: skip
    if isinstance(fit, CannotEstimate) or not {1, 4} <= set(times):
        return cannot("MMRM", about, "T1 or T4 was answered by too few")
    lower = Direction.LOWER_IS_SAFER if scale.lower_is_safer(who) else Direction.HIGHER_IS_SAFER
    return fit.change(0, times.index(1), times.index(4), about=about, label="T4 minus T1", direction=lower)


def _reliable(desk: Desk, scale: Scale) -> list[Table]:
    """How many single women report a change that is more than the scale's own noise. Counts, never a verdict on one."""
    scores = desk.data.scores[scale.name, "partner"]
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
                    scale=desk.say(scale.name), lines=lines)  # fmt: skip


def _draw(desk: Desk, scale: Scale, lines: dict[str, tuple[Values, Values]]) -> str:
    low, high = _range(scale)
    with canvas(6.4, 2.8, len(lines)) as (figure, panels):
        for axes, (who, (middle, half)) in zip(panels, lines.items(), strict=True):
            look, x = LOOKS[who], np.arange(len(TIMES))
            there = ~np.isnan(middle)
            axes.errorbar(
                x[there], middle[there], yerr=half[there], color=look.colour, linestyle=look.line, marker=look.mark,
                markerfacecolor=look.colour if look.filled else "white", capsize=3, linewidth=1.5,
            )  # fmt: skip
            for place in np.flatnonzero(there)[[0, -1]] if there.any() else ():
                axes.annotate(desk.words.decimal(float(middle[place])), (place, middle[place]), xytext=(0, 9),
                              textcoords="offset points", ha="center")  # fmt: skip
            axes.set_title(desk.say(WHO[who]), fontsize=10, color=look.colour)
            axes.set_xticks(x, TIMES)
            axes.set_xlim(-0.4, len(TIMES) - 0.6)
            axes.grid(axis="y", color=GREY, linewidth=0.6)
        panels[0].set_ylim(low, high)
        ways = {scale.lower_is_safer(who) for who in lines}
        if len(ways) == 1:
            panels[0].set_ylabel(
                desk.say("points; less is safer") if ways == {True} else desk.say("points; more is safer")
            )
        return as_svg(figure)
