"""A return in print: the same figures as the page, each with its definition."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from article16.printing import pdf

from .figures import Counted

TEMPLATE = Path(__file__).with_name("return.typ")


def paper(found: Sequence[Counted], *, title: str, about: Iterable[tuple[str, str]], at: datetime) -> bytes:
    """The PDF."""
    value = {
        "head": title,
        "of": _("of"),
        "title": title,
        "number": _("Number"),
        "total": _("Total"),
        "about": [{"name": name, "words": words} for name, words in about],
        "figures": [_figure(one) for one in found],
    }
    return pdf(TEMPLATE, value, title=title, at=at, language=get_language() or "en")


def _figure(one: Counted) -> dict[str, object]:
    return {
        "title": str(one.figure.title),
        "definition": str(one.figure.definition),
        "split": str(one.figure.split or one.figure.unit),
        "parts": [{"words": part.words, "number": number(part.count)} for part in one.parts],
        "total": number(one.total),
    }


def number(count: int | None) -> str:
    """As it is read."""
    return _("withheld") if count is None else f"{count:,}".replace(",", " ")
