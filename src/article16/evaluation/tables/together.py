"""Several programmes' packages as one study, from which they can be asked together and one by one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from article16.evaluation.tables.descriptor import FILE_NAME, Package, Resource, Subgroup, as_json
from article16.evaluation.tables.engine import connect, literal, name
from article16.evaluation.tables.fields import Field, Table
from article16.evaluation.tables.problems import Outcome, Problem, StudyError, listed
from article16.evaluation.tables.reading import Study, open_study
from article16.evaluation.tables.schema import BY_NAME

MOST = 2**63 - 1  # largest number of a man


@dataclass(frozen=True, slots=True)
class Part:
    """One package on its way: its name here, its codebooks, programmes and subgroups, its examined rows as files."""

    label: str
    books: Mapping[str, Table]
    codes: tuple[str, ...]
    names: Mapping[str, str]
    made_up: bool
    subgroups: tuple[Subgroup, ...]
    files: Mapping[str, Path]


def unite(folders: Sequence[Path], to: Path, *, same: bool = False) -> tuple[Package, tuple[Problem, ...]]:
    """Examines the packages and writes their rows as one study.

    Parameters
    ----------
    folders
        Folders of study data, in any order.
    to
        New folder of the study.
    same
        Whether programmes of one name in different packages are one programme. If not, they are kept apart.

    Returns
    -------
    tuple
        The study as its descriptor has it, and every problem of every package. A man's number is made anew: numbers
        of different packages never meet.

    Raises
    ------
    StudyError
        When no package can be read, one is named twice, or the folder is in use.
    """
    unfinished = _begun(folders, to)
    try:
        parts, problems = _parts(folders, unfinished / "parts")
        codes, found = _codes(parts, same=same)
        problems += found
        books, found = _books(parts)
        problems += found
        subgroups, found = _subgroups(parts)
        problems += found
        package = _written(parts, books, codes, subgroups, unfinished, to.name)
        shutil.rmtree(unfinished / "parts")
        if to.exists():
            to.rmdir()
        unfinished.replace(to)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return package, tuple(problems)


def _begun(folders: Sequence[Path], to: Path) -> Path:
    if len({folder.resolve() for folder in folders}) < len(folders):
        raise _refused("One package is named twice. Name each folder once, or every man in it would count double.")
    unfinished = to.with_name(f"{to.name}.unfinished")
    if any(path.exists() and (not path.is_dir() or any(path.iterdir())) for path in (to, unfinished)):
        raise _refused(f"{to} exists and is not empty. Name another folder, or remove it first.")
    (unfinished / "parts").mkdir(parents=True)
    return unfinished


def _refused(says: str) -> StudyError:
    return StudyError([Problem("", 0, "", says)])


def _parts(folders: Sequence[Path], work: Path) -> tuple[list[Part], list[Problem]]:
    parts: list[Part] = []
    problems: list[Problem] = []
    for number, (label, folder) in enumerate(zip(_labels(folders), folders, strict=True)):
        try:
            with open_study(folder) as study:
                found = study.problems
                parts.append(_part(study, label, work / str(number), (number, len(folders))))
        except StudyError as error:
            found = error.problems
        problems += [replace(each, says=f"{each.says} (Package {label}.)") for each in found]
    if not parts:
        raise StudyError(problems)
    return parts, problems


def _labels(folders: Sequence[Path]) -> list[str]:
    """The folders' names; with the folders they stand in where a name comes twice."""
    short = [folder.resolve().name for folder in folders]
    return [one if short.count(one) == 1 else str(folder) for one, folder in zip(short, folders, strict=True)]


def _part(study: Study, label: str, work: Path, place: tuple[int, int]) -> Part:
    work.mkdir()
    files = {table: work / f"{table}.parquet" for table in study.tables}
    for table, path in files.items():
        rows = _renumbered(study, table, place)
        study.database.execute(f"COPY ({rows}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)")
    books = {table: study.codebook(table) for table in study.tables}
    package = study.package
    codes, names = _programmes(study, books), dict(package.programmes)
    return Part(label, books, codes, names, package.made_up, package.subgroups, files)


def _renumbered(study: Study, table: str, place: tuple[int, int]) -> str:
    number, packages = place
    if "case" not in study.codebook(table).names:
        return f"SELECT * FROM {name(table)}"
    largest = study.database.execute(f'SELECT max("case") FROM {name(table)}').fetchone()[0]
    if largest is not None and largest > MOST // packages - 1:
        says = f"The number {largest} of a man is too large to be pooled. Number the men of this package from 1."
        raise StudyError([Problem(table, 0, "case", says, Outcome.UNREADABLE)])
    return f'SELECT * REPLACE ("case" * {packages} + {number} AS "case") FROM {name(table)}'


def _programmes(study: Study, books: Mapping[str, Table]) -> tuple[str, ...]:
    found: set[str] = set()
    for table, book in books.items():
        if "programme" in book.names:
            rows = study.database.execute(f"SELECT DISTINCT programme FROM {name(table)}").fetchall()
            found |= {code for (code,) in rows if code is not None}
    return tuple(sorted(found))


def _codes(parts: Sequence[Part], *, same: bool) -> tuple[list[dict[str, str]], list[Problem]]:
    """For each package its programmes' codes and what they are called together."""
    owners: dict[str, list[str]] = {}
    for part in parts:
        for code in part.codes:
            owners.setdefault(code, []).append(part.label)
    twice = {code: labels for code, labels in owners.items() if len(labels) > 1}
    done = "counted as one programme" if same else "kept apart, each with the name of its package"
    problems = [
        Problem("cases", 0, "programme", f"The programme {code} stands in the packages {listed(labels)}. It is {done}.")
        for code, labels in sorted(twice.items())
    ]
    if same:
        twice = {}
    return [{code: f"{code} ({one.label})" if code in twice else code for code in one.codes} for one in parts], problems


def _books(parts: Sequence[Part]) -> tuple[dict[str, Table], list[Problem]]:
    """Every table with every column any package has; a column that means different things is left out."""
    books, problems = {}, []
    for table, own in BY_NAME.items():
        found: dict[str, list[tuple[str, Field]]] = {}
        for part in parts:
            for each in part.books[table].fields if table in part.books else ():
                found.setdefault(each.name, []).append((part.label, each))
        differ = [column for column, given in found.items() if len({_means(each) for _, each in given}) > 1]
        for column in differ:
            labels = listed(label for label, _ in found[column])
            says = f"The packages {labels} mean different things by it: instrument, range or direction. It is left out."
            problems.append(Problem(table, 0, column, says))
        if found:
            fields = tuple(given[0][1] for column, given in found.items() if column not in differ)
            books[table] = Table(table, own.meaning, own.key, fields)
    return books, problems


def _subgroups(parts: Sequence[Part]) -> tuple[tuple[Subgroup, ...], list[Problem]]:
    """Those that every package named, each with the latest of its days; of the others it is said who did not."""
    days: dict[tuple[str, str], dict[str, str]] = {}
    for part in parts:
        for one in part.subgroups:
            days.setdefault((one.column, one.code), {})[part.label] = one.named
    kept, problems = [], []
    for (column, code), named in days.items():
        silent = [part.label for part in parts if part.label not in named]
        if not silent:
            kept.append(Subgroup(column, code, max(named.values())))
            continue
        called = f"{column} {code}".strip()
        says = f"The subgroup {called} was not named beforehand by {listed(silent)}. Together it is left out."
        problems.append(Problem("", 0, "subgroups", says))
    return tuple(kept), problems


def _means(each: Field) -> tuple[Any, ...]:
    return each.kind, each.instrument, each.minimum, each.maximum, each.unit, each.safer


def _written(
    parts: Sequence[Part],
    books: Mapping[str, Table],
    codes: Sequence[dict[str, str]],
    subgroups: tuple[Subgroup, ...],
    folder: Path,
    called: str,
) -> Package:
    database = connect(folder / "parts")
    try:
        for table, book in books.items():
            pieces = [_piece(part, book, code) for part, code in zip(parts, codes, strict=True) if table in part.files]
            target = literal(str(folder / f"{table}.parquet"))
            rows = " UNION ALL ".join(pieces)
            database.execute(f"COPY ({rows}) TO {target} (FORMAT parquet, COMPRESSION zstd)")
    finally:
        database.close()
    resources = {table: Resource(book, f"{table}.parquet", "parquet") for table, book in books.items()}
    names = {
        code[old]: part.names[old] for part, code in zip(parts, codes, strict=True) for old in code if old in part.names
    }
    made_up = all(part.made_up for part in parts)
    title = f"{len(parts)} packages together: {listed(part.label for part in parts)}"
    package = Package(_short(called), title, made_up, resources, tuple(sorted(names.items())), subgroups)
    (folder / FILE_NAME).write_text(json.dumps(as_json(package), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return package


def _short(called: str) -> str:
    """A name as a descriptor takes it."""
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in called.lower()) or "together"


def _piece(part: Part, book: Table, code: Mapping[str, str]) -> str:
    """The rows of one package, with all columns, under the programmes' names together."""
    has = part.books[book.name].names
    columns = [_column(each, code) if each in has else f"NULL AS {name(each)}" for each in book.names]
    return f"SELECT {', '.join(columns)} FROM read_parquet({literal(str(part.files[book.name]))})"


def _column(column: str, code: Mapping[str, str]) -> str:
    new = {old: to for old, to in code.items() if old != to}
    if column != "programme" or not new:
        return name(column)
    cases = " ".join(f"WHEN {literal(old)} THEN {literal(to)}" for old, to in new.items())
    return f"CASE programme {cases} ELSE programme END AS programme"
