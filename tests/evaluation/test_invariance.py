"""Whether an instrument works alike in two languages before means are compared."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.invariance import Invariance, invariance
from article16.evaluation.results import CannotEstimate
from tests.evaluation.cast import about

LOADINGS = np.array([0.9, 0.8, 0.7, 0.6])


def answers(n: int, seed: int, *, loadings: np.ndarray, levels: np.ndarray, mean: float = 0.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    factor = random.normal(mean, 1, (n, 1))
    found: np.ndarray = levels + factor * loadings + random.normal(0, 0.6, (n, len(loadings)))
    return found


def judged(second: np.ndarray) -> Invariance:
    first = answers(300, 1, loadings=LOADINGS, levels=np.zeros(4))
    found = invariance(np.vstack([first, second]), [0] * 300 + [1] * len(second), about=about())
    assert isinstance(found, Invariance)
    return found


def test_an_instrument_that_works_alike() -> None:
    # the second language has another mean, which is what may then be compared
    found = judged(answers(300, 2, loadings=LOADINGS, levels=np.zeros(4), mean=1.0))
    assert found.means_may_be_compared
    assert found.loadings.details["df"] == found.levels.details["df"] == 3
    assert found.df_free == 4
    assert found.misfit_free < 14  # chi-square with 4 df


def test_one_item_at_another_level_forbids_comparing_means() -> None:
    found = judged(answers(300, 2, loadings=LOADINGS, levels=np.array([0, 0, 0, 0.8])))
    assert found.loadings.p_value is not None
    assert found.loadings.p_value > 0.01
    assert not found.means_may_be_compared
    assert "do not compare" in found.levels.warnings[0]


def test_one_item_that_weighs_otherwise_is_found() -> None:
    found = judged(answers(300, 2, loadings=np.array([0.9, 0.8, 0.7, -0.2]), levels=np.zeros(4)))
    assert "Refused" in found.loadings.warnings[0]


def test_chi_squares_of_lavaan() -> None:
    folder = Path(__file__).parent / "reference"
    wanted = json.loads((folder / "invariance.json").read_text(encoding="utf-8"))
    with (folder / "items.csv").open(encoding="utf-8") as file:
        x = [[float(cell) for cell in row[:4]] for row in list(csv.reader(file))[1:]]
    found = invariance(x, [0] * 40 + [1] * 40, about=about())
    assert isinstance(found, Invariance)
    chi2 = [found.misfit_free, found.loadings.value, found.levels.value]
    assert np.cumsum(chi2).tolist() == pytest.approx(wanted["chisq"], rel=1e-9)  # lavaan's optimiser stops there
    assert found.df_free == wanted["df"][0]


def test_three_free_items_fit_exactly() -> None:
    # one factor of three items is the saturated model, so nothing is left over
    random = answers(80, 3, loadings=LOADINGS[:3], levels=np.zeros(3))
    other = answers(90, 4, loadings=LOADINGS[:3], levels=np.zeros(3))
    found = invariance(np.vstack([random, other]), [0] * 80 + [1] * 90, about=about())
    assert isinstance(found, Invariance)
    assert found.df_free == 0
    assert found.misfit_free == pytest.approx(0, abs=1e-11)


@given(st.integers(0, 99), st.floats(0.1, 30))
@settings(deadline=None, max_examples=3)
def test_order_and_unit_of_answers_change_nothing(seed: int, unit: float) -> None:
    x = np.vstack([answers(60, s, loadings=LOADINGS[:3], levels=np.zeros(3)) for s in (5, 6)])
    group, order = np.repeat([0, 1], 60), np.random.default_rng(seed).permutation(120)
    one = invariance(x, group, about=about())
    two = invariance(x[order] * unit, group[order], about=about())
    assert isinstance(one, Invariance)
    assert isinstance(two, Invariance)
    assert two.levels.value == pytest.approx(one.levels.value, rel=1e-9, abs=1e-10)


def test_too_few_to_judge() -> None:
    x = answers(40, 1, loadings=LOADINGS, levels=np.zeros(4))
    assert isinstance(invariance(x, [0] * 40, about=about()), CannotEstimate)
    assert "fewer than 8" in str(invariance(x, [0] * 37 + [1] * 3, about=about()))
    x[:20, 1] = 1
    assert "one answer" in str(invariance(x, [0] * 20 + [1] * 20, about=about()))
