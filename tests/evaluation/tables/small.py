"""Small studies written as a person would write them: a descriptor and CSV files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from article16.evaluation.tables.descriptor import Package, Resource, Subgroup, as_json, extended
from article16.evaluation.tables.fields import Field
from article16.evaluation.tables.reading import Study, open_study
from article16.evaluation.tables.schema import BY_NAME

CASES = "case,programme,ending,day_contact,day_decision,day_start\n"
RESPONSES = "case,time,informant,instrument,status,day\n"


def write(
    folder: Path,
    files: Mapping[str, str | bytes],
    *,
    extra: Mapping[str, tuple[Field, ...]] | None = None,
    programmes: tuple[tuple[str, str], ...] = (),
    subgroups: tuple[Subgroup, ...] = (),
) -> Path:
    """A folder of study data with these CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: extended(BY_NAME[name], (extra or {}).get(name, ())) for name in files}
    resources = {name: Resource(table, f"{name}.csv", "csv") for name, table in tables.items()}
    document: dict[str, Any] = as_json(
        Package("small", resources=resources, programmes=programmes, subgroups=subgroups)
    )
    (folder / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def opened(folder: Path, files: Mapping[str, str | bytes], **more: Any) -> Study:
    """The same, opened."""
    return open_study(write(folder, files, **more), threads=1)


def said(study: Study) -> list[str]:
    """The problems as a person reads them."""
    return [str(problem) for problem in study.problems]
