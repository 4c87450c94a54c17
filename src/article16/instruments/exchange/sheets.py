"""A workbook as rows of text: Excel, or one CSV file with the name of each sheet in its first column."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LARGEST = 2_000_000  # bytes of a file
LARGEST_UNPACKED = 30_000_000  # bytes of what a workbook unpacks to
MOST_ROWS, MOST_COLUMNS = 5_000, 200  # of a sheet
LONGEST = 20_000  # characters of a cell


class Unreadable(ValueError):
    """The file is no workbook that can be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the heads of its sheet. Empty cells are left out."""

    sheet: str
    number: int  # as the program that wrote the file counts
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def read_workbook(content: bytes, *, name: str) -> Mapping[str, Sheet]:
    """Sheets by name, in small letters.

    Raises
    ------
    Unreadable
        It is too large, or no workbook at all.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"The file has {len(content):,} bytes; {LARGEST:,} are possible.")
    if name.lower().endswith(".csv"):
        return _tables(_csv(content))
    return _tables(_excel(content))


Cells = Iterator[tuple[str, int, list[str]]]  # sheet, row number, cells


def _tables(cells: Cells) -> dict[str, Sheet]:
    heads: dict[str, list[str]] = {}
    rows: dict[str, list[Row]] = {}
    for sheet, number, values in cells:
        if sheet not in heads:
            if any(values):
                heads[sheet], rows[sheet] = [_head(value) for value in values], []
            continue
        if not any(values):
            continue
        if len(rows[sheet]) >= MOST_ROWS:
            raise Unreadable(f"The sheet {sheet} has more than {MOST_ROWS:,} rows.")
        named = {head: value for head, value in zip(heads[sheet], values, strict=False) if head and value}
        rows[sheet].append(Row(sheet, number, named))
    return {sheet: Sheet(tuple(one for one in heads[sheet] if one), tuple(rows[sheet])) for sheet in heads}


def _head(value: str) -> str:
    """Heads are compared in small letters but for the language in brackets, which is so by habit already."""
    return value.strip().lower()


def _excel(content: bytes) -> Cells:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("The workbook unpacks to more than is possible.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            name = sheet.title.strip().lower()
            for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
                yield name, number, [_text(value) for value in row]
    except Unreadable:
        raise
    except Exception as error:  # a broken workbook fails in many places within the library that reads it
        raise Unreadable(f"This is no Excel workbook ({type(error).__name__}).") from None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # Excel keeps every number with decimals
    text = str(value).strip()
    if len(text) > LONGEST:
        raise Unreadable(f"A cell has {len(text):,} characters; {LONGEST:,} are possible.")
    return text


def _csv(content: bytes) -> Cells:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is not UTF-8. Save it as CSV with UTF-8.") from None
    sheet = ""
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), 1):
            if row and row[0].strip():
                sheet = row[0].strip().lower()
            if sheet and len(row) > 1:
                yield sheet, number, [_text(value) for value in row[1 : MOST_COLUMNS + 1]]
    except csv.Error as error:
        raise Unreadable(f"This is no CSV file: {error}.") from None
