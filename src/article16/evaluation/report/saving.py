"""A report as files: HTML, PDF, every number as JSON and CSV, every figure by itself."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from article16.evaluation.report.drawing import for_print
from article16.evaluation.report.html import as_html, notices_of
from article16.evaluation.report.model import Number, Report, Table
from article16.printing import pdf

TEMPLATE = Path(__file__).parent / "report.typ"
COLUMNS = (
    "key", "printed", "value", "low", "high", "level", "interval", "unit", "n", "response", "method", "population",
    "clock", "outcome", "informant", "contrast", "summary", "direction", "cannot",
)  # fmt: skip
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def save(report: Report, to: Path, *, at: datetime, form: Report | None = None) -> list[Path]:
    """Write the report into a new folder, and the yearly form beside it; the paths of its files."""
    to.mkdir(parents=True)
    written = {
        "report.html": as_html(report).encode(),
        "report.pdf": as_pdf(report, at=at),
        "numbers.json": as_json(report).encode(),
    }
    if form is not None:
        written |= {"form.html": as_html(form).encode(), "form.pdf": as_pdf(form, at=at)}
    paths = []
    for name, content in written.items():
        (to / name).write_bytes(content)
        paths.append(to / name)
    _save_csv(report, to / "numbers.csv")
    (to / "figures").mkdir()
    for part in report.parts:
        for one in part.pictures:
            (to / "figures" / f"{one.name}.svg").write_text(one.svg, encoding="utf-8")
    return [*paths, to / "numbers.csv", to / "figures"]


def as_pdf(report: Report, *, at: datetime) -> bytes:
    """The report in print: tagged, with the words of each figure, and the same bytes for the same report and time."""
    value = {
        "head": report.labels["made_up"] if report.made_up else report.title,
        "of": report.labels["of"],
        "notices": notices_of(report),
        "labels": dict(report.labels),
        "parts": [
            {
                "key": part.key,
                "title": part.title,
                "words": list(part.words),
                "missing": list(part.missing),
                "tables": [_table(one) for one in part.tables],
                "beside": [
                    {"svg": for_print(one.picture.svg), "alt": one.picture.alt, "title": one.title}
                    for one in part.beside
                ],
                "pictures": [
                    {"svg": for_print(one.svg), "alt": one.alt, "table": _table(one.table)} for one in part.pictures
                ],
            }
            for part in report.parts
        ],
    }
    return pdf(TEMPLATE, value, title=report.title, at=at, language=report.language)


def as_json(report: Report) -> str:
    """Every number with its whole meaning. Of a released report: only what is printed."""
    numbers = [_row(one, released=report.released) for one in report.numbers]
    told = {"title": report.title, "language": report.language, "made_up": report.made_up, "released": report.released}
    return json.dumps({**told, "numbers": numbers}, ensure_ascii=False, indent=1, default=str) + "\n"


def _table(table: Table) -> dict[str, Any]:
    rows = [[cell.text for cell in row] for row in table.rows]
    return {"caption": table.caption, "head": list(table.head), "rows": rows, "note": table.note}


def _row(one: Number, *, released: bool) -> dict[str, Any]:
    result, estimand = one.result, asdict(one.result.estimand)
    exact = not released and result.estimate is not None
    ends = result.interval if exact else None
    row: dict[str, Any] = {"key": one.key, "printed": one.text, "value": result.estimate if exact else one.shown}
    row |= {
        "low": ends and ends.low,
        "high": ends and ends.high,
        "level": ends and ends.level,
        "interval": ends and ends.kind,
    }
    row |= {
        "unit": result.unit,
        "n": result.n if not released else None,
        "response": result.response if not released else None,
    }
    row |= {"method": result.method, "direction": result.direction.value, "cannot": getattr(result, "because", "")}
    return row | {
        name: estimand[name] for name in ("population", "clock", "outcome", "informant", "contrast", "summary")
    }


def _save_csv(report: Report, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for one in report.numbers:
            row = _row(one, released=report.released)
            writer.writerow({name: _plain(row[name]) for name in COLUMNS})


def _plain(value: object) -> object:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
