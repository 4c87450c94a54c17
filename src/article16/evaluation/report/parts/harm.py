"""New violence in the year after the start, by each source alone; police call-outs; what bounds say of the unknown."""

from __future__ import annotations

import numpy as np

from article16.evaluation.lost.bounds import worst_case
from article16.evaluation.recidivism import by_source
from article16.evaluation.report.data import SOURCES
from article16.evaluation.report.desk import Desk, Line, Values, text_of
from article16.evaluation.report.drawing import GREY, LOOKS, as_svg, below, canvas, named_rows
from article16.evaluation.report.model import Cell, Part, Table
from article16.evaluation.results import Result

TITLES = {"partner": "the (ex-)partner", "client": "the man", "police": "police records", "court": "court records",
          "probation": "probation or prison records"}  # fmt: skip
WINDOW = "365 days from the first session"


def harm(desk: Desk) -> Part:
    """New violence and call-outs by source."""
    title = desk.say("New violence in the year after the start")
    started = np.flatnonzero(desk.data.started)
    if not len(started):
        return Part("harm", title, missing=(desk.say("Nobody has started, so there is no year to look at."),))
    known, missing = {}, []
    for source in SOURCES:
        reports = desk.data.reported(source)[started]
        if np.isnan(reports).all():
            missing.append(
                desk.say(
                    "Not asked about the whole year: {source}. That is not “none”.", source=desk.say(TITLES[source])
                )
            )
        else:
            known[source] = reports
    if not known:
        return Part("harm", title, missing=tuple(missing))
    rows, drawn = _rows(desk, started, known)
    head = (desk.say("Who says so"), desk.say("New violence (95 % interval)"), desk.say("Known of"),
            desk.say("If the unknown all were, or none"))  # fmt: skip
    note = desk.say(
        "Men who started; 365 days from the first session. Each source alone: police see a part, he tells a part."
    )
    table = desk.table(desk.say("New violence, by who says so"), head, rows, note)
    alt = desk.say("Shares by source with intervals, and the span that the unknown leave open:") + " " + "; ".join(
        f"{desk.say(TITLES[source])} {text_of(row[1])}" for source, row in zip(known, rows, strict=True)
    )  # fmt: skip
    picture = desk.picture("violence", lambda: _draw(desk, drawn), alt, table)
    words = (
        desk.say(
            "“Not asked” is not “none”. A man in prison or out of reach cannot be counted as a man without violence."
        ),
    )
    return Part("harm", title, words, _calls(desk, started), (picture,), tuple(missing))


def _rows(desk: Desk, started: Values, known: dict[str, Values]) -> tuple[list[Line], list[tuple[str, Result, Result]]]:
    about = desk.about("new violence", population="all who started", clock="from the first session")
    rows: list[Line] = []
    drawn = []
    for source, result in zip(known, by_source(known, WINDOW, about=about), strict=True):
        bounds = worst_case(known[source], 0, 1, about=about)
        there = started[~np.isnan(known[source])]
        put = known[source][~np.isnan(known[source])]
        rows.append(
            (
                desk.say(TITLES[source]),
                desk.share(
                    f"harm.{source}.share", int(put.sum()), len(there), f"new violence, {source}", who=there, put=put
                ),
                desk.count(f"harm.{source}.known", len(there), f"known from {source}", who=there),
                _span(desk, f"harm.{source}.bounds", bounds, started, known[source]),
            )
        )
        drawn.append((source, result, bounds))
    return rows, drawn


def _span(desk: Desk, key: str, bounds: Result, who: Values, put: Values) -> Cell | str:
    ends = getattr(bounds, "bounds", None)
    if ends is None:
        return desk.words_of(bounds)
    middle = Result(
        method=bounds.method, estimand=bounds.estimand, estimate=(ends.low + ends.high) / 2, interval=ends, n=len(who),
        denominators=bounds.denominators, response=bounds.response, direction=bounds.direction,
    )  # fmt: skip
    cell = desk.number(key, middle, form="share", who=who, put=np.nan_to_num(put, nan=-1))
    if desk.numbers[key].shown is None:
        return cell
    low, high = (desk.words.percent(desk.shown(end)) for end in (ends.low, ends.high))
    return desk.retold(key, desk.say("{low} to {high}", low=low, high=high))


def _calls(desk: Desk, started: Values) -> tuple[Table, ...]:
    rows: list[Line] = []
    for source in ("police", "partner", "client"):
        reports = desk.data.reported(source, ("call-out",))[started]
        if np.isnan(reports).all() or not any(kind == "call-out" for _row, kind, _who, _day in desk.data.events):
            continue
        there = ~np.isnan(reports)
        rows.append(
            (
                desk.say(TITLES[source]),
                desk.share(
                    f"harm.calls {source}.share",
                    int(reports[there].sum()),
                    int(there.sum()),
                    f"call-out, {source}",
                    who=started[there],
                    put=reports[there],
                ),
            )
        )
    if not rows:
        return ()
    head = (desk.say("Who says so"), desk.say("Police called at least once (95 % interval)"))
    return (desk.table(desk.say("Police call-outs"), head, rows),)


def _draw(desk: Desk, drawn: list[tuple[str, Result, Result]]) -> str:
    with canvas(6.4, 0.8 + 0.5 * len(drawn), words=desk.words) as (figure, (axes,)):
        for place, (source, share, bounds) in enumerate(reversed(drawn)):
            look = LOOKS.get(source, LOOKS["official"])
            span = getattr(bounds, "bounds", None)
            if span is not None:
                axes.hlines(place, desk.shown(span.low), desk.shown(span.high), color=GREY, linewidth=9)
            if share.estimate is None or (desk.release and share.n < 8) or share.interval is None:
                continue
            low, high = desk.shown(share.interval.low), desk.shown(share.interval.high)
            axes.hlines(place, low, high, color=look.colour, linestyle=look.line, linewidth=1.6)
            face = look.colour if look.filled else "white"
            axes.plot([desk.shown(share.value)], [place], marker=look.mark, color=look.colour, markerfacecolor=face)
        axes.set_ylim(-0.6, len(drawn) - 0.4)
        axes.set_xlim(0, 1)
        names = [desk.say(TITLES[source]) for source, _s, _b in reversed(drawn)]
        named_rows(axes, range(len(drawn)), names, words=desk.words)
        axes.set_xticks(np.arange(0, 1.01, 0.25), [desk.words.percent(one) for one in np.arange(0, 1.01, 0.25)])
        below(axes, desk.say("share of men who started; less is safer; grey: what the unknown leave open"))
        return as_svg(figure)
