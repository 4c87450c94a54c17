"""Counts of programmes that hold no rows for single men: so many of so many, by who says so and when."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from article16.evaluation.disclosure import FEWEST
from article16.evaluation.proportions import wilson
from article16.evaluation.report.desk import NONE, Desk, Line, begun
from article16.evaluation.report.drawing import INK, LOOKS, Look, as_svg, below, canvas, named_rows
from article16.evaluation.report.model import Cell, Part, Table
from article16.evaluation.report.sums import Counted
from article16.evaluation.results import Result

WHO = {
    "client": "the man",
    "partner": "the (ex-)partner",
    "new partner": "a partner he met later",
    "official": "records",
}
PROGRAMME = Look(INK, "-", "o", filled=True)
LONGEST = 30  # characters of a label beside the figure


def counted(desk: Desk) -> tuple[Part, ...]:
    """A chapter for each measure; none where the study has no counts."""
    rows = sorted(desk.data.counts, key=lambda one: one.measure)
    return tuple(
        _measure(desk, name, _by_label(list(some))) for name, some in groupby(rows, key=lambda one: one.measure)
    )


def _by_label(rows: list[Counted]) -> list[Counted]:
    """What is to be compared stands together: each thing in the order of the study, by programme, informant and time."""
    order = _labels(rows)
    return sorted(rows, key=lambda one: (order.index(one.label), one.programme, one.informant, one.time))


def _measure(desk: Desk, measure: str, rows: list[Counted]) -> Part:
    table, found = _table(desk, measure, rows)
    title = desk.say("Counted: {measure}", measure=measure)
    words = [desk.say("Sums that programmes gave, without rows for single men.")]
    if len({one.time for one in rows}) > 1:
        words.append(
            desk.say("Who answered at two times need not be the same persons: this is not the change of anybody.")
        )
    if not found:
        return Part(f"counted {measure}", title, tuple(words), (table,))
    alt = desk.say("Shares with their intervals, a row for each: {labels}.", labels=", ".join(_labels(rows)))
    picture = desk.picture(f"counted-{_plain(measure)}", lambda: _draw(desk, found), alt, table)
    return Part(f"counted {measure}", title, tuple(words), (), (picture,))


def _labels(rows: list[Counted]) -> list[str]:
    return list(dict.fromkeys(one.label for one in rows))


def _plain(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text.lower())


def _table(desk: Desk, measure: str, rows: list[Counted]) -> tuple[Table, list[tuple[Counted, Result]]]:
    lines: list[Line] = []
    found: list[tuple[Counted, Result]] = []
    for one in rows:
        key = f"counted {measure}.{one.label}.{one.programme} {one.time} {one.informant}".strip()
        about = desk.about(
            f"{measure}: {one.label}", population="those counted", informant=one.informant or "programme"
        )
        result = (
            wilson(one.number, one.of, about=about)
            if one.of
            else desk.cannot("Wilson", about, "of how many is not known")
        )
        few = desk.release and any(0 < n < FEWEST for n in (one.number, max(one.of - one.number, 0), one.of))
        if few:
            result = desk.cannot("Wilson", about, "withheld: fewer than 8 persons")
        share = desk.number(f"{key}.share", result, form="share", who=(), put=0)
        many = Cell(NONE) if few else desk.count(f"{key}.n", one.number, f"{measure}: {one.label}", who=())
        of = desk.count(f"{key}.of", one.of, f"{measure}: of how many", who=())
        who = desk.say(WHO[one.informant]) if one.informant in WHO else NONE
        lines.append((one.label, one.programme, one.time or NONE, who, many, of, share))
        if result.estimate is not None:
            found.append((one, result))
    head = (desk.say("What"), desk.say("Programme"), desk.say("When"), desk.say("Who says so"), desk.say("How many"),
            desk.say("Of"), desk.say("Share (95 % interval)"))  # fmt: skip
    return desk.table(begun(measure), head, lines), found


def _draw(desk: Desk, found: list[tuple[Counted, Result]]) -> str:
    """A row for each; the same words stand once, beside the first of them."""
    rows = range(len(found), 0, -1)
    several = len({one.programme for one, _result in found})
    with canvas(6.4, 0.8 + 0.22 * len(found), words=desk.words) as (figure, (axes,)):
        names, before = [], ""
        for y, (one, result) in zip(rows, found, strict=True):
            look = LOOKS.get(one.informant, PROGRAMME)
            value, ends = desk.shown(result.value), result.interval
            if ends is not None:
                axes.hlines(y, desk.shown(ends.low), desk.shown(ends.high), color=look.colour, linestyle=look.line)
            axes.plot([value], [y], marker=look.mark, color=look.colour, markersize=5,
                      markerfacecolor=look.colour if look.filled else "white")  # fmt: skip
            name = _short(one.label) if one.label != before else ""
            apart = one.time if several == 1 else f"{one.programme} {one.time}".strip()
            names.append(" ".join(part for part in (name, apart) if part))
            before = one.label
        axes.set_ylim(0.4, len(found) + 0.6)
        axes.set_xlim(0, 1)
        axes.set_xticks(np.arange(0, 1.01, 0.25), [desk.words.percent(one) for one in np.arange(0, 1.01, 0.25)])
        named_rows(axes, rows, names, words=desk.words)
        below(axes, desk.say("share of those counted; dashed with open squares: as (ex-)partners say"))
        return as_svg(figure)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
