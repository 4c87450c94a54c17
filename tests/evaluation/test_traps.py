"""Traps into which evaluations fall: the naive number, and what is said instead."""

import math

import numpy as np

from article16.evaluation.comparison.completers import Box, box
from article16.evaluation.lost.bounds import Bounded, worst_case
from article16.evaluation.lost.response import response_table
from article16.evaluation.meta.pooling import Pooled, pool
from article16.evaluation.proportions import wilson
from article16.evaluation.results import CannotEstimate
from article16.evaluation.survival.competing import aalen_johansen
from article16.evaluation.survival.curves import kaplan_meier, mean_time
from tests.evaluation.cast import about, ends


def test_drop_out_after_one_minus_kaplan_meier() -> None:
    # Of 100 men 60 complete on day 10, and half of the remaining 40 drop out on day 20: 20 %, not 50 %.
    t, ending = [10.0] * 60 + [20.0] * 20 + [30.0] * 20, [1] * 60 + [2] * 20 + [0] * 20
    assert math.isclose(1 - kaplan_meier(t, [float(e == 2) for e in ending]).at(20, about=about()).value, 0.5)
    assert math.isclose(aalen_johansen(t, ending, 2).at(20, about=about()).value, 0.2)


def test_ties_are_exact_and_never_shaken() -> None:
    # All of eight men end on day 5, three in the first way: 3/8, every time.
    values = {aalen_johansen([5.0] * 8, [1, 1, 1, 2, 2, 2, 2, 2], 1).at(5, about=about()).value for _ in range(5)}
    assert values == {0.375}


def test_the_error_of_mean_time_is_not_that_of_single_times() -> None:
    # Without censoring it is the standard error of the mean of min(t, 30), with divisor n.
    t = np.arange(1.0, 41)
    found = mean_time(t, np.ones(40), 30, about=about())
    cut = np.minimum(t, 30)
    assert math.isclose(found.value, cut.mean(), rel_tol=1e-13)
    assert math.isclose(found.standard_error or 0, cut.std() / math.sqrt(40), rel_tol=1e-12)


def test_the_lost_partner() -> None:
    # Truth 32.4 %; 47 % answer, and 18.5 % of those tell of it. The table warns, and the bounds hold the truth.
    told = [1.0] * 87 + [0.0] * 383 + [math.nan] * 530
    shown = wilson(87, 470, about=about(1000))
    assert 0.324 not in (shown.interval or ())  # type: ignore[operator]
    assert shown.response == 0.47
    assert "bounds lead" in response_table([1] * 470 + [0] * 530, {}, about=about())[0].warnings[0]
    found = worst_case(told, 0, 1, about=about(1000))
    assert isinstance(found, Bounded)
    assert found.bounds.low <= 0.324 <= found.bounds.high


def test_completers_against_drop_outs_without_any_effect() -> None:
    # The ratio of the made-up world is in the box, and near what an evaluation of completers would praise.
    found = box(100, 500, 175, 500, seed=16, about=about())
    assert isinstance(found, Box)
    assert abs(found.ratio.value - found.null.value) < 0.05
    assert "without any effect" in found.why


def test_spread_is_not_lost_when_programmes_differ() -> None:
    # Two clear camps: tau² is far from 0, and a new programme may go either way.
    found = pool([0.9, 1.0, 1.1, -0.9, -1.0, -1.1], [0.01] * 6, about=about())
    assert isinstance(found, Pooled)
    assert found.tau2.value > 1
    low, high = ends(found.prediction)
    assert low < -1
    assert high > 1


def test_everybody_improved_leaves_an_interval_and_nobody_leaves_a_sentence() -> None:
    assert ends(wilson(8, 8, about=about()))[0] < 0.7
    assert isinstance(wilson(0, 0, about=about(8)), CannotEstimate)
