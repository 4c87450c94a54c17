"""Comparison groups: stacked errors against 80-digit derivatives, Minneapolis, and what is no effect."""

import csv
import math
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.comparison.completers import Box, box, null_ratio
from article16.evaluation.comparison.evalue import e_value
from article16.evaluation.comparison.instrument import Compliers, compliance, complier_effect
from article16.evaluation.comparison.weights import Comparison, Target, compare, negative_control
from article16.evaluation.logistic import fit
from article16.evaluation.results import CannotEstimate, NotConvergedError
from tests.evaluation.cast import about, data_file, ends
from tests.evaluation.oracle import close, sandwich

RISK = [0.2, 1.1, -0.4, 0.9, 1.8, -1.2, 0.5, -0.3, 1.4, 0.1, -0.8, 0.7, 2.1, -1.5, 0.3, 1.0]
TREATED = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0]
OUTCOME = [3, 5, 2, 6, 7, 1, 4, 3, 5, 4, 2, 5, 8, 1, 5, 4]


def adjusted(target: Target) -> Comparison:
    found = compare(OUTCOME, TREATED, RISK, ["risk"], about=about(16), target=target)
    assert isinstance(found, Comparison)
    return found


@pytest.mark.parametrize("target", [Target.OVERLAP, Target.TREATED])
def test_weighted_difference_and_its_stacked_error(target: Target) -> None:
    x = np.column_stack([np.ones(16), RISK])
    gamma = fit(x, np.array(TREATED, dtype=float)).beta
    e = 1 / (1 + np.exp(-x @ gamma))
    t, y = np.array(TREATED), np.array(OUTCOME, dtype=float)
    w = t * (1 - e) + (1 - t) * e if target is Target.OVERLAP else t + (1 - t) * e / (1 - e)
    means = [float(w[t == s] @ y[t == s] / w[t == s].sum()) for s in (1, 0)]

    def psi(i: int, p: Any) -> list[Any]:
        chance = 1 / (1 + mp.e ** -(p[0] + p[1] * mp.mpf(RISK[i])))
        own, other = (1 - chance, chance) if target is Target.OVERLAP else (1, chance / (1 - chance))
        gap = TREATED[i] - chance
        sides = [TREATED[i] * own * (OUTCOME[i] - p[2]), (1 - TREATED[i]) * other * (OUTCOME[i] - p[3])]
        return [gap, mp.mpf(RISK[i]) * gap, *sides]

    found = adjusted(target).effect
    v = sandwich(psi, [*gamma, *means], 16)
    assert found.value == pytest.approx(means[0] - means[1], rel=1e-12)
    assert close(found.standard_error or 0, mp.sqrt(v[2, 2] + v[3, 3] - 2 * v[2, 3]), 1e-10)


def test_doubly_robust_error_against_the_oracle() -> None:
    x = np.column_stack([np.ones(16), RISK])
    t, y = np.array(TREATED), np.array(OUTCOME, dtype=float)
    gamma = fit(x, t.astype(float)).beta
    one, zero = (np.linalg.lstsq(x[t == s], y[t == s], rcond=None)[0] for s in (1, 0))
    found = adjusted(Target.ALL).effect

    def psi(i: int, p: Any) -> list[Any]:
        r, a, b = mp.mpf(RISK[i]), TREATED[i], OUTCOME[i]
        e = 1 / (1 + mp.e ** -(p[0] + p[1] * r))
        m1, m0 = p[2] + p[3] * r, p[4] + p[5] * r
        whole = m1 - m0 + a * (b - m1) / e - (1 - a) * (b - m0) / (1 - e) - p[6]
        return [a - e, r * (a - e), a * (b - m1), r * a * (b - m1), (1 - a) * (b - m0), r * (1 - a) * (b - m0), whole]

    v = sandwich(psi, [*gamma, *one, *zero, found.value], 16)
    assert close(found.standard_error or 0, mp.sqrt(v[6, 6]), 1e-10)


def test_overlap_weights_balance_exactly_and_say_what_they_rest_on() -> None:
    found = adjusted(Target.OVERLAP)
    assert abs(found.after[0].value) < 1e-12 < abs(found.before[0].value)
    assert found.effective_treated < 8
    assert found.effect.response == 1
    assert "Rests on" in found.effect.warnings[0]
    assert 0 < found.chance[0] < found.chance[1] < 1


@given(st.permutations(range(16)), st.sampled_from(list(Target)))
@settings(deadline=None, max_examples=15)
def test_order_of_persons_changes_nothing(order: list[int], target: Target) -> None:
    y, t, x = (np.array(column)[order] for column in (OUTCOME, TREATED, RISK))
    found = compare(y, t, x, ["risk"], about=about(16), target=target)
    assert isinstance(found, Comparison)
    assert found.effect.value == pytest.approx(adjusted(target).effect.value, rel=1e-11)
    assert found.effect.standard_error == pytest.approx(adjusted(target).effect.standard_error, rel=1e-9)


def test_confounding_by_risk_is_removed_and_a_negative_control_finds_what_is_not() -> None:
    random = np.random.default_rng(16)
    risk, hidden = random.normal(size=(2, 4000))
    t = (random.random(4000) < 1 / (1 + np.exp(-risk - hidden))).astype(float)
    y = -risk + random.normal(size=4000)  # nothing but risk matters: the true difference is 0
    crude = y[t == 1].mean() - y[t == 0].mean()
    found = compare(y, t, risk, ["risk"], about=about())
    assert isinstance(found, Comparison)
    assert crude < -0.5
    assert 0.0 in (found.effect.interval or ())  # type: ignore[operator]
    shoe_size = hidden + random.normal(size=4000)
    assert "not adjusted" in negative_control(shoe_size, t, risk, ["risk"], about=about()).warnings[0]
    assert negative_control(random.normal(size=4000), t, risk, ["risk"], about=about()).warnings == ()


def test_groups_with_nothing_in_common() -> None:
    with pytest.raises(NotConvergedError):
        compare([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6], ["x"], about=about())
    assert isinstance(compare([1, 2, 3], [0, 1, 1], [1, 2, 3], ["x"], about=about()), CannotEstimate)


def test_minneapolis_compliance_from_the_real_file() -> None:
    with data_file("minneapolis_dve.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["T_FINAL"] != "4"]
    assert len(rows) == 314
    arrest = [float(row["T_RANDOM"] == "1") for row in rows]
    arrested = [float(row["T_FINAL"] == "1") for row in rows]
    found = compliance(arrest, arrested, about=about(330))
    # 91 of 92 and 45 of 222: 0.786 (Angrist 2006)
    assert found.value == pytest.approx(91 / 92 - 45 / 222, rel=1e-13)
    assert round(found.value, 3) == 0.786
    assert found.denominators == {"assigned": 92, "not assigned": 222}
    assert found.response == 314 / 330


def test_the_published_complier_effect_of_minneapolis() -> None:
    # 9 of 92 assigned to arrest and 47 of 222 others with new violence: 0.114 as assigned, 0.145 for compliers.
    assigned = [1] * 92 + [0] * 222
    delivered = [1] * 91 + [0] + [1] * 45 + [0] * 177
    again = [1] * 9 + [0] * 83 + [1] * 47 + [0] * 175
    found = complier_effect(again, assigned, delivered, about=about())
    assert isinstance(found, Compliers)
    assert round(found.as_assigned.value, 3) == 0.114
    assert round(found.effect.value, 3) == 0.145
    low, high = ends(found.effect)
    assert low < 0.145 < high
    for b in (low, high):  # at both ends the adjusted outcomes differ by exactly 1.96 standard errors
        rest = -np.array(again) - b * np.array(delivered)
        sides = [rest[:92], rest[92:]]
        z = (sides[0].mean() - sides[1].mean()) / math.sqrt(sum(s.var() / len(s) for s in sides))
        assert abs(z) == pytest.approx(1.959963984540054, rel=1e-9)


def test_a_weak_instrument_leaves_the_whole_line() -> None:
    found = complier_effect([0, 1, 0, 1, 1, 0], [1, 1, 1, 0, 0, 0], [1, 1, 0, 1, 0, 0], about=about())
    assert isinstance(found, Compliers)
    assert ends(found.effect) == (-math.inf, math.inf)
    assert "hardly moved" in found.followed.warnings[0]
    assert isinstance(complier_effect([0, 1, 0, 1], [1, 1, 0, 0], [1, 0, 1, 0], about=about()), CannotEstimate)
    assert isinstance(complier_effect([0, 1], [1, 0], [1, 0], about=about()), CannotEstimate)


def test_e_value_by_hand() -> None:
    # 3.9 + sqrt(3.9 x 2.9) = 7.26 and 1.8 + sqrt(1.8 x 0.8) = 3.0: VanderWeele and Ding 2017
    found = e_value(3.9, 1.8, about=about())
    assert (round(found.value, 2), found.details["interval"]) == (7.26, pytest.approx(3.0))
    assert e_value(0.5, 1.2, about=about()).details["interval"] == 1
    assert e_value(0.5, 0.9, about=about()).value == pytest.approx(e_value(2, 1.1, about=about()).value)
    assert isinstance(e_value(0, 1, about=about()), CannotEstimate)


def test_the_box_shows_what_no_effect_looks_like() -> None:
    # 60 of 300 completers and 140 of 280 drop-outs: ratio 0.4
    found = box(60, 300, 140, 280, seed=1, about=about())
    assert isinstance(found, Box)
    assert found.ratio.value == pytest.approx(0.4, rel=1e-14)
    assert found.ratio.warnings == ("Not an effect.",)
    assert 0.5 < found.null.value < 0.75
    assert null_ratio(0.5, 0.34, dependence=0.0, seed=1) == pytest.approx(1, abs=0.03)
    assert isinstance(box(1, 10, 0, 0, seed=1, about=about()), CannotEstimate)
    assert isinstance(box(0, 10, 1, 5, seed=1, about=about()), CannotEstimate)
