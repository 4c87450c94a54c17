"""Who stops coming, when, and what goes with it; and how much of the programme men received."""

from __future__ import annotations

import numpy as np

from article16.evaluation.report.data import WAYS
from article16.evaluation.report.desk import NONE, Desk, Line, Values
from article16.evaluation.report.drawing import GREYS, INK2, as_svg, below, canvas, is_narrow
from article16.evaluation.report.model import Part, Table
from article16.evaluation.results import CannotEstimate, NotConvergedError, Result
from article16.evaluation.survival.competing import Incidence, aalen_johansen
from article16.evaluation.survival.cox import Hazards, cox
from article16.evaluation.survival.fine_gray import fine_gray

MARKS = (90, 180, 365)  # days since the first session
STYLES = ("-", "--", "-.", ":")
FEWEST_EVENTS = 10  # for each predictor
# What the sources call a feature: the Council of Europe's paper on Article 16 (Hester and Lilley 2014) on why men stay or
# leave, and a review of 31 studies on who drops out (Cunha and others 2024, doi.org/10.1177/15248380231224036).
NAMED = {
    "Motivation at intake, 1 point more": "motivation (Council of Europe 2014)",
    "Ordered to come": "sanctions for not attending (Council of Europe 2014)",
    "Not in work": "unemployment (Cunha 2024)",
    "Alcohol or drugs a problem": "substance use (Cunha 2024)",
    "Under 25": "younger age (Cunha 2024)",
}


def attrition(desk: Desk) -> Part:
    """Cumulative incidence of each ending, the others ruling it out; what goes with dropping out."""
    stop, ending, who = desk.data.courses()
    title = desk.say("Who stops coming, and when")
    if len(who) < 2:
        because = desk.say("Fewer than two men started, so nothing can be said about dropping out.")
        return Part("attrition", title, missing=(because,))
    curves = {way: aalen_johansen(stop, ending, place) for place, way in enumerate(WAYS, 1) if (ending == place).any()}
    if not curves:
        return Part("attrition", title, missing=(desk.say("Nobody has ended yet, so nothing can be said about how."),))
    table = _incidence_table(desk, curves, who, ending, _known_until(stop, ending))
    last = float(min(max(stop.max(), 30.0), 540.0))
    risk = {day: desk.behind(f"attrition.ways.risk {day}", "still followed", who=who[stop >= day])
            for day in range(0, int(last) + 1, 90)}  # fmt: skip
    figure = desk.picture("endings", lambda: _draw(desk, curves, risk, last), _alt(desk, table), table)
    predictors, missing = _predictors(desk, stop, ending, who)
    words = (
        desk.say("Counted in days from the first session, for men who started. One ending rules out the others."),
        desk.say("Dropping out and being excluded are two things, and neither says whether a man is violent."),
    )
    return Part("attrition", title, words, predictors, (figure,), missing)


def _known_until(stop: Values, ending: Values) -> float:
    """When the last of them has ended, nothing changes any more; while some are still there, the rest is unknown."""
    return float("inf") if (ending[stop == stop.max()] > 0).all() else float(stop.max())


def _incidence_table(desk: Desk, curves: dict[str, Incidence], who: Values, ending: Values, until: float) -> Table:
    rows: list[Line] = []
    for way, curve in curves.items():
        about = desk.about(f"{way}", population="all who started", clock="from the first session")
        cells = []
        for day in MARKS:
            found: Result = curve.at(min(day, curve.longest) if day <= until else day, about=about)
            cells.append(desk.number(f"attrition.ways.{way}.{day}", found, form="share", who=who, put=ending))
        rows.append((desk.say(way), *cells))
    head = (desk.say("Ended so"), *(desk.say("within {days} days", days=day) for day in MARKS))
    note = desk.say("Share of the men who started, with 95 % intervals (Aalen–Johansen).")
    return desk.table(desk.say("How many have ended, by when"), head, rows, note)


def _alt(desk: Desk, table: Table) -> str:
    lines = "; ".join(f"{row[0].text}: {row[-1].text}" for row in table.rows)
    return desk.say("Curves of how many have ended in each way as days go by. At 365 days: {lines}.", lines=lines)


def _draw(desk: Desk, curves: dict[str, Incidence], risk: dict[int, str], last: float) -> str:
    ends: list[tuple[float, str]] = []
    with canvas(6.4, 3.4, words=desk.words) as (figure, (axes,)):
        for (way, curve), style, grey in zip(curves.items(), STYLES, (GREYS[0], *GREYS[:3]), strict=False):
            x, y = _steps(desk, curve, last)
            axes.step(x, y, where="post", linestyle=style, color=grey if grey != GREYS[2] else INK2, linewidth=1.6)
            ends.append((float(y[-1]), desk.say(way)))
        for (height, way), place in zip(sorted(ends), _apart(sorted(ends), 0.13 if is_narrow() else 0.07), strict=True):
            axes.annotate(f" {way}", (last, height), (last, place), va="center", annotation_clip=False)
        axes.set_xticks(list(risk), [f"{desk.words.whole(day)}\n{n}" for day, n in risk.items()])
        axes.set_xlim(0, last)
        axes.set_ylim(0, 1)
        axes.set_yticks(np.arange(0, 1.01, 0.25), [desk.words.percent(one) for one in np.arange(0, 1.01, 0.25)])
        below(axes, desk.say("days from the first session; below: men still followed"))
        return as_svg(figure)


def _apart(ends: list[tuple[float, str]], gap: float) -> list[float]:
    """Heights for the names of lines, so that none stands on another."""
    found: list[float] = []
    for height, _way in ends:
        found.append(max(height, found[-1] + gap) if found else height)
    return found


def _steps(desk: Desk, curve: Incidence, last: float) -> tuple[Values, Values]:
    """The curve; on its way out only each month, so that no step shows one man."""
    grid = np.arange(0, last + 1, 30.0) if desk.release else np.append(curve.times[curve.times < last], last)
    if not desk.release:
        grid = np.insert(grid, 0, 0.0)
    places = np.searchsorted(curve.times, grid, side="right") - 1
    values = np.where(places < 0, 0.0, curve.incidence[np.maximum(places, 0)])
    return grid, np.array([desk.shown(float(one)) for one in values])


def _predictors(desk: Desk, stop: Values, ending: Values, who: Values) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    names, columns = _features(desk, who)
    dropped = (ending == 2).astype(np.float64)
    if not names:
        return (), (desk.say("Nothing was recorded that could go with dropping out."),)
    x = np.column_stack(columns)
    whole = ~np.isnan(x).any(axis=1)
    if dropped[whole].sum() < FEWEST_EVENTS * len(names):
        sentence = "Only {n} men dropped out with everything recorded: too few to say what goes with it."
        return (), (desk.say(sentence, n=desk.words.whole(5 * round(dropped[whole].sum() / 5))),)
    about = desk.about("dropping out", population="all who started", clock="from the first session")
    try:
        fit = cox(stop[whole], dropped[whole], x[whole], names, about=about)
    except NotConvergedError:
        return (), (desk.say("What goes with dropping out cannot be told apart: two features say the same."),)
    if isinstance(fit, CannotEstimate):
        return (), (desk.words_of(fit),)
    shares = _shares(desk, stop[whole], ending[whole], x[whole], names)
    rows: list[Line] = []
    for place, (name, one) in enumerate(zip(names, fit.coefficients, strict=True)):
        key = f"attrition.predictors.{place}"
        cells = [desk.number(f"{key}.ratio", one, form="ratio", who=who[whole], put=ending[whole])]
        if shares is not None:
            share = shares.coefficients[place]
            cells.append(desk.number(f"{key}.share", share, form="ratio", who=who[whole], put=ending[whole]))
        rows.append((desk.say(name), desk.say(NAMED[name]) if name in NAMED else NONE, *cells))
    head = [desk.say("Feature"), desk.say("In the sources"), desk.say("Hazard ratio of dropping out (95 % interval)")]
    head += [desk.say("How many in the end: ratio (Fine–Gray)")] if shares is not None else []
    note = desk.say("Above 1: such men drop out sooner; in the last column, more of them in the end, other endings counted. "
                    "It goes with dropping out; it need not be the cause.")  # fmt: skip
    return (desk.table(desk.say("What goes with dropping out"), head, rows, note),), ()


def _shares(desk: Desk, stop: Values, ending: Values, x: Values, names: list[str]) -> Hazards | None:
    """How many drop out in the end, the other endings ruling it out; None where it cannot be told."""
    about = desk.about("share dropping out", population="all who started", clock="from the first session")
    try:
        found = fine_gray(stop, ending, 2, x, names, about=about)
    except NotConvergedError:
        return None
    return found if isinstance(found, Hazards) else None


def _features(desk: Desk, who: Values) -> tuple[list[str], list[Values]]:
    data = desk.data
    found: dict[str, Values] = {
        "Risk at intake, 10 points more": data.number("risk")[who] / 10,
        "Motivation at intake, 1 point more": data.number("motivation")[who],
    }
    for title, column, code in (
        ("Ordered to come", "mandate", "mandated"),
        ("Not in work", "employed", "no"),
        ("Alcohol or drugs a problem", "substance", "yes"),
        ("Under 25", "age_band", "under 25"),
    ):
        values = data.column(column)[who]
        found[title] = np.array([np.nan if one is None else float(one == code) for one in values])
    usable = {
        title: values for title, values in found.items() if np.isnan(values).mean() < 0.5 and np.nanstd(values) > 0
    }
    return list(usable), list(usable.values())
