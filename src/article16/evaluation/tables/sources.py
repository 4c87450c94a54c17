"""Other people's files as columns of text: CSV, SPSS, Stata, Excel."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from article16.evaluation.tables.problems import FIRST_ROW, NAMED, Outcome, Problem, StudyError, listed
from article16.evaluation.tables.raw import undecodable

Text = str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it is.

    Parameters
    ----------
    name
        File name, for sentences.
    columns
        Column name to cells in order; None for an empty cell. Numbers as short as they can be written, dates as
        YYYY-MM-DD.
    labels
        For columns with value labels (SPSS, Stata): value to label.
    first_row
        Row of the file, as a spreadsheet shows it, in which the first cells stand.
    problems
        Lines that could not be read.
    """

    name: str
    columns: Mapping[str, list[Text]]
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    first_row: int = FIRST_ROW
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(next(iter(self.columns.values()), []))


def read_source(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Source:
    """Reads a file by its ending: .csv .tsv .txt .sav .zsav .dta .xlsx.

    Parameters
    ----------
    encoding
        Of a text file, or of an old SPSS or Stata file; "" for UTF-8 (what the file itself says).
    delimiter
        Of a text file; "" to take the likeliest of comma, semicolon, tab and bar.
    sheet
        Of an Excel file; "" for the first.

    Raises
    ------
    StudyError
        When nothing can be read; the sentence says why and what to do.
    """
    if not path.is_file():
        raise _unreadable(path, "There is no such file. Correct the name.")
    readers: dict[str, Callable[[], Source]] = {
        ".csv": lambda: _text(path, encoding or "utf-8-sig", delimiter),
        ".tsv": lambda: _text(path, encoding or "utf-8-sig", delimiter or "\t"),
        ".txt": lambda: _text(path, encoding or "utf-8-sig", delimiter),
        ".sav": lambda: _statistical(path, encoding, stata=False),
        ".zsav": lambda: _statistical(path, encoding, stata=False),
        ".dta": lambda: _statistical(path, encoding, stata=True),
        ".xlsx": lambda: _excel(path, sheet),
    }
    if path.suffix.lower() not in readers:
        raise _unreadable(path, f"Files that can be read end in {listed(readers)}. Save it as one of them.")
    return readers[path.suffix.lower()]()


def _unreadable(path: Path, says: str) -> StudyError:
    return StudyError([Problem(path.name, 0, "", says, Outcome.UNREADABLE)])


def _text(path: Path, encoding: str, delimiter: str) -> Source:
    try:
        bad = undecodable(path, encoding) if not encoding.startswith("utf-16") else None
        if bad:
            says = f"Line {bad[0]} has the byte {bad[1]:02X}, which is not {encoding.removesuffix('-sig')}. "
            says += "Name its encoding in the mapping file (often windows-1252 or utf-16)."
            raise _unreadable(path, says)
        with path.open(encoding=encoding, newline="") as file:
            sample = file.read(65536)
            file.seek(0)
            rows = list(csv.reader(file, delimiter=delimiter or _likeliest(sample)))
    except (LookupError, UnicodeError, csv.Error) as error:
        raise _unreadable(
            path, f"It cannot be read as {encoding} text ({error}). Name encoding and delimiter."
        ) from None
    if not rows:
        raise _unreadable(path, "The file is empty; not even the line with the column names is there.")
    return _source(path, rows[0], rows[1:])


def _likeliest(sample: str) -> str:
    """The delimiter that stands most often in the first line; comma when none does."""
    first = sample.split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _source(path: Path, header: Iterable[object], rows: Iterable[Iterable[object]]) -> Source:
    names = _unique(path, [str(_cell(name) or "") for name in header])
    width, problems, kept = len(names), [], []
    for number, row in enumerate(rows, start=FIRST_ROW):
        cells = [_cell(cell) for cell in row]
        while len(cells) > width and cells[-1] is None:
            cells.pop()
        if len(cells) > width:
            says = f"The row has {len(cells)} cells where the header has {width}. Correct the row."
            problems.append(Problem(path.name, number, "", says, Outcome.REPAIRED))
        kept.append((cells + [None] * width)[:width])
    if len(problems) > NAMED:
        rest = f"{len(problems) - NAMED:,} more rows have too many cells."
        problems = [*problems[:NAMED], Problem(path.name, 0, "", rest, Outcome.REPAIRED)]
    columns = {name: [row[place] for row in kept] for place, name in enumerate(names)}
    return Source(path.name, columns, problems=tuple(problems))


def _unique(path: Path, names: list[str]) -> list[str]:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        says = f"Columns stand more than once: {listed(twice)}. Give each column a name of its own."
        raise _unreadable(path, says)
    return [name or f"column {place}" for place, name in enumerate(names, start=1)]


def _cell(value: object) -> Text:
    """A cell as text; None when it is empty."""
    if value is None or value != value:  # noqa: PLR0124 - not a number is the one value unlike itself
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    return str(value).strip() or None


def _statistical(path: Path, encoding: str, *, stata: bool) -> Source:
    import pyreadstat

    read = pyreadstat.read_dta if stata else pyreadstat.read_sav
    try:
        columns, meta = read(str(path), user_missing=True, output_format="dict", encoding=encoding or None)
    except (pyreadstat.ReadstatError, OSError, ValueError) as error:
        says = (
            f"It cannot be read as {'Stata' if stata else 'SPSS'} file ({error}). Save it again, or name its encoding."
        )
        raise _unreadable(path, says) from None
    labels = {
        name: {str(_cell(value)): str(label) for value, label in each.items()}
        for name, each in meta.variable_value_labels.items()
    }
    cells = {name: [_cell(value) for value in _listed(column)] for name, column in columns.items()}
    return Source(path.name, cells, labels, first_row=1)


def _listed(column: Any) -> list[object]:
    return list(column.tolist() if hasattr(column, "tolist") else column)


def _excel(path: Path, sheet: str) -> Source:
    import zipfile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _unreadable(path, f"It cannot be read as an Excel file ({error}). Save it again as .xlsx.") from None
    try:
        if sheet and sheet not in book.sheetnames:
            raise _unreadable(path, f"There is no sheet {sheet!r}; there are {listed(book.sheetnames)}.")
        rows = list((book[sheet] if sheet else book[book.sheetnames[0]]).iter_rows(values_only=True))
    finally:
        book.close()
    while rows and all(_cell(cell) is None for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise _unreadable(path, "The sheet is empty; not even the row with the column names is there.")
    header = list(rows[0])
    while header and _cell(header[-1]) is None:
        header.pop()
    return _source(path, header, rows[1:])
