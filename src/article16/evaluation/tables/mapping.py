"""The mapping file: which column of somebody's file goes where, written by a person in YAML."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from dataclasses import field as by_default
from pathlib import Path
from typing import Any

import yaml

from article16.evaluation.tables.descriptor import Subgroup, subgroup_fault
from article16.evaluation.tables.fields import TEXT_KINDS, Field, Kind
from article16.evaluation.tables.mapping_fields import is_number, target_of
from article16.evaluation.tables.missing import WORDS, Missing
from article16.evaluation.tables.problems import Outcome, Problem, StudyError, listed, shown
from article16.evaluation.tables.schema import BY_NAME

TOP = ("title", "file", "encoding", "delimiter", "sheet", "subgroups", "tables")
SUBGROUP = ("column", "code", "named")
TABLE = ("leave_out", "columns", "each")
COLUMN = ("from", "always", "row", "codes", "missing", "empty", "date", "since", "decimal", "instrument", "minimum",
          "maximum", "domain", "measure", "meaning", "safer", "titles")  # fmt: skip
KIND_OF_WORD = {word: kind for kind, word in WORDS.items()}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where the cells of one column come from.

    Parameters
    ----------
    field
        The column of the codebook, or a new item or score column.
    source
        Column of the file; "" when the value is always the same or the row number.
    always
        The same text in every row; None when it comes from the file.
    row
        True: the number of the row.
    codes
        Text in the file to code of the codebook, or to a word for missing.
    missing
        Text in the file to missing kind.
    empty
        Missing kind of an empty cell.
    date
        Format of a calendar date (as in strptime), for days.
    since
        Column with the date of referral, for days.
    decimal
        "." or ",".
    """

    field: Field
    source: str = ""
    always: str | None = None
    row: bool = False
    codes: MappingType[str, str] = by_default(default_factory=dict)
    missing: MappingType[str, Missing] = by_default(default_factory=dict)
    empty: Missing = Missing.UNKNOWN
    date: str = ""
    since: str = ""
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class TableMap:
    """One table of the codebook: rows left out, and one set of columns for each row that a row of the file makes."""

    name: str
    leave_out: MappingType[str, tuple[str, ...]]
    rows: tuple[tuple[ColumnMap, ...], ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file that has been understood."""

    title: str
    file: str
    encoding: str
    delimiter: str
    sheet: str
    tables: tuple[TableMap, ...]
    subgroups: tuple[Subgroup, ...] = ()


def load_mapping(path: Path) -> Mapping:
    """Reads a mapping file.

    Raises
    ------
    StudyError
        With every fault of the file at once, each with its place.
    """
    try:
        # The base loader leaves every word a text: `no` stays no, 01 stays 01.
        text = path.read_text(encoding="utf-8")
        document = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  a loader that makes texts only
        twice = _twice(yaml.compose(text, Loader=yaml.CBaseLoader))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        says = f"The mapping file cannot be read ({' '.join(str(error).split())}). Correct it."
        raise StudyError([Problem(path.name, 0, "", says, Outcome.UNREADABLE)]) from None
    if twice:
        raise StudyError(twice_problem(path.name, row, key) for row, key in twice)
    return parse_mapping(document, path.name)


def twice_problem(name: str, row: int, key: str) -> Problem:
    """A name that stands twice under the same heading: YAML alone would drop the first without a word."""
    return Problem(name, row, key, "The name stands twice under one heading. Keep one of them.", Outcome.UNREADABLE)


def _twice(node: Any) -> list[tuple[int, str]]:
    if isinstance(node, yaml.SequenceNode):
        return [found for child in node.value for found in _twice(child)]
    if not isinstance(node, yaml.MappingNode):
        return []
    seen: set[str] = set()
    found: list[tuple[int, str]] = []
    for key, value in node.value:
        if key.value in seen:
            found.append((key.start_mark.line + 1, str(key.value)))
        seen.add(key.value)
        found += _twice(value)
    return found


def parse_mapping(document: object, name: str = "mapping") -> Mapping:
    """The mapping in a document of texts, lists and mappings.

    Raises
    ------
    StudyError
        With every fault at once.
    """
    reader = _Reader(name)
    top = reader.mapping(document, "", TOP)
    tables = [
        reader.table(table, entry) for table, entry in reader.mapping(top.get("tables", {}), "tables", None).items()
    ]
    if not top.get("file"):
        reader.fault("file", "Name the file to read, such as file: new.csv.")
    subgroups = reader.subgroups(top.get("subgroups", []))
    if not tables:
        reader.fault("tables", f"Map at least one table of {listed(BY_NAME)}.")
    if reader.problems:
        raise StudyError(reader.problems)
    texts = {key: str(top.get(key, "")) for key in ("title", "file", "encoding", "delimiter", "sheet")}
    return Mapping(**texts, tables=tuple(table for table in tables if table is not None), subgroups=subgroups)


class _Reader:
    """Collects every fault while it reads."""

    def __init__(self, name: str) -> None:
        self._name, self.problems = name, list[Problem]()

    def fault(self, place: str, says: str) -> None:
        self.problems.append(Problem(self._name, 0, place, says))

    def mapping(self, value: object, place: str, known: tuple[str, ...] | None) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.fault(place or "the file", "Here belong names with a colon and what they stand for.")
            return {}
        for key in value:
            if known is not None and key not in known:
                self.fault(
                    f"{place}.{key}".strip("."), f"{shown(key)} is not known here. Known are {listed(known, 12)}."
                )
        return value

    def subgroups(self, entries: object) -> tuple[Subgroup, ...]:
        """Those named in the file before anybody looked."""
        if not isinstance(entries, list):
            self.fault("subgroups", "Here belongs a list, each entry beginning with a hyphen: - {column: …, code: …}.")
            return ()
        found = []
        for number, entry in enumerate(entries, start=1):
            parts = self.mapping(entry, f"subgroups {number}", SUBGROUP)
            one = Subgroup(*(str(parts.get(name, "")) for name in SUBGROUP))
            fault = subgroup_fault(one)
            if fault:
                self.fault(f"subgroups {number}", fault)
            found.append(one)
        return tuple(found)

    def table(self, name: str, entry: object) -> TableMap | None:
        place = f"tables.{name}"
        if name not in BY_NAME:
            self.fault(place, f"There is no table {shown(name)}. There are {listed(BY_NAME)}.")
            return None
        parts = self.mapping(entry, place, TABLE)
        shared = self.mapping(parts.get("columns", {}), f"{place}.columns", None)
        each = parts.get("each", [{}])
        if not isinstance(each, list) or not each:
            self.fault(f"{place}.each", "Here belongs a list of rows, each beginning with a hyphen.")
            return None
        rows = []
        for number, extra in enumerate(each, start=1):
            here = f"{place}.each {number}" if "each" in parts else f"{place}.columns"
            entries = {**shared, **self.mapping(extra, here, None)}
            rows.append(tuple(made for key, spec in entries.items() if (made := self.column(name, key, spec, here))))
            self._required(name, rows[-1], here)
        out = self.mapping(parts.get("leave_out", {}), f"{place}.leave_out", None)
        leave = {key: tuple(value) if isinstance(value, list) else (str(value),) for key, value in out.items()}
        return TableMap(name, leave, tuple(rows))

    def _required(self, table: str, columns: tuple[ColumnMap, ...], place: str) -> None:
        have = {each.field.name for each in columns}
        lacking = [each.name for each in BY_NAME[table].fields if each.required and each.name not in have]
        if lacking:
            self.fault(place, f"The table {table} needs {listed(lacking)} too. Map it, or write {{always: …}}.")

    def column(self, table: str, name: str, spec: object, place: str) -> ColumnMap | None:
        here = f"{place}.{name}"
        parts = self.mapping({"from": spec} if isinstance(spec, str) else spec, here, COLUMN)
        target = target_of(table, name, parts, here, reader=self)
        if target is None:
            return None
        ways = [way for way in ("from", "always", "row") if way in parts]
        if len(ways) != 1:
            self.fault(here, "Say where the cells come from: one of from, always, row.")
        made = ColumnMap(
            target,
            source=str(parts.get("from", "")),
            always=str(parts["always"]) if "always" in parts else None,
            row="row" in parts,
            codes=self._codes(target, parts.get("codes", {}), f"{here}.codes"),
            missing=self._missing(parts.get("missing", {}), f"{here}.missing"),
            date=str(parts.get("date", "")),
            since=str(parts.get("since", "")),
            decimal=str(parts.get("decimal", ".")),
        )
        if made.date and not made.since:
            self.fault(here, "A date becomes days since referral: name the column with the date of referral (since).")
        if "empty" in parts:
            made = replace(made, empty=self._kind(str(parts["empty"]), f"{here}.empty"))
        return made

    def _codes(self, target: Field, value: object, place: str) -> dict[str, str]:
        codes = {str(key): str(code) for key, code in self.mapping(value, place, None).items()}
        for key, code in codes.items():
            if target.kind is Kind.CATEGORY and code not in target.allowed and code not in KIND_OF_WORD:
                says = f"{shown(key)} is given the code {shown(code)}, which the column does not have. "
                self.fault(place, says + f"It takes {listed(target.allowed, 12)}.")
        if (
            codes
            and target.kind not in TEXT_KINDS
            and any(code not in KIND_OF_WORD and not is_number(code) for code in codes.values())
        ):
            self.fault(place, "This column holds numbers; give numbers or words for missing.")
        return codes

    def _missing(self, value: object, place: str) -> dict[str, Missing]:
        entries = self.mapping(value, place, None)
        return {str(key): self._kind(str(word), place) for key, word in entries.items()}

    def _kind(self, word: str, place: str) -> Missing:
        if word not in KIND_OF_WORD:
            self.fault(place, f"{shown(word)} is no kind of missing. There are {listed(KIND_OF_WORD)}.")
            return Missing.UNKNOWN
        return KIND_OF_WORD[word]
