"""Bars, a month each, with the numbers on them: the picture of a table that stands beside it. Pure.

Across, everything is a share of the width: so letters stay as large as on the rest of the page, however narrow it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HIGH, TOP = 96, 18  # pixels
PART = 0.65  # of a month's width is bar
CROWDED = 2  # digits; longer numbers of neighbours would touch where the page is narrow


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: int
    height: int
    middle: str
    number: str
    label: str
    every_second: bool  # where the page is narrow, its label is left out


@dataclass(frozen=True, slots=True)
class Bars:
    """One picture. `words` says it to those who cannot see it."""

    title: str
    words: str
    wide: str  # each bar
    ground: int
    crowded: bool  # then numbers are left out with their labels
    bars: tuple[Bar, ...]


def bars(title: str, rows: Sequence[tuple[str, int]], *, words: str) -> Bars:
    """The tallest bar fills the height; nothing at all is a line of zeros."""
    most = max((number for _label, number in rows), default=0) or 1
    ground, step = TOP + HIGH, 100 / max(1, len(rows))
    drawn = []
    for place, (label, number) in enumerate(rows):
        height, middle = round(HIGH * number / most), (place + 0.5) * step
        x = _percent(middle - PART * step / 2)
        second = place % 2 != (len(rows) - 1) % 2  # the latest month always has its label
        drawn.append(Bar(x, ground - height, height, _percent(middle), str(number), label, second))
    return Bars(title, words, _percent(PART * step), ground, len(str(most)) > CROWDED, tuple(drawn))


def _percent(share: float) -> str:
    return f"{share:.2f}%"
