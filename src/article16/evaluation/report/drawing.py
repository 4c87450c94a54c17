"""How figures of a report look: ink and greys, a colour and mark for each informant, text as text, legible in grey."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING

from article16.printing import FONTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import Formatter

    from article16.evaluation.report.words import Words

INK, INK2, EDGE, GREY = "#221E1A", "#5B5249", "#82776A", "#D9D1C4"
_RIGHT_TO_LEFT = re.compile(r"(<text[^>]*>)([^<]*[\u0590-\u08ff][^<]*)(</text>)")
_LETTERS = re.compile(r"([\u0590-\u08ff]+)")
_VOWEL_SIGNS = re.compile(r"[\u064b-\u0652\u0670]")
_TURNED = re.compile(r"(<text[^>]*unicode-bidi: plaintext[^>]*>)(.*?)(</text>)", re.DOTALL)
_RUN = re.compile(r'<tspan style="([^"]*)">([^<]*)</tspan>')
_LATIN, _ARABIC = "'Noto Sans'", "'Noto Sans Arabic'"
_WIDTH: ContextVar[float] = ContextVar("width", default=1.0)  # part of the usual one
HALF = 0.62  # of the usual width, so that two stand beside each other on the first page
FLAT = 0.66  # of the usual height there
LETTERS = 13  # of the words under an axis, for each inch of width
MARK = 5  # pixels around the middle of a mark, where nothing may be written
# Where the name of a mark may stand: points to the right and up, and which side of the name is there.
BESIDE = ((6, 3, "left"), (-6, 3, "right"), (6, -10, "left"), (-6, -10, "right"), (0, 7, "center"), (0, -14, "center"))
FARTHER = tuple((x, y, side) for y in (16, -24, 28, -36) for x, side in ((6, "left"), (-6, "right"), (0, "center")))
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


def _numbers(words: Words) -> Formatter:
    """As many decimals as the ticks of the axis need, in the language of the report."""
    from matplotlib.ticker import FuncFormatter

    return FuncFormatter(lambda value, _place: words.tick(value))


@contextmanager
def canvas(width: float, height: float, panels: int = 1, *, words: Words) -> Iterator[tuple[Figure, Sequence[Axes]]]:
    """An empty figure in our style, `panels` side by side on one scale; numbers on axes as the language writes them."""
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
        part = _WIDTH.get()
        figure = Canvas(figsize=(width * part, height * (1 if part == 1 else FLAT)), layout="constrained")
        axes = figure.subplots(1, panels, sharey=True, squeeze=False)[0]
        for one in axes:
            for axis in (one.xaxis, one.yaxis):
                axis.set_major_formatter(_numbers(words))
        yield figure, tuple(axes)


def is_narrow() -> bool:
    """Whether this is drawn for the first page."""
    return _WIDTH.get() < 1


@contextmanager
def narrow() -> Iterator[None]:
    """What is drawn in here is narrower; its letters stay as large."""
    before = _WIDTH.set(HALF)
    try:
        yield
    finally:
        _WIDTH.reset(before)


def named_rows(axes: Axes, places: Sequence[float], names: Sequence[str], *, words: Words) -> None:
    """Names of rows where a line of text begins. From right to left the whole figure turns, bars and names.

    Only figures of rows turn. One with time, or numbers on both axes, reads the same in every language.
    """
    axes.set_yticks(places, names)
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.spines["left"].set_visible(False)
    if words.right_to_left:
        axes.invert_xaxis()
        axes.yaxis.tick_right()
        axes.tick_params(axis="y", length=0)


def named_points(axes: Axes, points: Sequence[tuple[float, float, str]], *, always: Sequence[str]) -> None:
    """Names beside their marks, none on another or on a mark; drawn last, when it is known what fits where.

    Whoever stands in `always` is named first, and in any case. Another name for which no place is free is left to the
    table behind the figure.
    """
    figure = axes.get_figure()
    if figure is None:
        return
    figure.draw_without_rendering()  # type: ignore[union-attr]  # of a whole figure
    figure.set_layout_engine("none")  # type: ignore[union-attr]  # names move nothing
    frame = axes.get_window_extent()
    at = axes.transData.transform([one[:2] for one in points])
    taken = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in at]
    for x, y, name in sorted(points, key=lambda one: one[2] not in always):
        places = [*BESIDE, *FARTHER] if name in always else BESIDE
        for dx, dy, side in places:
            text = axes.annotate(name, (x, y), xytext=(dx, dy), textcoords="offset points", ha=side)
            box = text.get_window_extent().extents
            inside = frame.x0 <= box[0] and box[2] <= frame.x1 and frame.y0 <= box[1] and box[3] <= frame.y1
            if inside and not any(_meet(box, one) for one in taken):
                taken.append((box[0], box[1], box[2], box[3]))
                break
            if name not in always or (dx, dy, side) != places[-1]:
                text.remove()


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def below(axes: Axes, text: str) -> None:
    """Words under an axis, in as many lines as the width of the figure needs."""
    figure = axes.get_figure()
    wide = figure.get_figwidth() if figure is not None else 6.4  # type: ignore[union-attr]  # of a whole figure
    axes.set_xlabel("\n".join(wrap(text, int(wide * LETTERS))))


def end_of(words: Words) -> str:
    """How text is set that stands after the end of a bar."""
    return "right" if words.right_to_left else "left"


def _from_the_right(found: re.Match[str]) -> str:
    """Its direction from its first letter, so that marks and numbers keep their order; letters and the rest each in the
    font that has them, because what prints the figure finds no second font within a run. Signs of short vowels are left
    out, as they are in most print: the printer loses the letter below them."""
    pieces = _LETTERS.split(_VOWEL_SIGNS.sub("", found[2]))  # letters at odd places
    inside = "".join(
        f'<tspan style="font-family: {_ARABIC if place % 2 else _LATIN}">{piece}</tspan>'
        for place, piece in enumerate(pieces)
        if piece
    )
    start = found[1].replace('style="', 'style="unicode-bidi: plaintext; ', 1)
    return f"{start}{inside}{found[3]}"


def as_svg(figure: Figure) -> str:
    """The figure as one SVG element."""
    out = io.StringIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = _RIGHT_TO_LEFT.sub(_from_the_right, text)
    # Its metadata are addresses of vocabularies, which tell nobody anything.
    return re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL).strip()


def for_print(svg: str) -> str:
    """The same for what prints it, which takes every line for one from the left: "in T4" of a line from the right would
    stand at its wrong end. So its runs stand here in the order in which they are seen."""
    return _TURNED.sub(_as_seen, svg)


def _as_seen(found: re.Match[str]) -> str:
    groups: list[list[tuple[str, str]]] = [[]]
    for style, text in _RUN.findall(found[2]):
        if re.search("[A-Za-z]", text):
            bare = text.strip()
            before, after = text[: text.index(bare)], text[text.index(bare) + len(bare) :]
            groups += [[(style, f"{after}{bare}{before}")], []]
        else:
            groups[-1].append((style, text))
    runs = [run for group in reversed(groups) for run in group]
    return found[1] + "".join(f'<tspan style="{style}">{text}</tspan>' for style, text in runs) + found[3]
