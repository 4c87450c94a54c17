"""Facilitators, groups, sub-groups and programmes: lme4, clubSandwich, and arithmetic by hand."""

import csv
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.clusters import group_effect
from article16.evaluation.funnel import Funnel, binomial_limit, expected_shares, funnel
from article16.evaluation.icc import anova_icc
from article16.evaluation.modifiers import holm, modifiers, partial_pooling
from article16.evaluation.nested import Nested, nested
from article16.evaluation.results import CannotEstimate
from tests.evaluation.cast import about, ends
from tests.evaluation.oracle import close, maximum

FOLDER = Path(__file__).parent / "reference"
REFERENCE: dict[str, Any] = json.loads((FOLDER / "nested.json").read_text(encoding="utf-8"))


@cache
def sessions() -> dict[str, Any]:
    with (FOLDER / "sessions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def score() -> Any:
    return sessions()["score"].astype(float)


def whole() -> Nested:
    d = sessions()
    levels = [d["facilitator"], d["group"], d["session"]]
    found = nested(score(), levels, ["facilitator", "group", "session"], about=about())
    assert isinstance(found, Nested)
    return found


def test_three_levels_agree_with_lme4() -> None:
    found = whole()
    assert found.variances == pytest.approx(REFERENCE["variances"], rel=1e-4)  # lme4's optimiser stops there
    assert found.beta[0] == pytest.approx(REFERENCE["beta"], rel=1e-6)
    assert math.sqrt(found.covariance[0, 0]) == pytest.approx(REFERENCE["se"], rel=1e-4)
    mine = -2 * found.log_likelihood + (len(score()) - 1) * math.log(2 * math.pi)
    assert mine == pytest.approx(REFERENCE["reml"], abs=1e-7)
    assert mine <= REFERENCE["reml"] + 1e-9  # ours is at least as near to the top
    shares = [one.value for one in found.shares]
    assert shares == sorted(shares)


def test_two_levels_against_forty_digits() -> None:
    groups = {"a": [3.1, 4.0, 2.7], "b": [5.2, 6.1], "c": [4.4, 3.9, 5.0, 4.1], "d": [2.2, 3.3]}
    labels = [name for name, values in groups.items() for _ in values]
    values = [value for group in groups.values() for value in group]

    def likelihood(between: Any, rest: Any) -> Any:
        log = s = t = square = mp.mpf(0)
        for own in groups.values():
            n, total = len(own), sum(mp.mpf(x) for x in own)
            grow = 1 + between * n / rest
            log += n * mp.log(rest) + mp.log(grow)
            s += n / rest / grow
            t += total / rest / grow
            square += sum(mp.mpf(x) ** 2 for x in own) / rest - between * (total / rest) ** 2 / grow
        return -(log + mp.log(s) + square - t**2 / s) / 2

    found = nested(values, [labels], ["group"], about=about())
    assert isinstance(found, Nested)
    wanted = maximum(likelihood, list(found.variances))
    assert [close(x, w, 1e-10) for x, w in zip(found.variances, wanted, strict=True)] == [True, True]


def test_groups_of_one_size_give_the_mean_square_answer() -> None:
    values, group = [1.0, 2, 4, 5, 8, 9], [0, 0, 1, 1, 2, 2]
    found = nested(values, [group], ["group"], about=about())
    assert isinstance(found, Nested)
    assert found.shares[0].value == pytest.approx(anova_icc(values, group, about=about()).value, rel=1e-10)


def test_a_level_without_any_variance_is_said_to_be_0() -> None:
    found = nested([1.0, 2, 3, 1, 2, 3, 3, 2, 1], [[0, 0, 0, 1, 1, 1, 2, 2, 2]], ["group"], about=about())
    assert isinstance(found, Nested)
    assert found.shares[0].value == 0
    assert "estimated as 0" in found.shares[0].warnings[-1]
    assert "only one group" in str(nested([1.0, 2], [[0, 0]], ["group"], about=about()))
    assert "only one unit" in str(nested([1.0, 2, 3], [[0, 1, 2]], ["group"], about=about()))


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=5)
def test_order_and_names_do_not_matter(seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(score()))
    d = sessions()
    renamed = [np.array([f"x{label}" for label in d[name][order]]) for name in ("facilitator", "group", "session")]
    found = nested(score()[order], renamed, ["a", "b", "c"], about=about())
    assert isinstance(found, Nested)
    assert found.variances == pytest.approx(whole().variances, rel=1e-9)


def test_training_of_six_facilitators_with_cr2() -> None:
    d = sessions()
    found = group_effect(score(), d["trained"].astype(float), d["facilitator"], about=about())
    assert [found.value, found.standard_error, found.details["df"]] == pytest.approx(REFERENCE["cr2"], rel=1e-10)
    assert isinstance(group_effect([1, 2], [0, 1], [0, 1], about=about()), CannotEstimate)
    assert "same exposure" in str(group_effect([1, 2, 3], [1, 1, 1], [0, 1, 2], about=about()))


def test_interaction_with_hc2_errors() -> None:
    d = sessions()
    session = d["session"].astype(float)
    found = modifiers(score(), d["trained"].astype(float), session, ["session"], ["session"], about=about())
    assert [found[0].value, found[0].standard_error] == pytest.approx(REFERENCE["hc2"], rel=1e-10)


def test_named_beforehand_shares_the_doubt_and_the_rest_is_exploratory() -> None:
    random = np.random.default_rng(4)
    t, x = np.tile([0.0, 1.0], 50), random.normal(size=(100, 3))
    y = t * (1 + x[:, 0]) + random.normal(size=100)
    alone = modifiers(y, t, x, ["age", "risk", "shoes"], [], about=about())
    both = modifiers(y, t, x, ["age", "risk", "shoes"], ["age", "risk"], about=about())
    assert both[0].interval is not None
    assert both[0].interval.level == 0.975
    raw = [alone[i].p_value or 0 for i in (0, 1)]
    assert [one.p_value for one in both[:2]] == pytest.approx(list(holm(raw)))
    assert "Exploratory" in both[2].warnings[0]
    assert isinstance(modifiers(y, t, np.ones(100), ["one"], [], about=about())[0], CannotEstimate)
    with pytest.raises(ValueError, match="hair"):
        modifiers(y, t, x, ["a", "b", "c"], ["hair"], about=about())


def test_holm_by_hand() -> None:
    # 0.01 x 3, then 0.02 x 2 = 0.04, then 0.03 x 1, raised to 0.04
    assert holm([0.02, 0.01, 0.03]) == pytest.approx((0.04, 0.03, 0.04))
    assert holm([0.9, 0.8]) == (1.0, 1.0)


def test_partial_pooling_draws_the_small_further() -> None:
    found = partial_pooling([0.1, 0.9, 0.3, 0.6], [0.01, 0.2, 0.02, 0.02], list("abcd"), about=about())
    assert isinstance(found, tuple)
    own = [one.details["own_weight"] for one in found]
    assert own[1] == min(own)
    mean = found[0].details["mean"]
    assert abs(found[1].value - mean) < abs(0.9 - mean)
    # (k - 3)/(k - 1) v/(v + tau²) = 1/3 x 0.01/(0.01 + tau²)
    assert own[0] == pytest.approx(1 - 0.01 / (0.01 + found[0].details["tau2"]) / 3, rel=1e-13)
    assert isinstance(partial_pooling([1, 2, 3], [1, 1, 1], list("abc"), about=about()), CannotEstimate)


def test_funnel_limits_by_hand() -> None:
    # 10 people, share 0.5: P(X <= 1) = 11/1024, P(X <= 2) = 56/1024; 0.025 lies between: k = 2
    part = (56 / 1024 - 0.025) / (45 / 1024)
    assert binomial_limit(10, 0.5, 0.025) == pytest.approx((2 - part) / 10, rel=1e-13)
    assert binomial_limit(10, 0.5, 0.975) >= 0.75


def test_a_funnel_keeps_the_order_and_finds_the_one_outside() -> None:
    found = funnel([10, 12, 9, 11, 40], [50] * 5, ["Ana", "Ben", "C", "D", "E"], about=about())
    assert isinstance(found, Funnel)
    assert [place.name for place in found.places] == ["Ana", "Ben", "C", "D", "E"]
    assert found.target == pytest.approx(82 / 250)
    assert found.places[4].outside
    level = funnel([10, 12, 9, 11, 40], [50] * 5, list("abcde"), about=about(), expected=[0.2, 0.2, 0.2, 0.2, 0.8])
    assert isinstance(level, Funnel)
    assert not any(place.outside for place in level.places)
    assert level.dispersion == 1


def test_a_programme_with_harder_cases_is_expected_to_have_more_events() -> None:
    # High risk: 4 of 8 again, low risk: 2 of 8. P has 6 high and 2 low, Q the other way round: 7/16 and 5/16.
    risk = [1] * 8 + [0] * 8
    again = [1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]
    where = ["P"] * 6 + ["Q"] * 2 + ["P"] * 2 + ["Q"] * 6
    assert expected_shares(again, risk, where, ["Q", "P"]) == pytest.approx([5 / 16, 7 / 16], rel=1e-12)
    with pytest.raises(ValueError, match="No man in R"):
        expected_shares(again, risk, where, ["R"])


def test_what_a_funnel_refuses() -> None:
    with pytest.raises(ValueError, match="one name"):
        funnel([1, 2], [5, 5], ["a", "a"], about=about())
    with pytest.raises(ValueError, match="Row 2"):
        funnel([1, 6], [5, 5], ["a", "b"], about=about())
    assert isinstance(funnel([1, 2], [5, 5], ["a", "b"], about=about()), CannotEstimate)
    assert isinstance(funnel([0, 0, 0], [5, 5, 5], ["a", "b", "c"], about=about()), CannotEstimate)
    with pytest.raises(ValueError, match="between 0 and 1"):
        funnel([1, 2, 3], [5, 5, 5], list("abc"), about=about(), expected=[0.1, 0.2, 1])


def test_interval_of_an_icc_stays_within_0_and_1() -> None:
    for one in whole().shares:
        low, high = ends(one)
        assert 0 < low < one.value < high < 1
