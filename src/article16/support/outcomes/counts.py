"""What of a released report can leave as a Data Package: its counts, as they were printed. Never a row for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from article16.common.study.cells import column
from article16.evaluation.disclosure import FEWEST
from article16.evaluation.tables.descriptor import Package
from article16.evaluation.tables.schema import BY_NAME
from article16.evaluation.tables.writing import StudyWriter

if TYPE_CHECKING:
    from article16.evaluation.report.model import Report

LONGEST = 60  # characters of a code
TOGETHER = "programmes together"


def write_counts(report: Report, folder: Path, *, programmes: Sequence[str], title: str, made_up: bool) -> int:
    """Write the counts of the report that have a total; how many."""
    programme = programmes[0] if len(programmes) == 1 else TOGETHER
    rows = [{"programme": programme, **row} for row in _rows(report)]
    package = Package(name="released", title=title, made_up=made_up)
    with StudyWriter(folder, package, format="csv") as writer:
        if rows:
            table = BY_NAME["counts"]
            used = [each for each in table.fields if each.required]
            writer.add("counts", {each.name: column(each, [row[each.name] for row in rows]) for each in used})
    return len(rows)


def _rows(report: Report) -> Iterator[dict[str, str]]:
    shown = {one.key: one.shown for one in report.numbers if one.result.method.startswith("count:")}
    for key, value in shown.items():
        group, _dot, label = key.rpartition(".")
        of = shown.get(f"{group}.total")
        if label == "total" or not value or not of or min(value, of) < FEWEST:
            continue
        yield {
            "measure": group[:LONGEST],
            "label": label[:LONGEST],
            "number": str(int(min(value, of))),
            "of": str(int(of)),
        }
