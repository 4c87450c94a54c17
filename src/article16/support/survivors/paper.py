"""Her safety plan on paper: her words and nothing else. No name, no service, no address, a title that says nothing."""

from datetime import datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from article16.printing import pdf

TEMPLATE = Path(__file__).with_name("paper.typ")


def plan_pdf(words: str, *, at: datetime) -> bytes:
    value = {"heading": _("Notes"), "of": _("of"), "lines": words.splitlines()}
    return pdf(TEMPLATE, value, title=_("Notes"), at=at, language=get_language() or "en")
