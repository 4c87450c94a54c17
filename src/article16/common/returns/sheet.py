"""A return as an Excel file. Every text is a text, also one that begins like a formula."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from .figures import Counted

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROPERTIES = "docProps/core.xml"
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
WIDTHS = {"A": 34, "B": 34, "C": 12, "D": 16, "E": 90}


def sheet(found: Sequence[Counted], *, about: Iterable[tuple[str, str]], at: datetime) -> bytes:
    """One sheet with a row for each number, one that says what it is about."""
    book = Workbook()
    # Excel knows no time zones.
    book.properties.created = at.replace(tzinfo=None, microsecond=0)
    book.properties.creator = "Article 16"
    book.remove(book.worksheets[0])
    numbers = book.create_sheet(_("Figures"))
    _row(numbers, [_("Figure"), _("Part"), _("Number"), _("Unit"), _("What is counted")], bold=True)
    for one in found:
        title, unit = str(one.figure.title), str(one.figure.unit)
        for part in one.parts:
            _row(numbers, [title, part.words, _number(part.count), unit, part.why])
        _row(numbers, [title, _("Total"), _number(one.total), unit, one.why or str(one.figure.definition)])
    for letter, width in WIDTHS.items():
        numbers.column_dimensions[letter].width = width
    numbers.freeze_panes = "A2"
    _about(book.create_sheet(_("About")), about)
    held = BytesIO()
    book.save(held)
    return _at(held, at)


def _at(held: BytesIO, at: datetime) -> bytes:
    """The same file with this moment where the library puts that of the machine."""
    made = BytesIO()
    with ZipFile(held) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == PROPERTIES:
                content = MODIFIED.sub(rb"\g<1>" + f"{at:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            after.writestr(ZipInfo(name, at.timetuple()[:6]), content, ZIP_DEFLATED)
    return made.getvalue()


def _about(sheet: Worksheet, about: Iterable[tuple[str, str]]) -> None:
    for name, words in about:
        _row(sheet, [name, words])
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100


def _number(count: int | None) -> int | str:
    return _("withheld") if count is None else count


def _row(sheet: Worksheet, values: Sequence[str | int], *, bold: bool = False) -> None:
    sheet.append(list(values))
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"  # otherwise a leading "=" makes it a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = Font(bold=True)
