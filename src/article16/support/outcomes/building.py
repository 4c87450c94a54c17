"""From the rows of the study to a report and its files, in memory: nothing stands on a disk in clear."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import ram
from .assembling import Assembled

if TYPE_CHECKING:
    from article16.evaluation.report.model import Report
    from article16.evaluation.report.releasing import Earlier
    from article16.instruments.definition import Instrument

Progress = Callable[[str, int, int], None]
Find = Callable[[str, str, str], "Instrument | None"]  # name, version, fingerprint
RECORD = "record"
# Part -> what it is called when it is downloaded, and its media type. Of a release only.
FILES = {
    "report.html": "text/html; charset=utf-8",
    "report.pdf": "application/pdf",
    "numbers.json": "application/json",
    "numbers.csv": "text/csv; charset=utf-8",
    "package.zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made."""

    language: str
    release: bool
    title: str
    made_up: bool
    at: datetime
    on: date
    earlier: bytes = b""  # the record of the last release; empty: there was none
    earlier_on: date | None = None  # when that left


@dataclass(frozen=True, slots=True)
class Meta:
    """With which version of data and methods a report was made. Kept beside it, sealed."""

    men: int
    responses: int
    data: str  # fingerprint of the tables
    software: str
    seed: int
    notes: tuple[str, ...]
    problems: tuple[str, ...]


def build(study: Assembled, wanted: Wanted, progress: Progress, find: Find) -> dict[str, bytes]:
    """The parts of the report by name. `find`: the instrument that a row names.

    Raises
    ------
    StudyError, NotReleased, UnknownLanguage, NoMemoryFolder
        Each with a sentence, or none: then the caller's.
    """
    from article16.evaluation.report.making import SEED, report_on
    from article16.evaluation.report.parts.closing import version_of_program
    from article16.evaluation.report.releasing import check, load
    from article16.evaluation.report.words import Words

    words = Words(wanted.language)
    with ram.folder() as folder:
        earlier = _earlier(folder, wanted, load)
        check(earlier, on=wanted.on)
        data, written, problems = _read(study, wanted, folder, find)
        report = report_on(data, words, release=wanted.release, earlier=earlier, progress=progress)
        progress("writing", 1, 1)
        meta = Meta(
            men=written.men,
            responses=written.responses,
            data=data.fingerprint,
            software=version_of_program(),
            seed=SEED,
            notes=(*study.notes, *written.notes),
            problems=problems,
        )
        parts = {"meta": json.dumps(asdict(meta)).encode(), "page": zlib.compress(page_of(report))}
        return parts | (_released(report, wanted, folder, study.programmes) if wanted.release else {})


def _earlier(folder: Path, wanted: Wanted, load: Callable[[Path], Earlier | None]) -> Earlier | None:
    """The last release. The day that counts is the day on which it left."""
    if not wanted.earlier:
        return None
    path = folder / "earlier.json"
    path.write_bytes(wanted.earlier)
    found = load(path)
    return replace(found, on=wanted.earlier_on) if found and wanted.earlier_on else found


def _read(study: Assembled, wanted: Wanted, folder: Path, find: Find) -> tuple[Any, Any, tuple[str, ...]]:
    from article16.common.study.packing import write
    from article16.evaluation.report.data import read
    from article16.evaluation.tables.descriptor import Package
    from article16.evaluation.tables.reading import open_study

    package = Package(
        name="study",
        title=wanted.title,
        made_up=wanted.made_up,
        programmes=tuple((code, code) for code in study.programmes),
    )
    written = write(study.men, folder / "study", package=package, find=find)
    with open_study(folder / "study", work=folder, threads=1) as opened:
        return read(opened), written, tuple(str(one) for one in opened.problems)


def _released(report: Report, wanted: Wanted, folder: Path, programmes: Sequence[str]) -> dict[str, bytes]:
    """What leaves, and what must be remembered of it."""
    from article16.evaluation.report.releasing import record
    from article16.evaluation.report.saving import save

    from .counts import write_counts

    to = folder / "files"
    save(report, to, at=wanted.at)
    parts = {name: (to / name).read_bytes() for name in FILES if (to / name).is_file()}
    write_counts(report, folder / "package", programmes=programmes, title=wanted.title, made_up=wanted.made_up)
    parts["package.zip"] = _zipped(folder / "package")
    return parts | {RECORD: record(report, on=wanted.on).encode()}


def _zipped(folder: Path) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, path.name)
    return whole.getvalue()


def page_of(report: Report) -> bytes:
    """The report as its page inside needs it."""
    shown = {"title": report.title, "language": report.language, "labels": dict(report.labels)}
    parts = [
        {
            "key": part.key,
            "title": part.title,
            "words": part.words,
            "missing": part.missing,
            "tables": [_table(one) for one in part.tables],
            "pictures": [
                {"name": one.name, "svg": one.svg, "alt": one.alt, "table": _table(one.table)} for one in part.pictures
            ],
            "beside": [
                {"chapter": one.chapter, "title": one.title, "svg": one.picture.svg, "alt": one.picture.alt}
                for one in part.beside
            ],
        }
        for part in report.parts
    ]
    return json.dumps({**shown, "parts": parts}, ensure_ascii=False).encode()


def _table(table: Any) -> dict[str, Any]:
    rows = [[cell.text for cell in row] for row in table.rows]
    return {"caption": table.caption, "head": list(table.head), "rows": rows, "note": table.note}
