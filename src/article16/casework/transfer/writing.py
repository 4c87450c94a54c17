"""Writing an export: JSON for each man, CSV tables, documents, a README and a dictionary; whole, or not there."""

import csv
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from .reach import Table, named, of_men, of_programmes
from .taking import AT_ONCE, Man, files_of, named_rows, rows_of, staff_names, told

GUARDED = ("=", "+", "-", "@", "\t", "\r")
README = """# Copy of casework

{what}, as it stood on {at}. Text in UTF-8; days as YYYY-MM-DD, times with their offset from UTC.

- `men/CODE.json`: everything of one man, table by table.
- `tables/*.csv`: the same, one row for each fact. Rows point to each other by id.
- `documents/CODE/`: documents of his file, named by their id in `family_document`.
- `dictionary.csv`: every table and column, what it means, its codes, and who may see it.

An empty cell was not recorded. Where a table has `corrects`, the row takes the place of the one it names, which is
kept. A text that begins with = + - or @ has an apostrophe before it, so that no spreadsheet computes it.

What was written for the women's service left sealed and is not here; “sealed” says that something left. The record of
who opened which file is not here either: `article16 audit verify` and the page *Record*.

These files are in clear. Keep them on an encrypted disk, hand them over by hand, and delete them when they are read.
"""


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its name once all is written; a broken export leaves nothing."""
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    try:
        yield part
        if target.exists():
            target.rmdir()  # empty: whoever called has looked
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def write(
    folder: Path, men: list[Man], *, programmes: list[UUID], only_in: list[UUID], what: str, at: datetime, progress
) -> None:
    """Everything of these men, of these programmes, and whatever they point to."""
    with ExitStack() as open_files:
        tables = _Tables(folder / "tables", open_files)
        for done, some in _rounds(men):
            _write_men(folder, some, tables, only_in)
            progress(done)
        for table in of_programmes() if programmes else ():
            for _owner, row in rows_of(table, programmes):
                tables.write(table, row)
        tables.write_named()
        (folder / "dictionary.csv").write_text(_dictionary(), "utf-8")
        (folder / "README.md").write_text(README.format(what=what, at=f"{at:%d %B %Y, %H:%M %Z}"), "utf-8")


def _rounds(men: list[Man]) -> Iterator[tuple[int, list[Man]]]:
    for begin in range(0, len(men), AT_ONCE):
        some = men[begin : begin + AT_ONCE]
        yield begin + len(some), some


def _write_men(folder: Path, some: list[Man], tables: "_Tables", only_in: list[UUID]) -> None:
    ids = [one.id for one in some]
    codes = {one.id: one.code for one in some}
    whole: dict[UUID, dict[str, list[Any]]] = defaultdict(dict)
    for table in of_men():
        for owner, row in rows_of(table, ids, episodes_in=only_in):
            whole[owner].setdefault(table.name, []).append(tables.write(table, row))
    for man, content in whole.items():
        _write_private(
            folder / "men" / f"{codes[man]}.json",
            json.dumps(content, ensure_ascii=False, indent=1, default=plain_value),
        )
    for file in files_of(ids, episodes_in=only_in):
        _write_private(folder / "documents" / codes[file.man] / file.name, file.content)


def _write_private(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


class _Tables:
    """CSV files that are opened when their first row comes, and the ids that their rows point to."""

    def __init__(self, folder: Path, open_files: ExitStack) -> None:
        self._folder, self._open_files = folder, open_files
        self._writers: dict[str, Any] = {}
        self._staff = staff_names()
        self._pointed: dict[Any, set[Any]] = defaultdict(set)
        self._written: dict[Any, set[Any]] = defaultdict(set)

    def write(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        """One row, once; gives it back as it was written."""
        key = row.get(table.model._meta.pk.attname) if hasattr(table.model._meta.pk, "attname") else None
        for column in table.columns:
            related = column.field.related_model
            if related in named() and not column.staff and row.get(column.field.attname) is not None:
                self._pointed[related].add(row[column.field.attname])
        shown = told(table, row, self._staff)
        if key is None or key not in self._written[table.model]:
            self._writer(table).writerow([cell(value) for value in shown.values()])
            self._written[table.model].add(key)
        return shown

    def write_named(self) -> None:
        """Offices, types and programmes that were pointed to, and whatever these point to themselves."""
        while waiting := {
            model: ids - self._written[model] for model, ids in self._pointed.items() if ids - self._written[model]
        }:
            for model, ids in waiting.items():
                for row in named_rows(named()[model], sorted(ids, key=str)):
                    self.write(named()[model], row)
                self._written[model] |= ids

    def _writer(self, table: Table) -> Any:
        if table.name not in self._writers:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            file: IO[str] = self._open_files.enter_context(
                (self._folder / f"{table.name}.csv").open("x", encoding="utf-8", newline="")
            )
            self._writers[table.name] = csv.writer(file)
            self._writers[table.name].writerow([one.name for one in table.columns])
        return self._writers[table.name]


def plain_value(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return str(value)


def cell(value: Any) -> str:
    """A value as a cell that no spreadsheet computes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, default=plain_value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(GUARDED) else value
    return str(value) if isinstance(value, int | float | Decimal) else str(plain_value(value))


def _dictionary() -> str:
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["table", "about", "column", "meaning", "codes", "who may see it, and how it is erased"])
    for table in (*of_men(), *of_programmes(), *named().values()):
        for column in table.columns:
            row = [table.name, table.about, column.name, column.meaning, column.codes, column.privacy]
            writer.writerow([cell(one) for one in row])
    return out.getvalue()
