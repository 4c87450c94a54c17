"""The rows of a list through its mapping: typed values by field, and every problem by row and column at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from article16.casework.clients.names import plain

from . import values
from .fields import Kind
from .mapping import Column, Mapping
from .problems import Problem, Stopped, shown
from .reading import Cell, Formula, Sheet
from .values import Unread

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    row: int
    values: dict[str, Value]  # by field; a field that is not mapped is absent

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "")

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None


@dataclass(frozen=True)
class Header:
    """Where each column of the list stands."""

    row: int
    names: tuple[str, ...]

    @cached_property
    def _places(self) -> dict[str, int]:
        """By the folded name; of two the first, and the names as they are written too, as they are asked for."""
        places: dict[str, int] = {}
        for at, name in enumerate(self.names):
            places.setdefault(plain(name), at)
        return places

    def place(self, name: str) -> int | None:
        if name not in self._places:
            at = self._places.get(plain(name))
            if at is None:
                return None
            self._places[name] = at
        return self._places[name]


def header_of(sheet: Sheet, row: int) -> Header:
    """The names of the columns, in this row. Raises Stopped when there are none."""
    cells = sheet.rows.get(row)
    if not cells:
        raise Stopped(
            [Problem(row, "", "This row is empty; the names of the columns stand in another. Correct header_row.")]
        )
    return Header(row, tuple("" if isinstance(cell, Formula) else " ".join(str(cell or "").split()) for cell in cells))


def lines(sheet: Sheet, mapping: Mapping, *, today: date) -> tuple[list[Line], list[Problem]]:
    """Every row that is to be read, and everything that is wrong. Raises Stopped when a column is not there."""
    header = header_of(sheet, mapping.header_row)
    _check_columns(header, mapping)
    found: list[Line] = []
    problems: list[Problem] = []
    for number, cells in body(sheet, header):
        if _left_out(cells, header, mapping):
            continue
        read: dict[str, Value] = {}
        for column in mapping.read:
            try:
                read[column.field.name] = _read(column, cells, header, sheet, today)
            except Unread as no:
                problems.append(_problem(number, column, str(no)))
        _check_required(number, read, mapping, problems)
        found.append(Line(number, read))
    return found, problems


def body(sheet: Sheet, header: Header) -> Iterator[tuple[int, list[Cell]]]:
    """The rows below the names of the columns; a repeated head, as on each printed page, is none of them."""
    for number, cells in sheet.rows.items():
        if number > header.row and [str(cell or "") for cell in cells] != list(header.names[: len(cells)]):
            yield number, cells


def _check_columns(header: Header, mapping: Mapping) -> None:
    named = [(one.field.name, source) for one in mapping.columns for source in one.sources]
    named += [("leave_out", source) for source in mapping.leave_out]
    have = ", ".join(shown(name) for name in header.names if name)
    gone = [
        Problem(header.row, "", f"{field}: there is no column {shown(source)}; there are {have}.")
        for field, source in named
        if header.place(source) is None
    ]
    twice = [
        Problem(header.row, "", f"Two columns are called {shown(name)}. Give each a name of its own.")
        for name in dict.fromkeys(source for _field, source in named)
        if sum(plain(one) == plain(name) for one in header.names) > 1
    ]
    if gone or twice:
        raise Stopped([*gone, *twice])


def _left_out(cells: list[Cell], header: Header, mapping: Mapping) -> bool:
    for source, skipped in mapping.leave_out.items():
        cell = _cell(cells, header, source)
        if not isinstance(cell, Formula) and plain(str(cell if cell is not None else "")) in skipped:
            return True
    return False


def _cell(cells: list[Cell], header: Header, source: str) -> Cell:
    at = header.place(source)
    return cells[at] if at is not None and at < len(cells) else None


def _read(column: Column, cells: list[Cell], header: Header, sheet: Sheet, today: date) -> Value:
    given = [_cell(cells, header, source) for source in column.sources]
    cell: Cell = given[0] if given else column.always
    if column.empty is not None and all(one is None for one in given):
        cell = column.empty
        given = [cell]
    field = column.field
    if field.kind in {Kind.DAY, Kind.BIRTH}:
        birth = field.kind is Kind.BIRTH
        return values.day(cell, today=today, month_first=column.month_first, since_1904=sheet.since_1904, birth=birth)
    if field.kind is Kind.NUMBER:
        return values.whole(cell, most=field.longest)
    if field.kind is Kind.CHOICE:
        return values.choice(cell, codes=column.codes, allowed=field.allowed)
    return _joined(column, given or [cell])


def _joined(column: Column, given: list[Cell]) -> str:
    texts = [values.text(cell) for cell in given]
    if column.field.kind is Kind.BOX and len(column.sources) == len(texts):
        said = [f"{source}: {one}" for source, one in zip(column.sources, texts, strict=True) if one]
        joined = "\n".join(said)
    else:
        joined = " ".join(one for one in texts if one)
    if len(joined) > column.field.longest:
        raise Unread(f"The text is longer than {column.field.longest} characters. Shorten it")
    return joined


def _problem(row: int, column: Column, says: str) -> Problem:
    where = " + ".join(column.sources) or column.field.name
    # What stands inside the quotation marks differs from row to row; the fault is one.
    return Problem(row, where, f"{says}.", kind=says.rpartition("”")[2] or says)


def _check_required(number: int, read: dict[str, Value], mapping: Mapping, problems: list[Problem]) -> None:
    for column in mapping.read:
        name = column.field.name
        if column.field.required and name in read and not read[name]:
            says = "The cell is empty. Fill it in, or say in the mapping file what empty means (empty: …)."
            problems.append(_problem(number, column, says.rstrip(".")))
        if column.field.kind is Kind.BIRTH and isinstance(read.get(name), date):
            _check_birth(number, column, read, problems)


def _check_birth(number: int, column: Column, read: dict[str, Value], problems: list[Problem]) -> None:
    born, came = read[column.field.name], read.get("received_on")
    if isinstance(born, date) and isinstance(came, date) and born >= came:
        problems.append(_problem(number, column, "He would be born after the referral came. Check both days"))
