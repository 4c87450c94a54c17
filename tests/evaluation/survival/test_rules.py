"""Survival with nobody, all censored, ties everywhere, separation: a sentence or an error, never a wrong number."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.numerics import z_quantile
from article16.evaluation.results import CannotEstimate, NotConvergedError
from article16.evaluation.survival.competing import aalen_johansen
from article16.evaluation.survival.cox import Hazards, cox
from article16.evaluation.survival.curves import kaplan_meier, log_rank, mean_time, mean_time_difference
from article16.evaluation.survival.fine_gray import fine_gray
from article16.evaluation.survival.recurrent import mean_cumulative_count
from tests.evaluation.cast import about, ends

MEN = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=40)


def test_kaplan_meier_by_hand() -> None:
    # times 1 2+ 3 3 5+: S(1) = 4/5, S(3) = 4/5 x 1/3
    curve = kaplan_meier([1, 2, 3, 3, 5], [1, 0, 1, 1, 0])
    assert curve.survival.tolist() == pytest.approx([0.8, 0.8 / 3], rel=1e-15)
    found = curve.at(3, about=about(6))
    # Greenwood: 1/(5 x 4) + 2/(3 x 1)
    assert found.standard_error == pytest.approx(0.8 / 3 * math.sqrt(1 / 20 + 2 / 3), rel=1e-14)
    assert found.response == 5 / 6
    assert curve.at(0.5, about=about()).value == 1
    assert isinstance(curve.at(6, about=about()), CannotEstimate)


def test_mean_time_by_hand() -> None:
    # area until 4: 1 + 0.8 x 2 + 0.8/3 x 1; after 1: 1.6 + 0.8/3; after 3: 0.8/3
    found = mean_time([1, 2, 3, 3, 5], [1, 0, 1, 1, 0], 4, about=about())
    assert found.value == pytest.approx(2.6 + 0.8 / 3, rel=1e-15)
    variance = (1.6 + 0.8 / 3) ** 2 / 20 + (0.8 / 3) ** 2 * 2 / 3
    assert found.standard_error == pytest.approx(math.sqrt(variance), rel=1e-14)
    one = mean_time_difference([1, 2, 3, 3, 5] * 2, [1, 0, 1, 1, 0] * 2, [1] * 5 + [0] * 5, 4, about=about())
    assert one.value == 0
    assert one.standard_error == pytest.approx(math.sqrt(2 * variance), rel=1e-14)
    assert isinstance(mean_time_difference([1, 5], [1, 1], [1, 0], 4, about=about()), CannotEstimate)


@given(MEN, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_changes_nothing_and_endings_add_up(men: list[tuple[int, int, int]], random: Any) -> None:
    shuffled = list(men)
    random.shuffle(shuffled)
    last = max(t for t, _, _ in men)
    totals = []
    for rows in (men, shuffled):
        t, e, _ = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
        parts = [aalen_johansen(t, e, of).at(last, about=about()).value for of in (1, 2)]
        whole = kaplan_meier(t, (e > 0).astype(float)).at(last, about=about()).value
        assert math.isclose(sum(parts) + whole, 1, rel_tol=1e-12)
        totals.append(parts)
    assert totals[0] == pytest.approx(totals[1], rel=1e-13)


@given(st.lists(st.integers(1, 2), min_size=3, max_size=30))
def test_without_censoring_incidence_is_a_share(kinds: list[int]) -> None:
    times = np.arange(1, len(kinds) + 1)
    found = aalen_johansen(times, kinds, 1).at(len(kinds), about=about())
    share = kinds.count(1) / len(kinds)
    assert math.isclose(found.value, share, rel_tol=1e-12, abs_tol=1e-12)
    assert math.isclose((found.standard_error or 0) ** 2, share * (1 - share) / len(kinds), rel_tol=1e-9, abs_tol=1e-12)


def test_nobody_had_the_event() -> None:
    x = [[0.0], [1.0], [0.0]]
    assert "nobody had the event" in str(cox([1, 2, 3], [0, 0, 0], x, ["x"], about=about()))
    assert "nobody ended" in str(fine_gray([1, 2, 3], [0, 2, 0], 1, x, ["x"], about=about()))
    assert "x does not vary" in str(cox([1, 2], [1, 1], [[1.0], [1.0]], ["x"], about=about()))
    assert isinstance(log_rank([1, 2], [0, 0], [0, 1], about=about()), CannotEstimate)
    assert isinstance(mean_time([], [], 4, about=about()), CannotEstimate)
    assert "No event so far" in kaplan_meier([1, 2], [0, 0]).at(1, about=about()).warnings[0]
    assert aalen_johansen([1, 2], [0, 0], 1).at(1, about=about()).value == 0


def test_separation_is_an_error_not_a_number() -> None:
    with pytest.raises(NotConvergedError, match="did not converge"):
        cox([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], [[1], [1], [1], [0], [0], [0]], ["x"], about=about())


@pytest.mark.parametrize(
    ("stop", "event", "sentence"),
    [([1, -2], [1, 1], "Row 2 has a time below 0"), ([1, 2], [1, 2], "Row 2 has an event"), ([1, 2], [1], "1 values")],
)
def test_impossible_rows_are_named(stop: list[float], event: list[float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        kaplan_meier(stop, event)
    with pytest.raises(ValueError, match="Row 1 has an entry"):
        kaplan_meier([1, 2], [1, 1], [1, 1])
    with pytest.raises(ValueError, match="whole numbers"):
        aalen_johansen([1, 2], [1, 1.5], 1)


def test_without_other_endings_fine_gray_is_cox_with_robust_errors() -> None:
    # No ties, so Breslow and Efron are the same.
    t, d, x = (
        np.arange(1.0, 13),
        np.array([1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1]),
        np.array([3, 1, 2, 5, 4, 1, 3, 2, 2, 1, 5, 1.0]),
    )
    one = cox(t, d, x, ["x"], about=about(), cluster=np.arange(12))
    two = fine_gray(t, d, 1, x, ["x"], about=about())
    assert isinstance(one, Hazards)
    assert isinstance(two, Hazards)
    assert math.isclose(one.coefficients[0].value, two.coefficients[0].value, rel_tol=1e-12)
    assert math.isclose(one.covariance[0, 0], two.covariance[0, 0], rel_tol=1e-10)


def test_repeated_events_by_hand() -> None:
    # Three men seen until 4, 6, 6. Events: man 0 on 2, man 1 on 2 and 5. M(2) = 2/3, M(5) = 2/3 + 1/2.
    found = mean_cumulative_count([0, 1, 1], [2, 2, 5], [4, 6, 6], 5, about=about())
    assert found.value == pytest.approx(2 / 3 + 1 / 2, rel=1e-15)
    # Each man's own minus expected: 1/3 - 2/9; 1/3 + 1/2 - 2/9 - 1/4; -2/9 - 1/4
    variance = (1 / 9) ** 2 + (5 / 6 - 17 / 36) ** 2 + (17 / 36) ** 2
    assert found.standard_error == pytest.approx(math.sqrt(variance), rel=1e-14)
    low, high = ends(found)
    assert low * high == pytest.approx(found.value**2, rel=1e-13)
    assert isinstance(mean_cumulative_count([], [], [4], 5, about=about()), CannotEstimate)
    with pytest.raises(ValueError, match="after the end"):
        mean_cumulative_count([0], [5], [4], 3, about=about())
    with pytest.raises(ValueError, match="who is in the list"):
        mean_cumulative_count([1], [5], [4], 3, about=about())


def test_interval_of_a_mean_time_by_hand() -> None:
    # Without censoring: times 2, 4, and 6 cut to a window of 5: mean 11/3, variance 14/9, two events.
    found = mean_time([2, 4, 6], [1, 1, 1], 5, about=about())
    mean, se = 11 / 3, (14 / 9 / 3) ** 0.5
    wider = (1 + 2 * (mean / 5) ** 2 / 2**2) ** 0.5
    reach = z_quantile(0.95) * se * wider * 5 / (mean * (5 - mean))
    middle = math.log(mean / (5 - mean))
    assert ends(found) == pytest.approx([5 / (1 + math.exp(-(middle + sign * reach))) for sign in (-1, 1)], rel=1e-12)
    quiet = mean_time([6, 7, 8], [0, 0, 1], 5, about=about())
    assert quiet.value == 5
    assert quiet.interval is None
    assert "Nobody had the event" in quiet.warnings[0]
    gap = mean_time_difference([6, 7, 8, 2, 4, 6], [0, 0, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0], 5, about=about())
    assert gap.value == pytest.approx(5 - mean)
    assert gap.interval is None


def test_interval_of_a_difference_is_wider_the_more_unlike_the_groups_are_in_size() -> None:
    # Two of 8 men have it on day 2, nobody of 40 but one on day 4: 0.7 + 1.3 (40 - 8) / 48 in the place of 2.
    stop, event = [2.0, 2.0, *[9.0] * 6, 4.0, *[9.0] * 39], [1.0, 1.0, *[0.0] * 6, 1.0, *[0.0] * 39]
    side = [1.0] * 8 + [0.0] * 40
    found = mean_time_difference(stop, event, side, 8, about=about())
    few = 0.7 + 1.3 * 32 / 48

    def sides(n: int, d: int, day: float) -> tuple[float, float, float]:
        mean = day + (8 - day) * (n - d) / n
        error = (mean - day) * math.sqrt(d / (n * (n - d)))
        half = z_quantile(0.95) * error * math.sqrt(1 + few * (mean / 8 / d) ** 2) * 8 / (mean * (8 - mean))
        middle = math.log(mean / (8 - mean))
        low, high = (8 / (1 + math.exp(-(middle + sign * half))) for sign in (-1, 1))
        return mean, low, high

    (a, a_low, a_high), (b, b_low, b_high) = sides(8, 2, 2), sides(40, 1, 4)
    wanted = (a - b - math.hypot(a - a_low, b_high - b), a - b + math.hypot(a_high - a, b - b_low))
    assert ends(found) == pytest.approx(wanted, rel=1e-12)
