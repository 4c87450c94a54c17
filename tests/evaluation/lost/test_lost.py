"""Partners who were lost: hand-worked bounds, known digits, and the case in which the shown number is far off."""

import math

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.lost.bounds import Bounded, imbens_manski, lee, worst_case, worst_case_difference
from article16.evaluation.lost.imputation import difference, fill_in, rubin, tipping_point
from article16.evaluation.lost.reference import Story, reference_based
from article16.evaluation.lost.response import response_table
from article16.evaluation.lost.weighting import weighted_mean
from article16.evaluation.results import CannotEstimate, NotConvergedError
from tests.evaluation.cast import about, ends
from tests.evaluation.oracle import close

NAN = math.nan


def test_response_says_when_bounds_must_lead() -> None:
    # 47 of 100 answered; those who answered had 1 in 47 at intake, the others 20 of 53
    table = response_table(
        [1] * 47 + [0] * 53, {"abuse at intake": [1] + [0] * 46 + [1] * 20 + [0] * 33}, about=about()
    )
    assert table[0].value == 0.47
    assert "bounds lead" in table[0].warnings[0]
    p, q = 1 / 47, 20 / 53
    assert table[1].value == pytest.approx((p - q) / math.sqrt((p * (1 - p) + q * (1 - q)) / 2), rel=1e-13)
    assert isinstance(response_table([], {}, about=about())[0], CannotEstimate)


def test_worst_case_bounds_of_the_map() -> None:
    # 1,000 women, 47 % answer, 18.5 % of them tell of violence: 8.7 % if none of the lost, 61.7 % if all of them.
    values = [1.0] * 87 + [0.0] * 383 + [NAN] * 530
    found = worst_case(values, 0, 1, about=about(1000))
    assert isinstance(found, Bounded)
    assert (found.bounds.low, found.bounds.high) == (0.087, pytest.approx(0.617, rel=1e-14))
    assert found.response == 0.47
    low, high = ends(found)
    # The bounds are far apart, so each end has a tail of 5 %: P(87 or more | low) and P(617 or fewer | high).
    assert close(mp.betainc(87, 914, 0, mp.mpf(low), regularized=True), mp.mpf("0.05"), 1e-9)
    assert close(mp.betainc(618, 383, mp.mpf(high), 1, regularized=True), mp.mpf("0.05"), 1e-9)
    assert "between 0.087 and 0.617" in str(found)


def test_imbens_manski_lies_between_one_and_two_sided() -> None:
    # with a point both ends are 1.96 away; with a wide gap 1.645
    assert imbens_manski(0.3, 0.3, 0.1, 0.1).high == pytest.approx(0.3 + 0.1959963984540054, rel=1e-12)
    assert imbens_manski(0.0, 9.0, 0.1, 0.1).high == pytest.approx(9 + 0.16448536269514722, rel=1e-12)
    c = mp.findroot(lambda c: mp.ncdf(c + mp.mpf("1.5")) - mp.ncdf(-c) - mp.mpf("0.95"), 1.7)
    assert close(imbens_manski(0.0, 0.15, 0.1, 0.05).high, mp.mpf("0.15") + c * mp.mpf("0.05"), 1e-12)
    assert imbens_manski(0.2, 0.4, 0, 0).high == 0.4


def test_worst_case_of_a_difference() -> None:
    # treated 0, 1, ?, control 1, 1, ?: means within 1/3..2/3 and 2/3..1, so 0..2/3
    found = worst_case_difference([0, 1, NAN, 1, 1, NAN], [1, 1, 1, 0, 0, 0], 0, 1, about=about())
    assert isinstance(found, Bounded)
    assert found.bounds.low == pytest.approx(0, abs=1e-15)
    assert found.bounds.high == pytest.approx(2 / 3, rel=1e-14)
    assert isinstance(worst_case_difference([1, 1], [1, 0], 0, 1, about=about()), CannotEstimate)
    with pytest.raises(ValueError, match="outside"):
        worst_case([2.0, 0.0], 0, 1, about=about())


def test_lee_trims_the_group_that_answers_more() -> None:
    # treated 4 of 4 answer (1 2 3 4), control 2 of 4 (3 5): half of the treated is cut: means 1.5 or 3.5, so 0.5..2.5
    found = lee([1, 2, 3, 4, 3, 5, NAN, NAN], [1, 1, 1, 1, 0, 0, 0, 0], about=about())
    assert isinstance(found, Bounded)
    assert (found.bounds.low, found.bounds.high) == (pytest.approx(0.5), pytest.approx(2.5))
    # the other way round: the control group answers more
    other = lee([3, 5, NAN, NAN, 1, 2, 3, 4], [1, 1, 1, 1, 0, 0, 0, 0], about=about())
    assert isinstance(other, Bounded)
    assert (other.bounds.low, other.bounds.high) == (pytest.approx(-2.5), pytest.approx(-0.5))
    assert isinstance(lee([1, NAN, 2, 3], [1, 1, 0, 0], about=about()), CannotEstimate)


@given(st.lists(st.sampled_from([0.0, 1.0, NAN]), min_size=2, max_size=40))
def test_bounds_hold_every_way_of_filling_in(values: list[float]) -> None:
    found = worst_case(values, 0, 1, about=about())
    assert isinstance(found, Bounded)
    some = float(np.where(np.isnan(values), 0.5, values).mean())
    assert found.bounds.low - 1e-12 <= some <= found.bounds.high + 1e-12


def test_weights_undo_a_loss_that_depends_on_what_is_known() -> None:
    # At high risk 2 of 4 answer, both with violence; at low risk 4 of 4, one with violence. Shown 3/6; weighted 5/8.
    values = [1, 1, NAN, NAN, 1, 0, 0, 0, NAN]
    risk = [1, 1, 1, 1, 0, 0, 0, 0, 0]
    found = weighted_mean(values, risk, about=about(9))
    # chances 2/4 and 4/5: (2 / 0.5 + 1 / 0.8) / (2 / 0.5 + 4 / 0.8) = 5.25 / 9
    assert found.value == pytest.approx(5.25 / 9, rel=1e-12)
    # Saturated: the sandwich is that of the two strata, weights known up to their shares.
    p = [mp.mpf(4) / 9, mp.mpf(5) / 9]
    m = [mp.mpf(1), mp.mpf(1) / 4]
    v = [mp.mpf(0), mp.mpf(3) / 16]
    r = [mp.mpf(1) / 2, mp.mpf(4) / 5]
    mean = p[0] * m[0] + p[1] * m[1]
    variance = sum(p[k] * (v[k] / r[k] + (m[k] - mean) ** 2) for k in (0, 1)) / 9
    assert close((found.standard_error or 0) ** 2, variance, 1e-10)


def test_weights_when_nobody_is_lost_or_nobody_can_stand_in() -> None:
    plain = weighted_mean([1, 2, 3], [0, 1, 2], about=about())
    assert plain.value == 2
    assert isinstance(weighted_mean([1, NAN], [0, 1], about=about()), CannotEstimate)
    with pytest.raises(NotConvergedError):
        weighted_mean([1, 2, NAN, NAN], [0, 0, 1, 1], about=about())


def test_rubin_by_hand() -> None:
    # estimates 1 2 3, variances 1: within 1, between 1, total 1 + 4/3; df (3 - 1)(7/4)²
    found = rubin([1, 2, 3], [1, 1, 1], method="m", about=about(), n=10)
    assert found.value == 2
    assert found.standard_error == pytest.approx(math.sqrt(7 / 3), rel=1e-14)
    assert found.details["df"] == pytest.approx(2 * (7 / 4) ** 2, rel=1e-13)
    # Barnard and Rubin with 20 complete df: seen = 21/23 x 20 x 3/7
    small = rubin([1, 2, 3], [1, 1, 1], method="m", about=about(), n=10, complete_df=20)
    seen = 21 / 23 * 20 * (3 / 7)
    assert small.details["df"] == pytest.approx(1 / (1 / 6.125 + 1 / seen), rel=1e-13)
    with pytest.raises(ValueError, match="two copies"):
        rubin([1], [1], method="m", about=about(), n=1)


def world(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Partners of worse cases are lost; he reports too, higher is safer; a true difference of 1."""
    random = np.random.default_rng(seed)
    treated = np.tile([0.0, 1.0], 200)
    truth = random.normal(size=400) + treated
    he = truth + random.normal(scale=0.5, size=400)
    she = np.where(random.random(400) < 1 / (1 + np.exp(-1.5 * he)), truth, NAN)
    return treated, truth, he, she


def test_imputation_with_the_other_informant_finds_what_complete_cases_miss() -> None:
    treated, truth, he, she = world(5)
    copies = fill_in(she, he, treated, seed=1)
    found = difference(copies, about=about(400))
    full = truth[treated == 1].mean() - truth[treated == 0].mean()
    shown = np.nanmean(she[treated == 1]) - np.nanmean(she[treated == 0])
    assert abs(found.value - full) < 0.1 < abs(shown - full)
    assert 1.0 in (found.interval or ())  # type: ignore[operator]
    again = difference(fill_in(she, he, treated, seed=1), about=about(400))
    assert again.value == found.value  # the same seed
    assert copies.outcome[:, ~copies.lost].std(axis=0).max() < 1e-14  # known values are never changed


def test_yes_and_no_are_filled_in_as_yes_and_no() -> None:
    off, shown = [], []
    for seed in range(10):
        random = np.random.default_rng(seed)
        t = np.tile([0.0, 1.0], 300)
        he = random.normal(size=600) + t
        safe = (random.random(600) < 1 / (1 + np.exp(-2 * he))).astype(float)
        she = np.where(random.random(600) < 1 / (1 + np.exp(-he)), safe, NAN)
        copies = fill_in(she, he, t, seed=seed, copies=10)
        assert set(np.unique(copies.outcome)) == {0.0, 1.0}
        full = safe[t == 1].mean() - safe[t == 0].mean()
        off.append(difference(copies, about=about()).value - full)
        shown.append(np.nanmean(she[t == 1]) - np.nanmean(she[t == 0]) - full)
    assert abs(np.mean(off)) < 0.02 < abs(np.mean(shown))
    # All of one answer in a group: still yes or no, mostly that answer.
    quiet = fill_in(np.where(t == 1, np.where(np.isnan(she), NAN, 1.0), she), he, t, seed=3, copies=5)
    assert quiet.outcome[:, t == 1].mean() > 0.95


def test_tipping_point_is_where_the_interval_reaches_nothing() -> None:
    treated, _, he, she = world(5)
    copies = fill_in(she, he, treated, seed=1)
    found = tipping_point(copies, -10, about=about())
    assert found.value < -0.3
    there = difference(copies, about=about(), delta_treated=found.value)
    assert ends(there)[0] == pytest.approx(0, abs=1e-9)
    assert isinstance(tipping_point(copies, -0.1, about=about()), CannotEstimate)
    none = fill_in(she - treated, he, treated, seed=1)
    assert "even without" in str(tipping_point(none, -10, about=about()))


def test_too_few_known_values_cannot_be_filled_in() -> None:
    with pytest.raises(NotConvergedError, match="too few"):
        fill_in([1, 2, NAN, 1, 2, 3], [[1], [2], [3], [1], [2], [3]], [1, 1, 1, 0, 0, 0], seed=1)


def test_stories_about_the_lost() -> None:
    random = np.random.default_rng(2)
    treated = np.tile([0.0, 1.0], 30)
    scores = random.normal(size=(60, 1)) + np.outer(treated, [0, 1, 2]) + random.normal(scale=0.5, size=(60, 3))
    scores[(np.arange(60) % 3 == 0), 2] = NAN
    own, jump, copy = (reference_based(scores, treated, story, about=about(60)) for story in Story)
    assert own.value > jump.value > 0  # a jump to the untreated costs a third of the difference
    assert abs(copy.value - jump.value) < 1
    known = scores[~np.isnan(scores[:, 2])]
    assert len(known) == own.denominators["last score known"]


def test_without_loss_all_stories_are_the_plain_difference() -> None:
    # treated 3 4 5, control 1 2 3 at the last time: 2, with the jackknife of two means
    scores = [[0, 3], [1, 4.5], [2, 4.5], [0, 1], [1, 2], [2.5, 3.1]]
    treated = [1, 1, 1, 0, 0, 0]
    values = [reference_based(scores, treated, story, about=about()).value for story in Story]
    assert values == [pytest.approx(4 - 6.1 / 3, rel=1e-12)] * 3
    assert isinstance(reference_based(scores[:4], treated[:4], Story.OWN, about=about()), CannotEstimate)


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=10)
def test_order_of_women_does_not_change_bounds_or_weights(seed: int) -> None:
    treated, _, he, she = world(5)
    order = np.random.default_rng(seed).permutation(400)
    one, two = weighted_mean(she, he, about=about()), weighted_mean(she[order], he[order], about=about())
    assert one.value == pytest.approx(two.value, rel=1e-11)
    first, second = lee(she, treated, about=about()), lee(she[order], treated[order], about=about())
    assert ends(first) == pytest.approx(ends(second), rel=1e-11)
