"""What a mapping file can say for the report: what a question is about, which way is safer, which subgroups were named."""

from pathlib import Path

import numpy as np
import pytest

from article16.cli import main
from article16.evaluation.report.data import Data, read
from article16.evaluation.report.making import report_on
from article16.evaluation.report.model import Part, Report
from article16.evaluation.report.words import Words
from article16.evaluation.tables.mapping import parse_mapping
from article16.evaluation.tables.problems import StudyError
from article16.evaluation.tables.reading import open_study

MAPPING = """
title: Hopes
file: list.csv
subgroups:
  - {column: mandate, code: mandated, named: 2026-01-31}
  - {column: risk, named: 2026-01-31}
tables:
  cases:
    leave_out: {who: [partner]}
    columns: {case: nr, programme: {always: North}, mandate: ordered, risk: risk}
  responses:
    columns:
      case: nr
      informant: who
      instrument: {always: own}
      status: {always: answered}
    each:
      - time: {always: T1}
        q_stops: {from: stops_1, maximum: 1, domain: 4, meaning: that the violence stops}
        q_owns: {from: owns_1, maximum: 4, domain: 5, meaning: he says that he did it}
        score_fear: {from: fear_1, minimum: 0, maximum: 10, domain: 2, measure: 3, safer: {partner: lower}, titles: {en: "Fear {of} him", es: Miedo}}
      - time: {always: T4}
        q_stops: {from: stops_4, maximum: 1, domain: 4, meaning: that the violence stops}
        q_owns: {from: owns_4, maximum: 4, domain: 5, meaning: he says that he did it}
        score_fear: {from: fear_4, minimum: 0, maximum: 10, domain: 2, measure: 3, safer: {partner: lower}, titles: {en: "Fear {of} him", es: Miedo}}
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    """Sixty men, each with two rows: he owns up a little more, she fears a little less where he was ordered."""
    folder = tmp_path_factory.mktemp("tagged")
    random = np.random.default_rng(16)
    lines = ["nr,who,ordered,risk,stops_1,owns_1,fear_1,stops_4,owns_4,fear_4"]
    for nr in range(60):
        ordered = nr % 2
        for who in ("client", "partner"):
            fear = random.integers(5, 10)
            less = fear - 2 * ordered - random.integers(0, 3)
            row = [nr, who, ("voluntary", "mandated")[ordered], 40 + nr % 9, 1, random.integers(0, 4), fear,
                   random.integers(0, 2), random.integers(2, 5), less]  # fmt: skip
            lines.append(",".join(str(cell) for cell in row))
    (folder / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    (folder / "m.yaml").write_text(MAPPING, encoding="utf-8")
    assert main(["evaluate", "--mapping", str(folder / "m.yaml"), "--to", str(folder / "study")]) == 0
    with open_study(folder / "study") as study:
        return read(study)


@pytest.fixture(scope="module")
def report(data: Data) -> Report:
    return report_on(data, Words("en"), release=False)


def part(report: Report, key: str) -> Part:
    return next(one for one in report.parts if one.key == key)


def test_hopes_and_responsibility_stand_by_informant_and_time(report: Report, data: Data) -> None:
    hopes = part(report, "hopes").tables[0]
    assert [row[0].text for row in hopes.rows] == ["that the violence stops"] * 2
    assert [row[1].text for row in hopes.rows] == ["the man", "the (ex-)partner"]
    numbers = {one.key: one for one in report.numbers}
    assert numbers["hopes.q_stops partner.T1"].result.value == 1
    owns = numbers["accountability.q_owns client.T4"].result
    assert owns.value == np.mean(data.answers["q_owns", "client"][:, 4] > 2)
    assert owns.estimand.informant == "client"


def test_a_scale_is_called_by_its_title_in_the_language_of_the_report(report: Report, data: Data) -> None:
    assert part(report, "change fear").title == "Change: Fear {of} him", "braces of a title are no places"
    spanish = report_on(data, Words("es"), release=False)
    assert part(spanish, "change fear").title == "Cambio: Miedo"


def test_only_subgroups_of_the_mapping_stand_in_the_report_with_wider_intervals(report: Report) -> None:
    found = part(report, "subgroups")
    assert "2026-01-31" in found.words[0]
    assert "not for whom the programme works" in found.words[1]
    numbers = {one.key: one.result for one in report.numbers}
    apart = numbers["subgroups.mandate mandated.apart"]
    sides = [numbers[f"subgroups.mandate mandated.{side}"] for side in ("members", "others")]
    assert apart.value == pytest.approx(sides[0].value - sides[1].value)
    assert apart.interval is not None
    # Two were named: 97.5 % each, so that both hold together.
    half = 2.241402727604947 * np.hypot(sides[0].standard_error or 0, sides[1].standard_error or 0)
    assert apart.interval.high - apart.value == pytest.approx(half, rel=1e-9)
    assert any("Risk at intake" in line for line in found.missing)


def test_which_way_is_safer_arrives(data: Data) -> None:
    fear = data.scales[0]
    assert (fear.measure, dict(fear.titles)) == (3, {"en": "Fear {of} him", "es": "Miedo"})
    assert (fear.name, fear.low, fear.high, dict(fear.safer), fear.domain) == ("fear", 0, 10, {"partner": "lower"}, 2)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"column": "shoes", "code": "red", "named": "2026-01-31"}, "no column"),
        ({"column": "mandate", "code": "red", "named": "2026-01-31"}, "no code"),
        ({"column": "mandate", "named": "2026-01-31"}, "no code"),
        ({"column": "risk", "code": "high", "named": "2026-01-31"}, "holds numbers"),
        ({"column": "mandate", "code": "mandated"}, "on which day"),
        ({"colour": "red"}, "is not known here"),
    ],
)
def test_a_subgroup_that_cannot_be_is_told_why(entry: dict[str, str], sentence: str) -> None:
    document = {
        "file": "x.csv",
        "subgroups": [entry],
        "tables": {"cases": {"columns": {"case": "a", "programme": "b"}}},
    }
    with pytest.raises(StudyError) as problem:
        parse_mapping(document)
    assert sentence in str(problem.value)


def test_tags_that_cannot_be_are_told_why() -> None:
    columns = {"case": "a", "programme": "b", "q_x": {"from": "x", "maximum": "1", "domain": "9"}}
    columns["score_y"] = {"from": "y", "minimum": "low", "safer": {"partner": "less"}}
    with pytest.raises(StudyError) as problem:
        parse_mapping({"file": "x.csv", "tables": {"cases": {"columns": columns}}})
    for sentence in ("4 hopes", "is no number", "lower or higher"):
        assert sentence in str(problem.value)


def test_the_study_keeps_what_the_mapping_said(tmp_path: Path, data: Data) -> None:
    assert [(one.name, one.domain, one.most) for one in data.items] == [("q_stops", 4, 1), ("q_owns", 5, 4)]
    assert [one.column for one in data.subgroups] == ["mandate", "risk"]
