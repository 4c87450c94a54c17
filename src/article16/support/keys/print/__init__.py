"""The recovery sheets on paper: three pages in one PDF, made in memory for one answer and kept nowhere."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import qrcode
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from article16.printing import pdf

from ..actions.sheets import SHEETS, Printed

TEMPLATE = Path(__file__).with_name("sheets.typ")


def sheets_pdf(printed: Sequence[Printed], *, service: str, at: datetime) -> bytes:
    """One page for each sheet: name, four lines, test sentence, QR code, and what its holder has to know."""
    made = date_format(timezone.localtime(at), "j F Y")
    value = {
        "head": _("Recovery sheet. Keep it closed, and apart from the other two."),
        "of": _("of"),
        "name-label": _("Name of this sheet"),
        "lines-label": _("Its four lines"),
        "line-label": _("Line"),
        "signs-label": _("Signs: 0 is the figure nought, 1 the figure one; there is no letter O, I or L"),
        "sentence-label": _("Test sentence"),
        "sentence-help": _("When you test the sheet, the page must show exactly these six words."),
        "qr-label": _("The same for a camera"),
        "qr-alt": _("QR code with the name and the four lines of this sheet"),
        "rules-label": _("What you promise as its holder"),
        "rules": [
            _("I keep this sheet where nobody finds it by chance, and not where another sheet is kept."),
            _("I give it out only for recovery, and only when I know who asks and why."),
            _("If it is lost or was seen, I say so the same day, and new sheets are printed."),
            _("I never photograph, scan or copy it."),
        ],
        "holder-label": _("Holder and date: ________________________________________"),
        "sheets": [_sheet(one, service=service, made=made) for one in printed],
    }
    title = _("Recovery sheets, set %(set)s") % {"set": printed[0].set}
    return pdf(TEMPLATE, value, title=title, at=at, language=get_language() or "en")


def _sheet(one: Printed, *, service: str, made: str) -> dict[str, object]:
    numbers = {"number": one.number, "count": len(SHEETS)}
    return {
        "title": _("Recovery sheet %(number)d of %(count)d") % numbers,
        "service": service,
        "about": _(
            "Printed on %(day)s. Any two of the three sheets open everything this service has sealed; "
            "one alone opens nothing."
        )
        % {"day": made},
        "name": one.name,
        "lines": list(one.lines),
        "sentence": one.sentence,
        "qr": _qr(one.qr),
    }


def _qr(text: str) -> str:
    picture = qrcode.make(text, image_factory=SvgPathImage, border=4)
    return picture.to_string(encoding="unicode")
