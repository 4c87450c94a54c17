"""Lists as people keep them, Excel and CSV: cell by cell, with the rows numbered as a spreadsheet shows them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from article16.casework.family.contents import NotTaken, check_packed

from .problems import Problem, Stopped, shown

MOST_BYTES = 60 * 2**20
MOST_ROWS = 200_000
MOST_COLUMNS = 300
ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that would have to be computed. It is never run."""

    text: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that holds an error of the spreadsheet, such as #REF!."""

    text: str


Cell = str | int | float | date | Formula | Broken | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it is. Merged cells all hold what the first of them held."""

    file: str
    name: str  # of the sheet; "" of a text file
    rows: dict[int, list[Cell]]  # number of the row as the program shows it, and its cells
    since_1904: bool = False  # days are counted from 1904, as old Macs did
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""


def read_sheet(path: Path, *, sheet: str = "", encoding: str = "", delimiter: str = "") -> Sheet:
    """The list in this file. Raises Stopped with a sentence when nothing can be read."""
    if not path.is_file():
        raise _stopped(f"There is no file {path}. Correct the name.")
    if path.stat().st_size > MOST_BYTES:
        raise _stopped(f"{path.name} is larger than {MOST_BYTES // 2**20} MB. Split the list.")
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return _excel(path, sheet)
    if suffix in {".csv", ".tsv", ".txt"}:
        return _text(path, encoding, delimiter or ("\t" if suffix == ".tsv" else ""))
    raise _stopped(f"Lists that can be read end in .xlsx, .csv, .tsv or .txt. Save {path.name} as one of them.")


def _stopped(says: str) -> Stopped:
    return Stopped([Problem(0, "", says)])


def _text(path: Path, encoding: str, delimiter: str) -> Sheet:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = encoding or "utf-16"
    text, encoding = _decoded(content, encoding, path)
    if "\0" in text:
        raise _stopped(f"{path.name} is not a text file. Save the list as CSV UTF-8 or as Excel file.")
    delimiter = delimiter or _likeliest(text)
    rows: dict[int, list[Cell]] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        begins = 1
        for cells in reader:
            rows[begins] = [cell.strip() or None for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _stopped(f"{path.name}, line {reader.line_num}: it cannot be read as CSV ({error}).") from None
    return Sheet(path.name, "", _bounded(rows, path), encoding=encoding, delimiter=delimiter)


def _decoded(content: bytes, encoding: str, path: Path) -> tuple[str, str]:
    for one in (encoding,) if encoding else ENCODINGS:
        try:
            return content.decode(one), one
        except (UnicodeDecodeError, LookupError):
            continue
    tried = encoding or " nor ".join(ENCODINGS)
    raise _stopped(f"{path.name} is not {tried}. Save it as CSV UTF-8, or name its encoding in the mapping file.")


def _likeliest(text: str) -> str:
    """The delimiter that gives the most rows of the same number of cells, more than one."""

    def agreement(delimiter: str) -> tuple[int, int]:
        lines = [
            row
            for _n, row in zip(range(50), csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), strict=False)
        ]
        widths = [len(row) for row in lines if any(cell.strip() for cell in row)]
        width = max(set(widths), key=widths.count, default=1)
        return (widths.count(width) if width > 1 else 0, width)

    try:
        return max(";,\t|", key=agreement)
    except csv.Error:
        return ","


def _bounded(rows: dict[int, list[Cell]], path: Path) -> dict[int, list[Cell]]:
    kept = {number: _trimmed(cells) for number, cells in rows.items()}
    kept = {number: cells for number, cells in kept.items() if cells}
    if not kept:
        raise _stopped(f"{path.name} is empty; not even a row with column names is there.")
    if len(kept) > MOST_ROWS or any(len(cells) > MOST_COLUMNS for cells in kept.values()):
        raise _stopped(f"{path.name} has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Split the list.")
    return kept


def _trimmed(cells: list[Cell]) -> list[Cell]:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return cells[:end]


def _excel(path: Path, sheet: str) -> Sheet:
    import openpyxl
    from openpyxl.utils.datetime import MAC_EPOCH

    content = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            check_packed(packed, len(content))
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except NotTaken as no:
        raise _stopped(f"{path.name}: {no}.") from None
    except Exception as error:  # a broken workbook fails in many places within the library that reads it
        raise _stopped(
            f"{path.name} cannot be read as an Excel file ({type(error).__name__}). Save it again as .xlsx."
        ) from None
    names = tuple(one.title for one in book.worksheets)
    if sheet and sheet not in names:
        raise _stopped(f"There is no sheet {shown(sheet)} in {path.name}; there are {', '.join(map(shown, names))}.")
    if not names:
        raise _stopped(f"{path.name} holds no sheet with cells.")
    page = book[sheet] if sheet else book.worksheets[0]
    rows = _filled(page)
    return Sheet(path.name, page.title, _bounded(rows, path), since_1904=book.epoch == MAC_EPOCH, sheets=names)


def _filled(page: Any) -> dict[int, list[Cell]]:
    """The cells that are there, and in merged ranges the first cell's value everywhere."""
    cells: dict[tuple[int, int], Cell] = {
        # What is only formatted, down to the last row there can be, is never visited: only cells that exist are.
        place: _value(cell)
        for place, cell in page._cells.items()
        if place[1] <= MOST_COLUMNS + 1
    }
    for area in page.merged_cells.ranges:
        if area.size["rows"] * area.size["columns"] > 10_000:
            continue  # a heading over everything
        first = cells.get((area.min_row, area.min_col))
        for row, column in _places(area):
            if first is not None and cells.get((row, column)) is None:
                cells[row, column] = first
    return _lines(cells.items())


def _places(area: Any) -> Iterator[tuple[int, int]]:
    for row in range(area.min_row, area.max_row + 1):
        for column in range(area.min_col, area.max_col + 1):
            yield row, column


def _lines(cells: Iterable[tuple[tuple[int, int], Cell]]) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for (row, column), value in sorted(cells, key=lambda one: one[0]):
        if value is None:
            continue
        line = rows.setdefault(row, [])
        line.extend([None] * (column - 1 - len(line)))
        line.append(value)
    return rows


def _value(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f" or not isinstance(value, str | int | float | datetime | date | time | bool | None):
        return Formula(str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return Broken(str(value))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | time):
        return f"{value:%H:%M}" if isinstance(value, time) else "yes" if value else "no"
    return (value.strip() or None) if isinstance(value, str) else value
