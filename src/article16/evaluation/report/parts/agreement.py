"""Whether the man and the (ex-)partner tell the same; never pooled."""

from __future__ import annotations

import numpy as np

from article16.evaluation.agreement import ac1, crosstab, kappa, mcnemar
from article16.evaluation.closeness import Limits, limits_of_agreement
from article16.evaluation.disclosure import in_bins
from article16.evaluation.report.desk import Desk, Line, Values, text_of
from article16.evaluation.report.drawing import EDGE, GREY, INK, as_svg, below, canvas
from article16.evaluation.report.model import Part, Picture

ASKED = (("T1", 1), ("T4", 4))
FEWEST = 8  # pairs
MANY = 2000  # pairs, from which single marks would only be a cloud


def agreement(desk: Desk) -> Part:
    """Kappa, AC1, and who says more, for any abuse; and a plot of differences."""
    title = desk.say("Do both tell the same?")
    scale = desk.data.leading
    if scale is None:
        return Part("agreement", title, missing=(desk.say("No scale was recorded."),))
    client, partner = (desk.data.scores[scale.name, who] for who in ("client", "partner"))
    rows: list[Line] = []
    missing = []
    for time, place in ASKED:
        both = np.flatnonzero(~np.isnan(client[:, place]) & ~np.isnan(partner[:, place]))
        if len(both) < FEWEST:
            missing.append(desk.say("{time}: both answered for fewer than {n} men.", time=time, n=FEWEST))
            continue
        rows.append(_row(desk, time, both, client[both, place], partner[both, place]))
    tables, pictures = [], []
    if rows:
        head = (desk.say("When"), desk.say("Kappa (95 % interval)"), desk.say("Gwet’s AC1"),
                desk.say("Only she reports abuse, against only he: difference"))  # fmt: skip
        note = desk.say(
            "Any abuse at all, yes or no, for the same man at the same time. 1: always the same; 0: as by chance."
        )
        tables.append(desk.table(desk.say("Agreement on any abuse"), head, rows, note))
    picture = _differences(desk, scale.name, client[:, 4], partner[:, 4])
    pictures += [picture] if picture else []
    words = (desk.say("When they differ, this report does not decide who is right, and never takes the mean of both."),)
    return Part("agreement", title, words if rows or pictures else (), tuple(tables), tuple(pictures), tuple(missing))


def _row(desk: Desk, time: str, both: Values, his: Values, hers: Values) -> Line:
    a, b = (his > 0).astype(int), (hers > 0).astype(int)
    table = crosstab(a.tolist(), b.tolist(), (0, 1))
    about = desk.about(f"any abuse at {time}", population="both answered", informant="client and partner side by side")
    put = a * 2 + b
    more = mcnemar(int(((b == 1) & (a == 0)).sum()), int(((a == 1) & (b == 0)).sum()), about=about)
    found = (kappa(table, about=about), ac1(table, about=about), more)
    names = ("kappa", "ac1", "more")
    return (time, *(
        desk.number(f"agreement.{time}.{name}", one, form="plain", who=both, put=put)
        for name, one in zip(names, found, strict=True)
    ))  # fmt: skip


def _differences(desk: Desk, name: str, his: Values, hers: Values) -> Picture | None:
    both = np.flatnonzero(~np.isnan(his) & ~np.isnan(hers))
    about = desk.about(
        f"{name} at T4, partner minus client", population="both answered", informant="partner and client"
    )
    if len(both) < FEWEST:
        return None
    found = limits_of_agreement(hers[both], his[both], about=about)
    if not isinstance(found, Limits):
        return None
    put = np.round(hers[both] - his[both], 3)
    rows = [
        (desk.say(words), desk.number(f"agreement.differences.{key}", one, form="points", who=both, put=put))
        for key, words, one in (
            ("bias", "She reports more by (mean)", found.bias),
            ("low", "Lower limit of 95 % of differences", found.low),
            ("high", "Upper limit of 95 % of differences", found.high),
        )
    ]
    head = (desk.say("Points at T4, partner minus man"), desk.say("Value (95 % interval)"))
    table = desk.table(desk.say("How far apart they are at T4"), head, rows)
    alt = desk.say("Difference of both reports against their mean at T4. Mean difference {bias}, 95 % of differences between {low} and {high}.",
                   bias=text_of(rows[0][1]), low=text_of(rows[1][1]), high=text_of(rows[2][1]))  # fmt: skip
    return desk.picture("differences", lambda: _draw(desk, found, his[both], hers[both]), alt, table)


def _draw(desk: Desk, found: Limits, his: Values, hers: Values) -> str:
    x, y = (his + hers) / 2, hers - his
    with canvas(6.4, 3.2, words=desk.words) as (figure, (axes,)):
        if desk.release or len(x) > MANY:
            bins = in_bins(x, y)
            axes.scatter([one.x for one in bins], [one.y for one in bins], s=[6 * one.n for one in bins], color=EDGE)
        else:
            axes.scatter(x, y, s=14, color=EDGE, alpha=0.6)
        for one, style in ((found.bias, "-"), (found.low, "--"), (found.high, "--")):
            value = desk.shown(one.value)
            axes.axhline(value, color=INK, linestyle=style, linewidth=1)
            axes.annotate(
                desk.points(one.value), (1.02, value), xycoords=("axes fraction", "data"), va="center",
                annotation_clip=False,
            )  # fmt: skip
        axes.axhline(0, color=GREY, linewidth=0.8, zorder=0)
        below(axes, desk.say("mean of both reports, points"))
        axes.set_ylabel(desk.say("above 0: she reports more"))
        return as_svg(figure)
