from __future__ import annotations

from pathlib import Path

from article16.simulation.page import parameter_table, scenario_table

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "simulation.md"


def test_the_page_has_the_parameters_and_scenarios_as_they_are() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert parameter_table() in text
    assert scenario_table() in text
