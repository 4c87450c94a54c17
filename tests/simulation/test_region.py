from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.simulation.draws import REGION
from article16.simulation.region import make_region, regions, sizes
from article16.simulation.study import study_tables
from article16.simulation.world import World
from tests.simulation.cast import region_of, same


def test_a_world_is_cut_into_regions_of_4096_men() -> None:
    assert sizes(20) == [20]
    assert sizes(REGION) == [REGION]
    assert sizes(10_000) == [4096, 4096, 1808]  # 2 * 4096 = 8192; 10000 - 8192 = 1808


@pytest.mark.parametrize("men", [0, -1, 100_000_001])
def test_a_world_without_men_or_with_too_many_is_refused(men: int) -> None:
    with pytest.raises(ValueError, match="1 to 100,000,000 men"):
        sizes(men)


def test_a_region_of_more_than_4096_men_is_refused() -> None:
    with pytest.raises(ValueError, match="1 to 4096 men"):
        make_region(World(), seed=1, number=0, men=4097)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**64 - 1), cut=st.integers(0, 3))
def test_the_order_and_the_cut_of_the_work_change_nothing(seed: int, cut: int) -> None:
    men = 2 * REGION + 50
    whole = {region.number: study_tables(region) for region in regions(World(), men=men, seed=seed)}
    parts = [*regions(World(), men=men, seed=seed, first=cut), *regions(World(), men=men, seed=seed, last=cut)]
    assert sorted(region.number for region in parts) == sorted(whole)
    for region in parts:
        for table, columns in study_tables(region).items():
            for name, column in columns.items():
                assert same(column, whole[region.number][table][name]), (table, name)


def test_more_men_leave_the_first_men_as_they_were_until_groups_are_formed() -> None:
    few, many = region_of(World(), men=100), region_of(World(), men=4096)
    np.testing.assert_array_equal(few.men.risk, many.men.risk[:100])
    np.testing.assert_array_equal(few.path.decision, many.path.decision[:100])


@settings(max_examples=15, deadline=None)
@given(men=st.integers(1, 60), seed=st.integers(0, 1000), programmes=st.integers(1, 5))
def test_even_the_smallest_worlds_can_be_made(men: int, seed: int, programmes: int) -> None:
    made = study_tables(make_region(World(programmes=programmes), seed=seed, number=0, men=men))
    assert len(made["cases"]["case"]) == men
    assert len(made["exposure"]["case"]) <= men
