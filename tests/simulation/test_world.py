from __future__ import annotations

from dataclasses import fields

import pytest

from article16.simulation.scenarios import SCENARIOS, scenario
from article16.simulation.world import World


def test_every_parameter_says_its_unit_its_meaning_and_its_source() -> None:
    for parameter in fields(World):
        assert parameter.metadata["unit"], parameter.name
        assert parameter.metadata["meaning"], parameter.name
        assert parameter.metadata["source"], parameter.name


def test_all_faults_of_a_world_come_at_once() -> None:
    with pytest.raises(ValueError, match=r"dropout runs from 0 to 0.95.*; effect runs from -3 to 3.*not 9"):
        World(dropout=2.0, effect=9.0)


@pytest.mark.parametrize("effect", [float("nan"), float("inf"), "much", True])
def test_an_effect_that_is_no_number_is_refused(effect: float) -> None:
    with pytest.raises(ValueError, match="effect"):
        World(effect=effect)


def test_a_broken_number_of_programmes_is_refused() -> None:
    with pytest.raises(ValueError, match="programmes is a whole number"):
        World(programmes=2.5)  # type: ignore[arg-type]


def test_a_world_in_which_nobody_can_complete_is_refused() -> None:
    with pytest.raises(ValueError, match="leave nobody to complete"):
        World(dropout=0.6, excluded=0.4)


def test_an_unknown_assignment_is_refused() -> None:
    with pytest.raises(ValueError, match="lot or creamed"):
        World(assignment="choice")


def test_every_scenario_can_be_made_and_an_unknown_one_names_them() -> None:
    assert all(isinstance(scenario(name), World) for name in SCENARIOS)
    with pytest.raises(ValueError, match="zero, traps, moderate"):
        scenario("paradise")
