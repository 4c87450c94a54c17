"""What a report is made of: words, tables and pictures, and every number with the result it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from article16.evaluation.results import Result


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the report, for people, for other programs, and for whoever wants to know where it comes from."""

    key: str  # unique: part, table, row and column, such as "change.abuse.partner.T4"
    text: str  # as printed
    result: Result
    shown: float | None  # as printed, as a number; None: withheld or not to be estimated


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table. `number` names the number it shows; empty for words."""

    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of each row is its head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as SVG, what it shows in words, and the table behind it."""

    name: str
    svg: str
    alt: str
    table: Table


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure as it stands on the first page: the chapter it is from has its table."""

    chapter: str  # key of that part
    title: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter. `missing`: what cannot be said here, and why. `beside`: figures of other chapters, small."""

    key: str
    title: str
    words: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    missing: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report in one language."""

    title: str
    language: str  # BCP 47
    right_to_left: bool
    made_up: bool
    released: bool  # small numbers are withheld and others rounded
    parts: tuple[Part, ...]
    labels: Mapping[str, str]  # the few words of the frame: contents, made up, table behind the figure, …
    numbers: tuple[Number, ...] = ()
    basis: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    # For each group of numbers: case -> digest of what the case put into it. It never leaves with the report.
