"""The small plot of motivation: lengths as attributes of an inline picture, and all that it says also in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .kinds import Asked, Occasion
from .policy import STRONGEST
from .queries import MotivationRow, SideRow

WIDTH, HEIGHT, MARGIN, FOOT = 250, 104, 26, 24  # pixels; a phone of 320 has room for it
MOST_LABELS = 8  # with more points only the first and the last carry their number


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int  # on the bottom line where there is no number
    told: bool  # there is a number
    label: str  # the number; empty where there is none, or no room for it
    day: str  # empty where there is no room for it


@dataclass(frozen=True, slots=True)
class Figure:
    """One side, from inside or from outside, over the times that he was asked."""

    title: str
    words: str  # first and last value, or that there is none
    points: tuple[Point, ...]
    line: str  # of the polyline through neighbouring numbers; a missing one breaks it
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class MotivationLine:
    """One row of the table under the plot."""

    day: str
    occasion: str
    inside: str
    outside: str


def figure(rows: Sequence[MotivationRow], *, inside: bool) -> Figure:
    """The whole range 0 to 10, one step to the side for each time."""
    sides = [row.inside if inside else row.outside for row in rows]
    days = [date_format(row.on, "j M Y") for row in rows]
    points = tuple(
        _point(side, day, number, len(rows)) for number, (side, day) in enumerate(zip(sides, days, strict=True))
    )
    title = _("From inside") if inside else _("From outside")
    return Figure(title, _words(sides, days), points, _path(points, sides), MARGIN, HEIGHT - FOOT)


def _point(side: SideRow, day: str, number: int, count: int) -> Point:
    step = (WIDTH - 2 * MARGIN) // max(count - 1, 1)
    span = HEIGHT - FOOT - MARGIN
    y = HEIGHT - FOOT - span * (side.strength or 0) // STRONGEST
    end = number in {0, count - 1}
    told = side.strength is not None
    label = str(side.strength) if told and (end or count <= MOST_LABELS) else ""
    return Point(MARGIN + number * step, y, told, label, day if end else "")


def _path(points: Sequence[Point], sides: Sequence[SideRow]) -> str:
    parts, drawing = [], False
    for point, side in zip(points, sides, strict=True):
        if side.strength is None:
            drawing = False
            continue
        parts.append(f"{'L' if drawing else 'M'}{point.x} {point.y}")
        drawing = True
    return " ".join(parts)


def _words(sides: Sequence[SideRow], days: Sequence[str]) -> str:
    told = [(side.strength, day) for side, day in zip(sides, days, strict=True) if side.strength is not None]
    if not told:
        return _("No number yet.")
    if len(told) == 1:
        return _("%(points)d of 10 on %(day)s.") % {"points": told[0][0], "day": told[0][1]}
    values = {"first": told[0][0], "begin": told[0][1], "last": told[-1][0], "end": told[-1][1]}
    return _("%(first)d of 10 on %(begin)s, %(last)d of 10 on %(end)s.") % values


def lines(rows: Sequence[MotivationRow]) -> tuple[MotivationLine, ...]:
    return tuple(
        MotivationLine(
            date_format(row.on, "j M Y"),
            str(Occasion(row.occasion).label),
            side_words(row.inside),
            side_words(row.outside),
        )
        for row in rows
    )


def side_words(side: SideRow) -> str:
    """“7 of 10: his son”, “declined”, “not asked”."""
    start = str(Asked(side.state).label)
    if side.strength is not None:
        start = _("%(points)d of 10") % {"points": side.strength}
    return f"{start}: {side.words}" if side.words else start
