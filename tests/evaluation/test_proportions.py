"""Shares: every end of every interval against 40 digits, and the rules that hold for all of them."""

import math

import mpmath as mp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from article16.evaluation import proportions
from article16.evaluation.results import CannotEstimate
from tests.evaluation.cast import about, ends
from tests.evaluation.oracle import close

TABLES = [(0, 5), (1, 8), (3, 8), (7, 8), (5, 5), (17, 756), (3, 372), (280, 583), (9_999, 10_000)]
Z = mp.sqrt(2) * mp.erfinv(mp.mpf("0.95"))


def binomial(k: int, n: int, p: mp.mpf) -> mp.mpf:
    return mp.binomial(n, k) * p**k * (1 - p) ** (n - k)


@pytest.mark.parametrize(("events", "n"), TABLES)
def test_wilson_ends_are_those_of_the_oracle(events: int, n: int) -> None:
    p = mp.mpf(events) / n
    middle, half = p + Z**2 / (2 * n), Z * mp.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    low, high = ends(proportions.wilson(events, n, about=about()))
    assert close(low, max(0, (middle - half) / (1 + Z**2 / n)) if events else 0, 1e-12)
    assert close(high, (middle + half) / (1 + Z**2 / n), 1e-12)


@pytest.mark.parametrize(("events", "n"), TABLES)
@pytest.mark.parametrize(("method", "half"), [("clopper_pearson", 1), ("mid_p", mp.mpf("0.5"))])
def test_exact_ends_have_their_tail_in_the_oracle(events: int, n: int, method: str, half: mp.mpf) -> None:
    low, high = ends(getattr(proportions, method)(events, n, about=about()))
    if events == 0:
        assert low == 0
    else:
        # The tail is a sum of at most n terms; the end is right when a Newton step from it is shorter than 1e-12.
        wanted = mp.findroot(lambda p: _upper(events, n, p, half) - mp.mpf("0.025"), (low, low * (1 + 1e-9)))
        assert close(low, wanted, 1e-12)
    if events == n:
        assert high == 1
    else:
        wanted = mp.findroot(lambda p: _upper(n - events, n, 1 - p, half) - mp.mpf("0.025"), (high, high * (1 - 1e-9)))
        assert close(high, wanted, 1e-12)


def _upper(k: int, n: int, p: mp.mpf, half: mp.mpf) -> mp.mpf:
    """P(more than k) + half P(k), by the shorter of the two sums."""
    if k > n / 2:
        return sum((binomial(j, n, p) for j in range(k + 1, n + 1)), mp.mpf(0)) + half * binomial(k, n, p)
    return 1 - sum((binomial(j, n, p) for j in range(k)), mp.mpf(0)) - (1 - half) * binomial(k, n, p)


def test_eight_of_eight_still_leaves_a_third_open() -> None:
    # Clopper-Pearson for 8 of 8: low end = 0.025 ** (1/8) = 0.63058...
    low, high = ends(proportions.clopper_pearson(8, 8, about=about()))
    assert high == 1
    assert math.isclose(low, 0.025**0.125, rel_tol=1e-13)


def test_nobody_counted_is_a_sentence() -> None:
    found = proportions.wilson(0, 0, about=about(9))
    assert isinstance(found, CannotEstimate)
    assert "nobody was counted" in str(found)


def test_more_events_than_people_is_refused() -> None:
    with pytest.raises(ValueError, match="9 of 8"):
        proportions.wilson(9, 8, about=about())


@given(st.integers(1, 400), st.data())
def test_intervals_mirror_and_hold_the_share(n: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, n))
    for method in (proportions.wilson, proportions.clopper_pearson, proportions.mid_p):
        low, high = ends(method(events, n, about=about()))
        other_low, other_high = ends(method(n - events, n, about=about()))
        assert 0 <= low <= events / n <= high <= 1
        assert math.isclose(low, 1 - other_high, abs_tol=1e-9)
        assert math.isclose(high, 1 - other_low, abs_tol=1e-9)


def test_flow_of_the_caledonian_system() -> None:
    # 583 -> 479 (82 %) -> 280 (48 % of all) -> 187 (32 % of all): Scottish Government evaluation 2016, appendix C.
    steps = [("potential completers", 583), ("group", 479), ("maintenance", 280), ("completed", 187)]
    found = proportions.flow(steps, about=about())
    assert [round(100 * step.details["of_all"]) for step in found] == [82, 48, 32]
    assert found[1].value == 280 / 479
    with pytest.raises(ValueError, match="more than"):
        proportions.flow([("a", 3), ("b", 4)], about=about())


def test_risk_difference_is_positive_when_the_treated_are_safer() -> None:
    # Newcombe 1998, table II, (a): 56/70 against 48/80 gives 0.2000 (0.0524 to 0.3339).
    found = proportions.risk_difference(48, 80, 56, 70, about=about())
    assert round(found.value, 4) == 0.2
    assert [round(end, 4) for end in ends(found)] == [0.0524, 0.3339]
    assert found.excludes_harm


def test_exact_odds_ratio_against_the_oracle() -> None:
    # 3 of 8 treated and 6 of 9 controls re-offend: cells of no event 5 and 3.
    found = proportions.exact_odds_ratio(3, 8, 6, 9, about=about())
    cells = [(k, mp.binomial(8, k) * mp.binomial(9, 8 - k)) for k in range(9)]

    def mean(b: mp.mpf) -> mp.mpf:
        weights = [c * mp.e ** (b * k) for k, c in cells]
        return sum(k * w for (k, _), w in zip(cells, weights, strict=True)) / sum(weights)

    def tail(b: mp.mpf) -> mp.mpf:
        weights = [c * mp.e ** (b * k) for k, c in cells]
        return sum(weights[5:]) / sum(weights)

    assert close(found.value, mp.e ** mp.findroot(lambda b: mean(b) - 5, 1), 1e-12)
    low, high = ends(found)
    assert close(low, mp.e ** mp.findroot(lambda b: tail(b) - mp.mpf("0.025"), -1), 1e-12)
    mid_low, mid_high = ends(proportions.exact_odds_ratio(3, 8, 6, 9, about=about(), mid=True))
    assert low < mid_low < mid_high < high


def test_nobody_reoffends_leaves_an_open_end_or_a_sentence() -> None:
    found = proportions.exact_odds_ratio(0, 8, 3, 9, about=about())
    assert ends(found)[1] == math.inf
    assert isinstance(proportions.exact_odds_ratio(0, 8, 0, 9, about=about()), CannotEstimate)
