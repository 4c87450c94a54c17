"""A paper as Markdown and as PDF. The page in the browser shows the same value."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from article16.printing import pdf

from .documents import Grid, Paper

TEMPLATE = Path(__file__).with_name("paper.typ")


def markdown(paper: Paper) -> str:
    """For a folder of papers under version control, or a word processor."""
    parts = [f"# {paper.title}", *paper.intro]
    for one in paper.sections:
        parts += [f"## {one.heading}", *one.paragraphs]
        parts += [_table(one.grid)] if one.grid else []
    return "\n\n".join(parts) + "\n"


def _table(grid: Grid) -> str:
    lines = [_line(grid.head), _line(tuple("---" for _name in grid.head)), *(_line(row) for row in grid.rows)]
    return "\n".join(lines)


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(one.replace("|", "\\|") for one in cells) + " |"


def paper(made: Paper, *, at: datetime) -> bytes:
    """The PDF."""
    value = {
        "head": made.title,
        "of": _("of"),
        "intro": list(made.intro),
        "sections": [
            {
                "heading": one.heading,
                "paragraphs": list(one.paragraphs),
                "head": list(one.grid.head) if one.grid else [],
                "rows": [list(row) for row in one.grid.rows] if one.grid else [],
            }
            for one in made.sections
        ],
    }
    return pdf(TEMPLATE, value, title=made.title, at=at, language=get_language() or "en")
