"""Public files by the mapping files of the documentation, with the results their sources print."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from article16.evaluation.report.data import read
from article16.evaluation.report.making import report_on
from article16.evaluation.report.words import Words
from article16.evaluation.tables.importing import import_study
from article16.evaluation.tables.reading import Study

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data"
MAPPINGS = ROOT / "docs" / "how-to" / "mappings"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="public data not beside the project")


def brought(tmp_path: Path, mapping: str) -> Study:
    text = (MAPPINGS / mapping).read_text(encoding="utf-8")
    (tmp_path / mapping).write_text(text.replace("file: ", f"file: {DATA}/"), encoding="utf-8")
    study, problems = import_study(tmp_path / mapping, tmp_path / "study")
    assert problems == ()
    assert study.problems == ()
    return study


def test_minneapolis_assigned_against_delivered(tmp_path: Path) -> None:
    with brought(tmp_path, "minneapolis.yaml") as study:
        cases = study.table("cases")
        pairs = Counter(zip(cases["assigned"].to_pylist(), cases["delivered"].to_pylist(), strict=True))
        assert cases.num_rows == 314
        assert pairs == {
            ("arrest", "arrest"): 91, ("arrest", "separate"): 1,
            ("advise", "advise"): 84, ("advise", "arrest"): 19, ("advise", "separate"): 5,
            ("separate", "advise"): 5, ("separate", "arrest"): 26, ("separate", "separate"): 83,
        }  # fmt: skip
        # printed compliance: 91 of 92 = 98.9 %; (84 + 5 + 5 + 83) of 222 = 79.7 % not arrested as assigned
        arrested = sum(number for (lot, got), number in pairs.items() if lot == got == "arrest")
        spared = sum(number for (lot, got), number in pairs.items() if "arrest" not in (lot, got))
        assert round(100 * arrested / 92, 1) == 98.9
        assert round(100 * spared / 222, 1) == 79.7


def test_caledonian_retention(tmp_path: Path) -> None:
    with brought(tmp_path, "caledonian.yaml") as study:
        rows = study.table("counts").to_pylist()
        reached = Counter({row["label"]: 0 for row in rows})
        for row in rows:
            reached[row["label"]] += row["number"]
        men = sum(row["of"] for row in rows if row["label"] == "completed")
        assert men == 583
        # printed: 82 % to the group, 48 % to maintenance, 32 % completed, 56 % not, 12 % unclear
        assert {label: round(100 * number / men) for label, number in reached.items()} == {
            "started group": 82, "started maintenance": 48, "completed": 32, "did not complete": 56, "unclear": 12,
        }  # fmt: skip
        hubs = [round(100 * row["number"] / row["of"]) for row in rows if row["label"] == "completed"]
        assert (min(hubs), max(hubs)) == (16, 55)
        # 187 of the 583 - 72 with a clear outcome: 37 %
        assert round(100 * reached["completed"] / (men - reached["unclear"])) == 37


def test_impact_informants_stay_apart_and_every_printed_percentage_is_met(tmp_path: Path) -> None:
    with (DATA / "impact_2023_impacts.csv").open(encoding="utf-8") as file:
        printed = {row["item"]: row for row in csv.DictReader(file)}
    with brought(tmp_path, "impact_2023.yaml") as study:
        rows = study.table("counts").to_pylist()
    assert len(rows) == 8 * 4
    for row in rows:
        when = "pre" if row["time"] == "T1" else "post"
        percent = round(100 * row["number"] / row["of"] + 1e-9, 1)
        assert percent == float(printed[row["label"]][f"{when}_{row['informant']}_pct"]), row
    change = {
        who: [_of(rows, who, "T3", item) - _of(rows, who, "T1", item) for item in printed]
        for who in ("client", "partner")
    }
    assert all(each < 0 for each in change["partner"])  # what she lives with falls
    assert sum(each >= 0 for each in change["client"]) == 7  # what he acknowledges rises or stays, but for one item


def _of(rows: list[dict[str, int]], who: str, time: str, item: str) -> float:
    [found] = [row for row in rows if (row["informant"], row["time"], row["label"]) == (who, time, item)]
    return found["number"] / found["of"]


@pytest.mark.parametrize(
    ("mapping", "key", "text"),
    [
        ("minneapolis.yaml", "flow.steps.referred.n", "314"),
        ("caledonian.yaml", "counted retention.completed.Dumfries and Galloway.share", "55% (40% to 69%)"),
        ("impact_2023.yaml", "counted impact.felt sadness.IMPACT 2023 T1 partner.share", "82% (71% to 89%)"),
    ],
)
def test_a_whole_report_is_made_of_it(tmp_path: Path, mapping: str, key: str, text: str) -> None:
    with brought(tmp_path, mapping) as study:
        report = report_on(read(study), Words("en"), release=False)
    assert {one.key: one.text for one in report.numbers}[key] == text
    assert any("Whether the programme caused any of this" in line for line in report.parts[0].missing)


def test_a_total_left_in_is_named(tmp_path: Path) -> None:
    text = (MAPPINGS / "caledonian.yaml").read_text(encoding="utf-8").replace("file: ", f"file: {DATA}/")
    (tmp_path / "m.yaml").write_text(text.replace("leave_out: {hub: [Total]}", "leave_out: {}"), encoding="utf-8")
    study, _ = import_study(tmp_path / "m.yaml", tmp_path / "study")
    with study:
        assert any("'Total' looks like a sum of the other rows" in str(problem) for problem in study.problems)
