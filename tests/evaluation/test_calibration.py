"""A short calibration: exact where coverage can be worked out, and a few hundred runs where it cannot."""

import math

import pytest

from article16.evaluation.proportions import clopper_pearson, mid_p, wilson
from bench.calibrate import coverage, exact
from bench.coverage_worlds import WORLDS, World

SHORT = 300  # runs; three standard errors are 3.8 %
QUICK = ("pooled mean", "difference of means", "MMRM", "Kaplan-Meier", "ICC", "alpha", "weights, women lost by his")


def test_exact_intervals_cover_at_least_their_level_with_8_men() -> None:
    assert exact(clopper_pearson, 8)[0] >= 0.95
    assert exact(mid_p, 8)[1] >= 0.95
    assert 0.94 <= exact(wilson, 8)[1] <= 0.96


@pytest.mark.parametrize("world", [w for w in WORLDS if w.name.startswith(QUICK)], ids=lambda w: w.name)
def test_intervals_cover_where_assumptions_hold(world: World) -> None:
    covered, none = coverage(world, SHORT, seed=1)
    error = 3 * math.sqrt(0.05 * 0.95 / SHORT)
    assert world.least - error <= covered <= world.most + error
    assert none <= 0.02 * SHORT


def test_the_shown_mean_misses_when_women_are_lost_by_their_own_state() -> None:
    world = next(w for w in WORLDS if w.name.startswith("shown mean"))
    assert coverage(world, 50, seed=1)[0] < 0.5
