"""The mapping file: which column of a list goes where. Proposed by the program, corrected by a person, in YAML."""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from dataclasses import field as by_default
from pathlib import Path
from typing import Any

import yaml

from article16.casework.clients.names import plain

from .fields import LISTS, Field, Kind
from .problems import Problem, Stopped, shown

TOP = ("list", "sheet", "header_row", "encoding", "delimiter", "columns", "leave_out", "duplicates", "group", "wide")
COLUMN = ("from", "always", "codes", "empty", "order")
ORDERS = {"day first": False, "month first": True}
DUPLICATES = ("stop", "leave out", "next episode", "both are meant")
LARGEST = 256 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Column:
    """Where one field comes from."""

    field: Field
    sources: tuple[str, ...] = ()
    always: str = ""
    codes: MappingType[str, str] = by_default(default_factory=dict)  # folded text of the list to a code of ours
    empty: str | None = None  # what an empty cell means; None: it stays empty
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file that has been understood."""

    list: str
    columns: tuple[Column, ...]
    sheet: str = ""
    header_row: int = 1
    encoding: str = ""
    delimiter: str = ""
    leave_out: MappingType[str, frozenset[str]] = by_default(default_factory=dict)  # column to folded values
    duplicates: str = "stop"
    duplicate_rows: MappingType[int, str] = by_default(default_factory=dict)
    group: str = ""
    wide: bool = False  # attendance with one column for each session

    @property
    def read(self) -> tuple[Column, ...]:
        """Columns that each row has; the mark of a wide list stands under its day."""
        return tuple(one for one in self.columns if one.sources or one.always)

    def of(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.field.name == name), None)


def load(path: Path) -> Mapping:
    """The mapping in this file. Raises Stopped with everything that is wrong with it."""
    try:
        if path.stat().st_size > LARGEST:
            raise Stopped([Problem(0, "", f"{path.name} is too large for a mapping file.")])
        content = yaml.load(path.read_text("utf-8"), Loader=_Strict)  # noqa: S506  a SafeLoader
    except (OSError, UnicodeDecodeError) as error:
        raise Stopped([Problem(0, "", f"{path} cannot be read ({type(error).__name__}). Correct the name.")]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        says = f"{path.name}{where}: {getattr(error, 'problem', None) or 'it is not YAML'}. Correct it."
        raise Stopped([Problem(0, "", says)]) from None
    return parse(content)


class _Strict(yaml.SafeLoader):
    """Refuses a key that stands twice: one of the two would silently not count."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"{twice[0]!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep=deep)


def parse(content: Any) -> Mapping:
    """A mapping as loaded from YAML. Raises Stopped with everything that is wrong."""
    faults: list[str] = []
    if not isinstance(content, dict):
        raise Stopped([Problem(0, "", "The mapping file holds no mapping. Let the program propose one.")])
    faults += [
        f"The mapping has the word {shown(key)}; known are {', '.join(TOP)}." for key in content if key not in TOP
    ]
    kind = content.get("list", "referrals")
    if kind not in LISTS:
        raise Stopped([Problem(0, "", f"list is {shown(kind)}; it can be {' or '.join(LISTS)}.")])
    columns = _columns(kind, content.get("columns"), faults, wide=content.get("wide") is True)
    header = content.get("header_row", 1)
    if not isinstance(header, int) or isinstance(header, bool) or header < 1:
        faults.append("header_row is the number of the row with the column names, for example 3.")
    general, rows = _duplicates(content.get("duplicates", "stop"), faults)
    made = Mapping(
        list=kind,
        columns=tuple(columns),
        sheet=_word(content, "sheet"),
        header_row=header if isinstance(header, int) else 1,
        encoding=_word(content, "encoding"),
        delimiter=_word(content, "delimiter"),
        leave_out=_leave_out(content.get("leave_out"), faults),
        duplicates=general,
        duplicate_rows=rows,
        group=_word(content, "group"),
        wide=content.get("wide") is True,
    )
    faults += _missing(made)
    if faults:
        raise Stopped(Problem(0, "", fault) for fault in faults)
    return made


def _word(content: dict[str, Any], key: str) -> str:
    value = content.get(key)
    return "" if value is None else str(value)


def _columns(kind: str, given: Any, faults: list[str], *, wide: bool) -> list[Column]:
    if not isinstance(given, dict):
        faults.append("columns is missing: say which column of the list is which field.")
        return []
    fields = {one.name: one for one in LISTS[kind]}
    faults += [f"columns has {shown(name)}; known are {', '.join(fields)}." for name in given if name not in fields]
    free = {"mark"} if wide else set()
    return [_column(fields[name], said, faults, free=name in free) for name, said in given.items() if name in fields]


def _column(field: Field, said: Any, faults: list[str], *, free: bool = False) -> Column:
    if isinstance(said, str | int | list):
        said = {"from": said}
    if not isinstance(said, dict):
        faults.append(f"{field.name}: write the name of the column.")
        return Column(field)
    faults += [f"{field.name} has {shown(key)}; known are {', '.join(COLUMN)}." for key in said if key not in COLUMN]
    source = said.get("from", [])
    sources = tuple(str(one) for one in (source if isinstance(source, list) else [source]))
    if len(sources) > 1 and field.kind not in {Kind.NAME, Kind.TEXT, Kind.BOX}:
        faults.append(f"{field.name}: it comes from one column, not from several.")
    if bool(sources) == ("always" in said) and not free:
        faults.append(f"{field.name}: say either from which column it comes, or what it always is.")
    order = str(said.get("order", "day first"))
    if order not in ORDERS or ("order" in said and field.kind not in {Kind.DAY, Kind.BIRTH}):
        faults.append(f"{field.name}: order is “day first” or “month first”, and only of days.")
    codes = _codes(field, said.get("codes"), faults)
    always, empty = said.get("always"), said.get("empty")
    for name, value in (("always", always), ("empty", empty)):
        if value is not None and field.kind is Kind.CHOICE and str(value) not in field.codes:
            faults.append(f"{field.name}: {name} is {shown(value)}; it can be {', '.join(field.codes)}.")
    return Column(
        field,
        sources,
        "" if always is None else str(always),
        codes,
        None if empty is None else str(empty),
        ORDERS.get(order, False),
    )


def _codes(field: Field, given: Any, faults: list[str]) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict) or field.kind is not Kind.CHOICE:
        faults.append(f"{field.name}: codes belong to a field with a closed list, as text: code.")
        return {}
    unknown = {str(code) for code in given.values()} - {*field.codes, ""} - {"None"}
    faults += [
        f"{field.name}: there is no code {shown(code)}; there are {', '.join(field.codes)}." for code in sorted(unknown)
    ]
    return {plain(_written(text)): "" if code is None else str(code) for text, code in given.items()}


def _written(value: object) -> str:
    # YAML reads ja and 1 as text and number, but yes and no as truth.
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _leave_out(given: Any, faults: list[str]) -> dict[str, frozenset[str]]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        faults.append("leave_out names columns with the values whose rows are not read.")
        return {}
    return {
        str(column): frozenset(plain(_written(one)) for one in (values if isinstance(values, list) else [values]))
        for column, values in given.items()
    }


def _duplicates(given: Any, faults: list[str]) -> tuple[str, dict[int, str]]:
    rows = given if isinstance(given, dict) else {}
    general = given if not isinstance(given, dict) else given.get("others", "stop")
    wrong = [word for word in [general, *rows.values()] if word not in DUPLICATES]
    faults += [f"duplicates has {shown(word)}; it can be {', '.join(DUPLICATES)}." for word in wrong]
    return str(general), {int(row): str(word) for row, word in rows.items() if isinstance(row, int)}


def _missing(made: Mapping) -> list[str]:
    have = {one.field.name for one in (made.columns if made.wide else made.read)}
    faults = [
        f"{one.name} is missing ({one.meaning}). Name its column, or say what it always is."
        for one in LISTS[made.list]
        if one.required and one.name not in have and not (made.wide and one.name in {"day", "mark"})
    ]
    if made.list != "referrals" and not have & {"code", "name"}:
        faults.append("Say which column says who he is: code or name.")
    if made.list == "attendance" and not made.group:
        faults.append("group is missing: the name of the group these sessions are of.")
    return faults
