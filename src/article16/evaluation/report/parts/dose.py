"""How much of the programme men received, against what was planned."""

from __future__ import annotations

from textwrap import wrap

import numpy as np

from article16.evaluation.report.desk import Desk, Line, Values
from article16.evaluation.report.drawing import INK, as_svg, canvas, named_rows
from article16.evaluation.report.model import Part, Table

BANDS = (("none", 0.0, 0.001), ("under a quarter", 0.001, 0.25), ("a quarter to half", 0.25, 0.5),
         ("half to three quarters", 0.5, 0.75), ("three quarters or more", 0.75, np.inf))  # fmt: skip
LONGEST = 24  # characters of a name beside a figure
WIDE = 14  # letters of the words under a field


def dose(desk: Desk) -> Part:
    """Sessions attended of sessions planned, by programme."""
    planned, attended = desk.data.exposure["sessions_planned"], desk.data.exposure["sessions_attended"]
    title = desk.say("How much of the programme they received")
    known = np.flatnonzero(desk.data.started & ~np.isnan(planned) & ~np.isnan(attended) & (planned > 0))
    if not len(known):
        return Part("dose", title, missing=(desk.say("Sessions planned and attended were not recorded."),))
    share = attended[known] / planned[known]
    table = _table(desk, known, share)
    programmes = sorted({str(one) for one in desk.data.column("programme")[known]})
    by_programme = _by_programme(desk, known, share, programmes)
    picture = desk.picture("attendance", lambda: _draw(desk, known, share, programmes), _alt(desk, table), by_programme)
    words = (desk.say("Of the men who started. A late arrival counts as attended."),)
    return Part("dose", title, words, (table,), (picture,))


def _bands(share: Values) -> dict[str, Values]:
    return {name: np.flatnonzero((share >= low) & (share < high)) for name, low, high in BANDS}


def _table(desk: Desk, known: Values, share: Values) -> Table:
    found = {name: known[rows] for name, rows in _bands(share).items()}
    cells = desk.counts("dose.bands", found, "sessions attended of those planned")
    rows: list[Line] = []
    for name, who in found.items():
        part = desk.share(f"dose.bands.{name}.share", len(who), len(known), f"attended {name}", who=who,
                          count=f"dose.bands.{name}", population="all who started")  # fmt: skip
        rows.append((desk.say(name), cells[name], part))
    rows.append((desk.say("All"), cells["total"], "–"))
    head = (desk.say("Attended of what was planned"), desk.say("Men"), desk.say("Share (95 % interval)"))
    return desk.table(desk.say("Sessions attended"), head, rows)


def _by_programme(desk: Desk, known: Values, share: Values, programmes: list[str]) -> Table:
    column = desk.data.column("programme")[known]
    rows: list[Line] = []
    for place in programmes:
        mine = np.flatnonzero(column == place)
        found = {name: known[mine][rows_] for name, rows_ in _bands(share[mine]).items()}
        cells = desk.counts(f"dose.programme {place}", found, f"sessions attended, {place}")
        rows.append((place, *(cells[name] for name in found), cells["total"]))
    head = (desk.say("Programme"), *(desk.say(name) for name, _low, _high in BANDS), desk.say("All"))
    return desk.table(desk.say("Sessions attended, by programme"), head, rows)


def _alt(desk: Desk, table: Table) -> str:
    lines = "; ".join(f"{row[0].text}: {row[1].text}" for row in table.rows)
    return desk.say("A field for each programme and share of sessions, darker for more men. {lines}.", lines=lines)


def _draw(desk: Desk, known: Values, share: Values, programmes: list[str]) -> str:
    column = desk.data.column("programme")[known]
    grid = np.array(
        [[len(rows) for rows in _bands(share[column == place]).values()] for place in programmes], dtype=float
    )
    whole = grid.sum(axis=1, keepdims=True)
    part = grid / np.maximum(whole, 1)
    rows = [_short(name) for name in programmes]
    with canvas(6.4, 0.9 + 0.36 * len(programmes), words=desk.words) as (figure, (axes,)):
        if desk.release:  # a field of fewer than 8 men is left white
            part = np.where(grid >= 8, np.round(part, 1), 0.0)
        # Fields as shapes: a picture inside the picture would not be shown where only our own files may be.
        edges = (np.arange(count + 1) - 0.5 for count in reversed(part.shape))
        axes.pcolormesh(*edges, part, cmap="Greys", vmin=0, vmax=1)
        axes.invert_yaxis()
        for row, col in np.ndindex(part.shape):
            count = desk.numbers[f"dose.programme {programmes[row]}.{BANDS[col][0]}"]
            if part[row, col] > 0 and count.shown:
                colour = "white" if part[row, col] > 0.55 else INK
                axes.text(col, row, count.text, ha="center", va="center", color=colour)
        axes.set_xticks(range(len(BANDS)), ["\n".join(wrap(desk.say(name), WIDE)) for name, _low, _high in BANDS])
        axes.tick_params(length=0)
        axes.spines["bottom"].set_visible(False)
        named_rows(axes, range(len(programmes)), rows, words=desk.words)
        return as_svg(figure)


def _short(name: str) -> str:
    """A name that leaves room for the figure; the table has it whole."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
