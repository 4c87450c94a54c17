"""The evidence library says what was found, how surely, by whose report, and what came after."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import article16
from article16.evaluation.evidence import EvidenceError, entries

FOLDER = Path(article16.__file__).parent / "library" / "evidence"


def shipped() -> list[dict[str, Any]]:
    return [row for path in sorted(FOLDER.glob("*.yaml")) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]


def test_the_shipped_library_is_sound() -> None:
    found = {one.id: one for one in entries(shipped())}
    assert len(found) == 25
    # the "14 % reduction" is 1 - 0.86 of an interval from 0.54 to 1.38
    smedslund = found["smedslund_2007"]
    assert (smedslund.estimate, smedslund.low, smedslund.high) == (0.86, 0.54, 1.38)
    assert smedslund.shows_a_difference is False
    assert "wilson_2021_official" in smedslund.superseded_by
    assert found["wilson_2021_victim"].shows_a_difference is False
    assert found["babcock_2004"].shows_a_difference is None
    assert found["sherman_harris_2013"].level == 0.9
    # What was promising was found worse later, and says so.
    assert found["core_sotp_2003"].superseded_by == ("core_sotp_2017",)
    # All were held against a source; of one no results were seen, so none are said.
    assert not [name for name, one in found.items() if one.unchecked]
    assert "its results were not seen" in found["jewell_wormith_2010"].finding
    assert found["cheng_2021"].year == 2021


def test_all_problems_come_at_once() -> None:
    good = shipped()[0]
    bad = [
        good,
        good,
        {**good, "id": "x", "superseded_by": ["nobody"], "colour": "red"},
        {**good, "id": "y", "high": None},
        {**good, "id": "z", "estimate": 9.0, "low": 1.0, "high": 2.0, "level": 0.95, "measure": None},
        {"id": "empty"},
        {**good, "id": "v", "unchecked": ["colour"]},
    ]
    with pytest.raises(EvidenceError) as problem:
        entries(bad)
    text = str(problem.value)
    for sentence in (
        f"{good['id']}: given twice",
        "x: superseded by nobody",
        "x: unknown key colour",
        "z: the interval does not hold",
        "z: an estimate needs its measure",
        "empty: title is missing",
        "v: unchecked names colour",
    ):
        assert sentence in text


def test_a_number_without_interval_must_admit_it() -> None:
    row = {**shipped()[0], "estimate": 0.5, "measure": "OR", "lower_is_safer": True, "finding": "good"}
    for key in ("low", "high", "level"):
        row.pop(key, None)
    with pytest.raises(EvidenceError, match="without interval"):
        entries([row])
