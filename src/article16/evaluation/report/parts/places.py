"""Whether groups, facilitators and programmes differ more than chance would have them. No league table."""

from __future__ import annotations

import numpy as np

from article16.evaluation.funnel import Funnel, binomial_limit, funnel
from article16.evaluation.icc import anova_icc
from article16.evaluation.report.desk import Desk, Line, Values
from article16.evaluation.report.drawing import EDGE, GREY, INK, as_svg, below, canvas, named_points
from article16.evaluation.report.model import Part, Table
from article16.evaluation.results import Direction

LEVELS = (("facilitators", "facilitators"), ("group", "group"))
FEWEST = 8


def facilitation(desk: Desk) -> Part:
    """How alike men of one group or one pair of facilitators are in what they attended."""
    title = desk.say("Facilitation")
    planned, attended = desk.data.exposure["sessions_planned"], desk.data.exposure["sessions_attended"]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = attended / planned
    rows: list[Line] = []
    for column, name in LEVELS:
        labels = desk.data.column(column)
        who = np.flatnonzero(np.array([one is not None for one in labels], dtype=bool) & np.isfinite(share))
        kinds = set(labels[who])
        if len(who) < FEWEST or len(kinds) < 2 or len(kinds) == len(who):
            continue
        about = desk.about("share of sessions attended", population="all who started")
        found = anova_icc(share[who], [str(one) for one in labels[who]], about=about)
        cell = desk.number(f"facilitation.alike.{column}", found, form="plain", who=who, put=np.round(share[who], 4))
        rows.append((desk.say(name), desk.words.whole(len(kinds)), cell))
    if not rows:
        return Part(
            "facilitation", title, missing=(desk.say("Groups and facilitators were not recorded for enough men."),)
        )
    head = (
        desk.say("Men of the same"),
        desk.say("How many"),
        desk.say("How alike in attendance, 0 to 1 (95 % interval)"),
    )
    note = desk.say("0: no more alike than any two men. It says nothing about a single facilitator.")
    return Part("facilitation", title, (), (desk.table(desk.say("How much the group matters"), head, rows, note),))


def programmes(desk: Desk) -> Part:
    """Completion by programme within funnel limits; only where there are several."""
    title = desk.say("Programmes beside each other")
    column = desk.data.column("programme")
    started = desk.data.started
    names = [str(one) for one in sorted({str(name) for name in column[started]})]
    completed = desk.data.column("ending") == "completed"
    people = [int((started & (column == name)).sum()) for name in names]
    done = [int((started & completed & (column == name)).sum()) for name in names]
    if len(names) < 3 or min(people) < FEWEST:
        sentence = "Fewer than three programmes with at least {n} men each: nothing to set beside each other."
        return Part("programmes", title, missing=(desk.say(sentence, n=FEWEST),))
    about = desk.about("completed", population="all who started")
    found = funnel(done, people, names, about=about, direction=Direction.NONE)
    if not isinstance(found, Funnel):
        return Part("programmes", title, missing=(desk.words_of(found),))
    table = _table(desk, found, started, column, completed)
    alt = desk.say("Programmes by number of men and share completing, with the limits that chance alone keeps. Outside the outer limits: {names}.",
                   names=", ".join(one.name for one in found.places if one.outside) or desk.say("none"))  # fmt: skip
    words = (desk.say("A programme outside the limits is a reason to look, not a verdict: it may take other men."),)
    return Part("programmes", title, words, (), (desk.picture("programmes", lambda: _draw(desk, found), alt, table),))


def _table(desk: Desk, found: Funnel, started: Values, column: Values, completed: Values) -> Table:
    rows: list[Line] = []
    for place in found.places:
        who = np.flatnonzero(started & (column == place.name))
        rows.append(
            (
                place.name,
                desk.count(f"programmes.{place.name}.men", len(who), f"started in {place.name}", who=who),
                desk.number(
                    f"programmes.{place.name}.completed", place.share, form="share", who=who, put=completed[who]
                ),
            )
        )
    head = (desk.say("Programme"), desk.say("Men who started"), desk.say("Completed (95 % interval)"))
    return desk.table(desk.say("Completion, in the order of names"), head, rows)


def _draw(desk: Desk, found: Funnel) -> str:
    people = np.array([one.share.n for one in found.places])
    sizes = np.unique(np.linspace(max(2, people.min() * 0.7), people.max() * 1.2, 50).astype(int))
    wide = float(np.sqrt(found.dispersion))
    with canvas(6.4, 3.2, words=desk.words) as (figure, (axes,)):
        for tail, style in ((0.025, "--"), (0.001, "-")):
            for side in (tail, 1 - tail):
                limit = np.array([binomial_limit(int(n), found.target, side) for n in sizes])
                axes.plot(
                    sizes,
                    np.clip(found.target + (limit - found.target) * wide, 0, 1),
                    color=EDGE,
                    linestyle=style,
                    linewidth=1,
                )
        axes.axhline(desk.shown(found.target), color=GREY)
        points = []
        for one in found.places:
            n = 5 * round(one.share.n / 5) if desk.release else one.share.n
            points.append((float(n), desk.shown(one.share.value), one.name))
            axes.plot(*points[-1][:2], marker="o", color=INK, markerfacecolor=INK if one.outside else "white")
        axes.set_ylim(0, 1)
        axes.set_yticks(np.arange(0, 1.01, 0.25), [desk.words.percent(one) for one in np.arange(0, 1.01, 0.25)])
        below(axes, desk.say("men who started; dashed: 95 %, full: 99.8 % of like programmes"))
        axes.set_ylabel(desk.say("completed"))
        named_points(axes, points, always=[one.name for one in found.places if one.outside])
        return as_svg(figure)
