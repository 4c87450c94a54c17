"""What must hold of pooling for every input, and what bad input is told."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.meta.bias import Filled, egger, trim_and_fill
from article16.evaluation.meta.effects import Counts, Measure, effects, hedges_g, mantel_haenszel, peto
from article16.evaluation.meta.forest import text_forest
from article16.evaluation.meta.heterogeneity import Method
from article16.evaluation.meta.multilevel import ThreeLevel, three_level
from article16.evaluation.meta.pooling import Pooled, leave_one_out, pool
from article16.evaluation.meta.regression import regress
from article16.evaluation.results import CannotEstimate
from tests.evaluation.cast import about, ends

STUDY = st.tuples(st.floats(-2, 2), st.floats(0.01, 1))


@given(st.lists(STUDY, min_size=3, max_size=12), st.sampled_from(list(Method)), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_studies_changes_nothing(rows: list[tuple[float, float]], method: Method, random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, two = (pool(*zip(*table, strict=True), about=about(), method=method) for table in (rows, shuffled))
    assert isinstance(one, Pooled)
    assert isinstance(two, Pooled)
    assert math.isclose(one.effect.value, two.effect.value, rel_tol=1e-6, abs_tol=1e-6)
    assert math.isclose(one.tau2.value, two.tau2.value, rel_tol=1e-6, abs_tol=1e-6)


@given(st.lists(STUDY, min_size=3, max_size=12))
@settings(deadline=None)
def test_turning_all_effects_turns_the_answer(rows: list[tuple[float, float]]) -> None:
    y, v = (np.array(column) for column in zip(*rows, strict=True))
    one, two = pool(y, v, about=about()), pool(-y, v, about=about())
    assert isinstance(one, Pooled)
    assert isinstance(two, Pooled)
    assert math.isclose(one.effect.value, -two.effect.value, rel_tol=1e-6, abs_tol=1e-6)


def test_a_new_programme_is_less_certain_than_the_mean() -> None:
    # Two trials that agree: (0.28 + 0.32 + 0.3) / 3 with equal weights
    found = pool([0.28, 0.32, 0.3], [0.04, 0.04, 0.04], about=about(), method=Method.REML)
    assert isinstance(found, Pooled)
    assert math.isclose(found.effect.value, 0.3, rel_tol=1e-14)
    assert ends(found.prediction)[0] <= ends(found.effect)[0]
    assert "narrower" in found.effect.warnings[0]
    assert "Fewer than five" in found.prediction.warnings[0]


def test_the_programme_with_lives_lost_keeps_its_direction() -> None:
    # MilDVE: 17 of 756 arrested and 3 of 372 warned were killed later: risk ratio 2.79, so the log is negative.
    found = effects(Counts.of([17], [739], [3], [369]), Measure.RISK_RATIO)
    assert round(math.exp(-found.effect[0]), 2) == 2.79
    # its published 90 % interval, 1.0007 to 7.7696
    half = 1.6448536269514722 * math.sqrt(found.variance[0])
    assert [round(math.exp(-found.effect[0] + sign * half), 4) for sign in (-1, 1)] == [1.0007, 7.7696]


def test_one_study_or_none_is_a_sentence() -> None:
    for rows in ([], [0.3]):
        assert isinstance(pool(rows, [0.1] * len(rows), about=about()), CannotEstimate)
    assert isinstance(three_level([1, 2, 3], [1, 1, 1], ["a", "b", "c"], about=about()), CannotEstimate)
    assert isinstance(three_level([1, 2, 3], [1, 1, 1], ["a", "b", "b"], about=about()), CannotEstimate)
    assert isinstance(egger([1, 2, 3], [1, 1, 1], about=about()), CannotEstimate)
    assert isinstance(trim_and_fill([1, 2], [1, 2], about=about()), CannotEstimate)
    assert isinstance(regress([1, 2, 3], [1, 1, 1], [1, 2, 3], ["x"], about=about()), CannotEstimate)
    same = regress([1, 2, 3, 4, 5], [1] * 5, [2] * 5, ["x"], about=about())
    assert "do not vary" in str(same)


@pytest.mark.parametrize(
    ("y", "v", "sentence"),
    [([1, 2], [1, 0], "row 2"), ([1, math.nan], [1, 1], "row 2"), ([1, 2], [1], "1 values where 2")],
)
def test_bad_rows_are_named(y: list[float], v: list[float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        pool(y, v, about=about())


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [(([1], [1.5], [1], [1]), "B is not a count"), (([0], [0], [1], [1]), "nobody"), (([-1], [0], [1], [1]), "A is")],
)
def test_what_is_not_a_count_is_named(cells: tuple[Any, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Counts.of(*cells)


def test_studies_without_events_are_left_out_of_ratios_with_a_warning() -> None:
    counts = Counts.of([0, 1, 2], [10, 9, 8], [0, 0, 4], [10, 10, 6])
    found = effects(counts, Measure.ODDS_RATIO)
    assert found.used.tolist() == [False, True, True]
    # one event among the treated, none among controls, half a person in each cell: log(9.5 x 0.5 / (1.5 x 10.5))
    assert math.isclose(found.effect[0], math.log(9.5 * 0.5 / (1.5 * 10.5)), rel_tol=1e-14)
    assert len(found.warnings) == 2
    assert len(effects(counts, Measure.RISK_DIFFERENCE).effect) == 3


def test_sparse_tables_without_any_event_are_a_sentence() -> None:
    counts = Counts.of([0, 0], [10, 9], [0, 0], [10, 10])
    assert isinstance(mantel_haenszel(counts, Measure.ODDS_RATIO, about=about()), CannotEstimate)
    assert isinstance(mantel_haenszel(counts, Measure.RISK_RATIO, about=about()), CannotEstimate)
    assert isinstance(peto(counts, about=about()), CannotEstimate)


def test_hedges_g_of_one_study() -> None:
    # means 12 and 10, both sd 2, 10 men each: d = 1; exact correction for 18 df is 0.9576...
    found = hedges_g([[12, 10]], [[2, 2]], [[10, 10]])
    exact = math.gamma(9) / (math.sqrt(9) * math.gamma(8.5))
    assert math.isclose(found.effect[0], exact, rel_tol=1e-13)
    assert math.isclose(found.variance[0], 0.2 + exact**2 / 40, rel_tol=1e-13)
    with pytest.raises(ValueError, match="positive standard deviations"):
        hedges_g([[12, 10]], [[0, 2]], [[10, 10]])


def test_a_symmetric_funnel_lacks_nothing() -> None:
    found = trim_and_fill([0.1, 0.3, 0.2, 0.2, 0.2], [0.1, 0.1, 0.05, 0.01, 0.02], about=about())
    assert isinstance(found, Filled)
    assert found.missing == 0


def test_each_study_is_left_out_once() -> None:
    found = leave_one_out([0.1, 0.2, 0.9], [0.1, 0.1, 0.1], about=about(), method=Method.EQUAL)
    # means of the other two: (0.2 + 0.9) / 2, (0.1 + 0.9) / 2, (0.1 + 0.2) / 2
    assert [round(one.value, 12) for one in found] == [0.55, 0.5, 0.15]


def test_effects_of_one_study_do_not_count_as_many_studies() -> None:
    copied = three_level([0.1, 0.1, 0.5, 0.5, 0.2, 0.2], [0.1] * 6, list("aabbcc"), about=about())
    assert isinstance(copied, ThreeLevel)
    assert copied.effect.details["df"] <= 2 + 1e-9
    assert copied.within == 0


def test_the_text_forest_has_a_line_for_each_study() -> None:
    y, v = np.array([0.1, 0.2, 3.0, *[0.2] * 12]), np.array([0.1, 0.1, 4.0, *[0.1] * 12])
    found = pool(y, v, about=about())
    assert isinstance(found, Pooled)
    lines = text_forest(["Ana", "Ben", "tiny", *"bcdefghijklm"], y, v, found, ratio=True).splitlines()
    assert lines[0].startswith("Ana ")
    assert "1.105 (" in lines[0]  # exp(0.1)
    assert lines[2].count("<") == 1
    assert lines[16].startswith("new p")
    assert len(lines) == 19
