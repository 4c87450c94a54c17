"""Standardised differences and effective numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from article16.evaluation.balance import effective_number, standardised_difference
from article16.evaluation.results import CannotEstimate
from tests.evaluation.cast import about


def test_a_continuous_feature_in_pooled_standard_deviations() -> None:
    # treated 1 2 3: mean 2, variance 1; control 3 5 7: mean 5, variance 4; (2 - 5) / sqrt(2.5)
    found = standardised_difference([1, 2, 3, 3, 5, 7], [1, 1, 1, 0, 0, 0], about=about())
    assert math.isclose(found.value, -3 / math.sqrt(2.5), rel_tol=1e-15)
    assert "0.1" in found.warnings[0]


def test_a_yes_no_feature_uses_its_own_variance_and_missing_is_left_out() -> None:
    # treated 3 of 4, control 1 of 2: (0.75 - 0.5) / sqrt((0.1875 + 0.25) / 2)
    found = standardised_difference([1, 1, 1, 0, 1, 0, math.nan], [1, 1, 1, 1, 0, 0, 0], about=about(7))
    assert math.isclose(found.value, 0.25 / math.sqrt(0.21875), rel_tol=1e-15)
    assert found.response == 6 / 7


def test_weights_move_the_means_but_not_the_yardstick() -> None:
    # control 0 and 2 weighted 1:3 has mean 1.5; both variances are 2 without weights
    found = standardised_difference([0, 2, 0, 2], [1, 1, 0, 0], weights=[1, 1, 1, 3], about=about())
    assert math.isclose(found.value, (1 - 1.5) / math.sqrt(2), rel_tol=1e-15)


def test_one_person_in_a_group_is_a_sentence() -> None:
    assert isinstance(standardised_difference([1, 2, 3], [1, 1, 0], about=about()), CannotEstimate)
    assert isinstance(standardised_difference([1, 1, 3, 3], [1, 1, 0, 0], about=about()), CannotEstimate)


def test_equal_weights_count_everyone() -> None:
    assert effective_number([2.0] * 7) == 7
    assert effective_number([0.0, 0.0]) == 0
    with pytest.raises(ValueError, match="weights"):
        effective_number([[1.0]])


@given(st.lists(st.floats(-100, 100), min_size=4, max_size=20), st.randoms(use_true_random=False))
def test_order_of_persons_does_not_matter(values: list[float], random: object) -> None:
    rows = [(value, index % 2) for index, value in enumerate(values)]
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = (standardised_difference(*zip(*table, strict=True), about=about()) for table in (rows, shuffled))
    assert type(one) is type(two)
    if one.estimate is not None:
        assert math.isclose(one.value, two.value, rel_tol=1e-6, abs_tol=1e-6)
