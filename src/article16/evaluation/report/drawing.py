"""How figures of a report look: ink and greys, a colour and mark for each informant, text as text, legible in grey."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from article16.printing import FONTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, INK2, EDGE, GREY = "#221E1A", "#5B5249", "#82776A", "#D9D1C4"
GREYS = ("#221E1A", "#82776A", "#B3A999", "#D9D1C4")


@dataclass(frozen=True, slots=True)
class Look:
    """Who reports: colour, line and mark, so that the colour is never needed."""

    colour: str
    line: str
    mark: str
    filled: bool


LOOKS = {
    "client": Look("#0E4A5A", "-", "o", filled=True),
    "partner": Look("#A24C92", "--", "s", filled=False),
    "official": Look("#8A5600", ":", "^", filled=True),
}


@cache
def _with_fonts() -> bool:
    from matplotlib import font_manager

    manager = font_manager.fontManager
    before = len(manager.ttflist)
    for path in sorted(FONTS.glob("*.ttf")):
        manager.addfont(str(path))
    # Of two fonts of one name the first is taken: ours, so that the machine's fonts change nothing.
    manager.ttflist[:] = [*manager.ttflist[before:], *manager.ttflist[:before]]
    return True


@contextmanager
def canvas(width: float, height: float, panels: int = 1) -> Iterator[tuple[Figure, Sequence[Axes]]]:
    """An empty figure in our style, `panels` side by side on one scale."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    _with_fonts()
    style = {
        "font.family": ["Noto Sans", "Noto Sans Arabic"],
        "font.size": 9,
        "svg.fonttype": "none",  # text stays text: read aloud, searched, and shaped by whoever shows it
        "svg.hashsalt": "article16",  # the same figure is the same file
        "axes.edgecolor": EDGE,
        "axes.labelcolor": INK2,
        "xtick.color": INK2,
        "ytick.color": INK2,
        "text.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with mpl.rc_context(style):  # type: ignore[arg-type]  # its keys are one long literal
        figure = Canvas(figsize=(width, height), layout="constrained")
        axes = figure.subplots(1, panels, sharey=True, squeeze=False)[0]
        yield figure, tuple(axes)


def as_svg(figure: Figure) -> str:
    """The figure as one SVG element."""
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    # Its metadata are addresses of vocabularies, which tell nobody anything.
    return re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL).strip()
