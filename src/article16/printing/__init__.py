"""What is printed: a typst template, a value, and a PDF that a screen reader can read. Nothing is written to a disk.

Each room keeps its own template; `page.typ` beside this file holds what all pages share (fonts, head, foot, language).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
SHARED = Path(__file__).parent / "page.typ"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "ur"})


class NotPrinted(ValueError):
    """The template and the value do not fit each other. The text says where, and holds nothing of the value."""


def pdf(template: Path, value: Mapping[str, Any], *, title: str, at: datetime, language: str = "en") -> bytes:
    """The template filled with the value, as tagged PDF (PDF/UA-1).

    Parameters
    ----------
    template
        A typst file. It begins with `#import "/page.typ": *` and has `value` (what is given here) and `sheet`.
    value
        Texts, numbers, lists and mappings. A picture is the text of an SVG, shown by `picture(svg, alt, width: …)`.
    title, language
        What a screen reader says first, and in which language (BCP 47) and direction.
    at
        The date in the file's properties.

    Raises
    ------
    NotPrinted
        When typst refuses; its message names a line of the template.
    """
    import typst

    rtl = language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT
    told = {"value": value, "title": title, "language": language, "rtl": rtl}
    try:
        made: bytes = typst.compile(  # type: ignore[misc]  # its stub does not say that bytes are a source
            _source(template),
            font_paths=[FONTS],
            ignore_system_fonts=True,
            sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as no:
        raise NotPrinted(f"{template.name}: {no.message}") from None
    return made


@cache
def _source(template: Path) -> bytes:
    # One text instead of an import, so that templates of every room need no common folder.
    lines = template.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0] != '#import "/page.typ": *':
        raise NotPrinted(f'{template.name} does not begin with #import "/page.typ": *')
    return "\n".join([SHARED.read_text(encoding="utf-8"), *lines[1:]]).encode()
