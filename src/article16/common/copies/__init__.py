"""A copy of what is kept about a person, as it is handed over: a PDF to read and tables to go on with, in one ZIP."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from article16.printing import pdf

TEMPLATE = Path(__file__).with_name("copy.typ")
COMPUTED = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would compute


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as it is given."""

    table: str
    heading: str
    lines: tuple[tuple[str, str], ...]
    document: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands before the rows. The head is also the title in the file's properties: no name, no service."""

    head: str
    sentences: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def archive(cover: Cover, rows: Sequence[Shown], *, at: datetime, documents: Mapping[str, bytes]) -> bytes:
    """The ZIP; the same bytes from the same rows. `at`: as it stood then, in local time."""
    files = {
        "copy.pdf": _paper(cover, rows, at=at),
        "copy.json": json.dumps(_as_json(cover, rows), ensure_ascii=False, indent=1).encode(),
        **{f"tables/{name}.csv": content for name, content in _tables(rows).items()},
        **{f"documents/{name}": content for name, content in documents.items()},
    }
    return _zipped(files, at=at)


def _paper(cover: Cover, rows: Sequence[Shown], *, at: datetime) -> bytes:
    value = {
        "head": cover.head,
        "of": _("of"),
        "about": list(cover.sentences),
        "facts": [list(one) for one in cover.facts],
        "sections": [
            {"heading": heading, "rows": [[list(line) for line in one.lines] for one in some]}
            for heading, some in _by(rows, "heading").items()
        ],
    }
    return pdf(TEMPLATE, value, title=cover.head, at=at, language=get_language() or "en")


def _as_json(cover: Cover, rows: Sequence[Shown]) -> dict[str, object]:
    tables = {table: [dict(one.lines) for one in some] for table, some in _by(rows, "table").items()}
    return {"about": list(cover.sentences), "tables": tables}


def _tables(rows: Sequence[Shown]) -> dict[str, bytes]:
    return {table: _csv(some) for table, some in _by(rows, "table").items()}


def _by(rows: Sequence[Shown], name: str) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def _csv(rows: Sequence[Shown]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name, _words in row.lines))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([cell(name) for name in names])
    for row in rows:
        words = dict(row.lines)
        writer.writerow([cell(words.get(name, "")) for name in names])
    return out.getvalue().encode()


def cell(words: str) -> str:
    """A text as a cell that no spreadsheet computes."""
    return f"'{words}" if words.startswith(COMPUTED) else words


def _zipped(files: Mapping[str, bytes], *, at: datetime) -> bytes:
    """Each file with this moment as its time, and nothing of this machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            about = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o600 << 16
            whole.writestr(about, content)
    return out.getvalue()


def month_after(day: date) -> date:
    """The same day of the next month; at the end of a shorter month, its last day."""
    year, month = divmod(day.year * 12 + day.month, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:  # this month is shorter
            continue
    raise AssertionError("every month has 28 days")
