"""`datapackage.json`: what a folder of study data says about itself.

Source
------
Data Package, version 2, https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from article16.evaluation.tables.fields import (
    DOMAINS,
    MEASURES,
    NUMBER_CODE_KINDS,
    TEXT_KINDS,
    WHOLE_KINDS,
    Field,
    Kind,
    Table,
)
from article16.evaluation.tables.missing import ITEM_CODES, NUMBER_CODES, WORDS
from article16.evaluation.tables.problems import Outcome, Problem, listed, shown
from article16.evaluation.tables.schema import BY_NAME, SCHEMA_VERSION

FILE_NAME = "datapackage.json"
OURS = "article16"
FORMATS = ("parquet", "csv")
LONGEST_TITLE = 120  # characters


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of a package: its codebook, items and scores included, and its file within the folder."""

    table: Table
    path: str
    format: str


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Men for whom an effect is asked by themselves, named before anybody looked.

    Parameters
    ----------
    column
        Of the cases.
    code
        One code of it, for the men with it against the others; "" for a column of numbers, asked by its unit.
    named
        Day on which it was named, YYYY-MM-DD.
    """

    column: str
    code: str
    named: str


@dataclass(frozen=True, slots=True)
class Package:
    """A study as its descriptor has it.

    Parameters
    ----------
    name
        Short name: small letters, digits, hyphens.
    title
        For people.
    made_up
        True when no row stands for a living person.
    resources
        Table name to resource.
    programmes
        Code of a programme to the name people use, as far as given.
    subgroups
        Named before anybody looked at results.
    """

    name: str
    title: str = ""
    made_up: bool = False
    resources: Mapping[str, Resource] = field(default_factory=dict)
    programmes: tuple[tuple[str, str], ...] = ()
    subgroups: tuple[Subgroup, ...] = ()


def extended(table: Table, extra: tuple[Field, ...]) -> Table:
    """The table with item and score columns after its own."""
    return replace(table, fields=table.fields + extra)


def as_json(package: Package) -> dict[str, Any]:
    """The descriptor as it stands in the file."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": package.name,
        "title": package.title,
        OURS: {
            "schema": SCHEMA_VERSION,
            "made_up": package.made_up,
            "programmes": [{"code": code, "name": name} for code, name in package.programmes],
            "subgroups": [{"column": one.column, "code": one.code, "named": one.named} for one in package.subgroups],
        },
        "resources": [_resource(resource) for resource in package.resources.values()],
    }


def _resource(resource: Resource) -> dict[str, Any]:
    table = resource.table
    schema: dict[str, Any] = {"fields": [_field(each) for each in table.fields]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "name": table.name,
        "path": resource.path,
        "format": resource.format,
        "description": table.meaning,
        "schema": schema,
    }


def _field(each: Field) -> dict[str, Any]:
    kind = "string" if each.kind in TEXT_KINDS else "integer" if each.kind in WHOLE_KINDS else "number"
    made: dict[str, Any] = {"name": each.name, "type": kind, "description": each.meaning}
    if each.codes:
        made["categories"] = [{"value": code, "label": label} for code, label in each.codes]
    constraints = {"minimum": each.minimum, "maximum": each.maximum, "required": each.required or None}
    made["constraints"] = {name: value for name, value in constraints.items() if value is not None}
    if each.may_be_missing:
        made["missingValues"] = [{"value": value, "label": label} for value, label in missing_values(each)]
    ours: dict[str, Any] = {
        "kind": each.kind.value,
        "unit": each.unit,
        "instrument": each.instrument,
        "safer": dict(each.safer),
    }
    ours |= {"domain": each.domain, "measure": each.measure, "titles": dict(each.titles)}
    made[OURS] = {name: value for name, value in ours.items() if value}
    return made


def missing_values(each: Field) -> list[tuple[str, str]]:
    """What stands in a file for each missing kind, with its word."""
    if each.kind in TEXT_KINDS:
        return [(word, word) for word in WORDS.values()]
    codes = NUMBER_CODES if each.kind in NUMBER_CODE_KINDS else ITEM_CODES
    return [(str(codes[kind]), WORDS[kind]) for kind in WORDS]


def from_json(document: object) -> tuple[Package, list[Problem]]:
    """The package a descriptor describes, as far as it can be understood, and everything wrong with it."""
    problems: list[Problem] = []
    if not isinstance(document, dict) or not isinstance(document.get("resources"), list):
        says = f"{FILE_NAME} has no list of resources. Write one resource for each table (see the codebook)."
        return Package(""), [Problem("", 0, "", says, Outcome.UNREADABLE)]
    ours = _mapping(document.get(OURS))
    resources: dict[str, Resource] = {}
    for entry in document["resources"]:
        made = _read_resource(entry, problems)
        if made is not None and made.table.name in resources:
            says = "stands twice in datapackage.json; the second is not read. Give one of them another name."
            problems.append(Problem(made.table.name, 0, "", says))
        elif made is not None:
            resources[made.table.name] = made
    package = Package(
        name=str(document.get("name", "")),
        title=str(document.get("title", "")),
        made_up=bool(ours.get("made_up", False)),
        resources=resources,
        programmes=_read_programmes(ours.get("programmes", [])),
        subgroups=_read_subgroups(ours.get("subgroups", []), problems),
    )
    return package, problems


def _mapping(value: object) -> dict[str, Any]:
    """The value when it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def _read_programmes(entries: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(entries, list):
        return ()
    return tuple((str(each.get("code", "")), str(each.get("name", ""))) for each in entries if isinstance(each, dict))


def _read_subgroups(entries: object, problems: list[Problem]) -> tuple[Subgroup, ...]:
    found = []
    for entry in entries if isinstance(entries, list) else []:
        ours = _mapping(entry)
        one = Subgroup(*(str(ours.get(name, "")) for name in ("column", "code", "named")))
        fault = subgroup_fault(one)
        if fault:
            problems.append(Problem("", 0, "subgroups", fault))
        else:
            found.append(one)
    return tuple(found)


def subgroup_fault(one: Subgroup) -> str:
    """What is wrong with a subgroup, or nothing."""
    cases = BY_NAME["cases"]
    if one.column not in cases.names:
        return f"The cases have no column {shown(one.column)}, so it names no subgroup."
    field = cases.field(one.column)
    if field.kind in (Kind.CATEGORY, Kind.CODE):
        if field.allowed and one.code not in field.allowed:
            return f"{one.column} has no code {shown(one.code)}. It has {listed(field.allowed, 12)}."
        if not one.code:
            return f"Say which code of {one.column} the subgroup has."
    elif field.kind not in (Kind.NUMBER, Kind.COUNT) or one.code:
        return f"{one.column} holds numbers: give it without a code, or choose a column of codes."
    try:
        date.fromisoformat(one.named)
    except ValueError:
        return f"Say on which day {one.column} was named as a subgroup, such as named: 2026-01-31."
    return ""


def _read_resource(entry: object, problems: list[Problem]) -> Resource | None:
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or name not in BY_NAME:
        says = f"{FILE_NAME} names a table {shown(name)} that the codebook does not have; it is not read. "
        problems.append(Problem("", 0, "", says + f"There are {listed(BY_NAME)}."))
        return None
    path = entry.get("path")
    # A path that leaves the folder could read anything on the machine.
    if not isinstance(path, str) or path.startswith(("/", "\\")) or ".." in path or ":" in path:
        says = f"has the path {shown(path)}. Name a file inside the folder."
        problems.append(Problem(str(name), 0, "", says, Outcome.UNREADABLE))
        return None
    kind = str(entry.get("format") or path.rsplit(".", 1)[-1]).lower()
    if kind not in FORMATS:
        says = f"has the format {shown(kind)}. Write it as parquet or csv, or import it with a mapping file."
        problems.append(Problem(str(name), 0, "", says, Outcome.UNREADABLE))
        return None
    schema = entry.get("schema")
    listed_fields = schema.get("fields", []) if isinstance(schema, dict) else []
    extra = tuple(made for each in listed_fields if (made := _read_extra(str(name), each, problems)) is not None)
    return Resource(extended(BY_NAME[str(name)], extra), path, kind)


def _read_extra(table: str, entry: object, problems: list[Problem]) -> Field | None:
    """An item or score column that the descriptor adds to the codebook."""
    ours = entry.get(OURS) if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(ours, dict) or ours.get("kind") not in ("item", "score"):
        return None
    name, kind = str(entry.get("name", "")), Kind(ours["kind"])
    limits = _mapping(entry.get("constraints"))
    low, high = limits.get("minimum"), limits.get("maximum")
    if any(
        limit is not None and (isinstance(limit, bool) or not isinstance(limit, int | float)) for limit in (low, high)
    ):
        says = "has a minimum or maximum in datapackage.json that is no number; it is read without limits."
        problems.append(Problem(table, 0, name, says))
        low = high = None
    safer = _mapping(ours.get("safer"))
    return Field(
        name,
        kind,
        str(entry.get("description", "")),
        unit=str(ours.get("unit", "")),
        minimum=low,
        maximum=high,
        may_be_missing=kind is Kind.ITEM,
        instrument=str(ours.get("instrument", "")),
        safer=tuple((str(who), str(way)) for who, way in safer.items()),
        domain=ours["domain"] if ours.get("domain") in DOMAINS else 0,
        measure=ours["measure"] if ours.get("measure") in MEASURES else 0,
        titles=tuple(
            (str(language), str(words)[:LONGEST_TITLE]) for language, words in _mapping(ours.get("titles")).items()
        ),
    )
