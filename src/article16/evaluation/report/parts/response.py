"""Who answered, when, and which answers of one person are there together."""

from __future__ import annotations

import numpy as np

from article16.evaluation.report.data import INFORMANTS, TIMES
from article16.evaluation.report.desk import NONE, Desk, Line, Values
from article16.evaluation.report.drawing import LOOKS, as_svg, canvas, end_of, named_rows
from article16.evaluation.report.model import Cell, Part, Picture, Table

WHO = {"client": "the man", "partner": "the (ex-)partner"}
RINGS = tuple(-0.36 + 0.075 * place for place in range(len(TIMES)))  # where the five times stand beside the bars


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
    picture = _missingness(desk)
    return Part("response", desk.say("Who answered"), words, (table,), (picture,) if picture else ())


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


def _missingness(desk: Desk) -> Picture | None:
    """Which times are there together: one bar for each pattern, none for fewer than 8 men."""
    answered = {who: desk.data.status[who] == "answered" for who in INFORMANTS}
    patterns: list[tuple[str, Values, Values]] = []
    for who, mask in answered.items():
        rows, whose, counts = np.unique(mask, axis=0, return_inverse=True, return_counts=True)
        for place in np.argsort(-counts)[:8]:
            if counts[place] >= 8:
                patterns.append((who, rows[place], np.flatnonzero(whose.ravel() == place)))
    if not patterns:
        return None
    alt = desk.say(
        "Which questionnaires of one person are there together; a filled ring is an answered one, from T0 to T4."
    )
    table = _patterns(desk, patterns)
    return desk.picture("missing", lambda: _draw_missing(desk, patterns, table), alt, table)


def _patterns(desk: Desk, patterns: list[tuple[str, Values, Values]]) -> Table:
    rows: list[Line] = []
    for who, there, whose in patterns:
        times = "".join("1" if one else "0" for one in there)
        count = desk.count(f"response.together.{who} {times}", len(whose), f"{who} answered {times}", who=whose)
        rows.append((desk.say(WHO[who]), *(desk.say("yes") if one else desk.say("no") for one in there), count))
    head = (desk.say("Who"), *TIMES, desk.say("Men"))
    return desk.table(desk.say("Which questionnaires of one person are there together"), head, rows)


def _draw_missing(desk: Desk, patterns: list[tuple[str, Values, Values]], table: Table) -> str:
    shown = [desk.numbers[line[-1].number].shown or 0.0 for line in table.rows]  # as many as the table says, no more
    most = max(*shown, 1.0)
    rows = range(len(patterns), 0, -1)
    with canvas(6.4, 0.7 + 0.24 * len(patterns), words=desk.words) as (figure, (axes,)):
        for y, (who, there, _whose), line, n in zip(rows, patterns, table.rows, shown, strict=True):
            look = LOOKS[who]
            axes.barh(y, n / most, height=0.6, color=look.colour, alpha=0.75 if look.filled else 0.4)
            for time, is_there in enumerate(there):
                face = look.colour if is_there else "white"
                axes.plot([RINGS[time]], [y], marker="o", color=look.colour, markerfacecolor=face, markersize=5)
            axes.text(n / most + 0.02, y, line[-1].text, ha=end_of(desk.words), va="center")
        axes.set_xlim(RINGS[0] - 0.05, 1.15)
        axes.set_xticks(RINGS, TIMES, fontsize=8)
        axes.tick_params(axis="x", length=0, top=False, labeltop=True, labelbottom=False)
        axes.spines["bottom"].set_visible(False)
        named_rows(axes, rows, [desk.say(WHO[who]) for who, _there, _whose in patterns], words=desk.words)
        return as_svg(figure)
