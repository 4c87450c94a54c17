from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from article16.evaluation.tables.missing import (
    ITEM_CODES,
    KINDS,
    MEANINGS,
    NUMBER_CODES,
    WORDS,
    Missing,
    join_numbers,
    split_numbers,
    split_words,
)


def test_the_five_kinds_have_five_codes_everywhere() -> None:
    for codes in (ITEM_CODES, NUMBER_CODES, WORDS, MEANINGS):
        assert set(codes) == set(KINDS)
        assert len(set(codes.values())) == 5


def test_missing_is_never_zero_and_never_counts_as_a_number() -> None:
    split = split_numbers([0, -1, -2, -3, -4, -5, np.nan, 2], item=True)
    assert split.kinds.tolist() == [0, 1, 2, 3, 4, 5, Missing.UNKNOWN, 0]
    # mean of the values 0 and 2 is 1; the six silences do not enter
    assert np.nanmean(split.values) == 1


def test_words_and_empty_cells_keep_their_kind() -> None:
    split = split_words(["completed", "declined", "", None, "not asked"])
    assert split.kinds.tolist() == [0, Missing.DECLINED, Missing.UNKNOWN, Missing.UNKNOWN, Missing.NOT_ASKED]
    assert split.values.tolist() == ["completed", None, None, None, None]


@given(st.lists(st.one_of(st.integers(0, 100), st.sampled_from(sorted(ITEM_CODES.values())))))
def test_taking_apart_and_putting_together_changes_nothing(stored: list[int]) -> None:
    np.testing.assert_array_equal(join_numbers(split_numbers(stored, item=True), item=True), stored)


@pytest.mark.parametrize("value", [-3.0, -999.0])
def test_the_codes_of_items_are_values_in_other_columns(value: float) -> None:
    assert split_numbers([value], item=False).kinds.tolist() == [0]
