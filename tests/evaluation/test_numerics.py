"""The tools under the estimators: what is refused, named by row, and searches that end or say so."""

import math

import mpmath as mp
import numpy as np
import pytest

from article16.evaluation.estimating import stacked
from article16.evaluation.numerics import (
    Array,
    Evaluation,
    inverse,
    matrix,
    newton,
    root,
    t_quantile,
    vector,
    z_quantile,
)
from article16.evaluation.results import NotConvergedError
from tests.evaluation.oracle import close


def test_columns_and_tables_are_checked_and_the_row_is_named() -> None:
    assert vector([1, math.nan], "scores", missing=True)[0] == 1
    for values, sentence in (([1, math.nan], "row 2"), ([math.inf], "row 1"), ([[1.0]], "one column")):
        with pytest.raises(ValueError, match=sentence):
            vector(values, "scores")
    assert matrix([1, 2], "x").shape == (2, 1)
    for table, sentence in (([[1, 2], [math.nan, 1]], "row 2"), ([[[1]]], "a table"), ([[1]], "1 rows where 2")):
        with pytest.raises(ValueError, match=sentence):
            matrix(table, "x", rows=2)


def test_quantiles_have_all_their_digits() -> None:
    assert close(z_quantile(0.95), mp.sqrt(2) * mp.erfinv(mp.mpf("0.95")), 1e-15)
    for df in (1, 2.5, 7, 300):
        wanted = mp.findroot(
            lambda t, df=df: mp.betainc(0.5, mp.mpf(df) / 2, 0, t**2 / (df + t**2), regularized=True) - mp.mpf("0.95"),
            (t_quantile(df, 0.95), t_quantile(df, 0.95) * (1 + 1e-9)),
        )
        assert close(t_quantile(df, 0.95), wanted, 1e-13)
    assert t_quantile(math.inf, 0.9) == z_quantile(0.9)
    with pytest.raises(ValueError, match="between 0 and 1"):
        z_quantile(95)


def test_a_search_ends_at_the_top_or_says_that_it_does_not() -> None:
    def hill(x: Array) -> Evaluation:  # steep: the first full step overshoots and is halved
        return float(-np.log(np.cosh(4 * x[0]))), -4 * np.tanh(4 * x), -np.array([[16 / np.cosh(4 * x[0]) ** 2]])

    assert abs(newton(hill, np.array([0.6]), "hill")[0]) < 1e-15

    def slope(x: Array) -> Evaluation:
        return float(x[0]), np.ones(1), -np.eye(1)

    with pytest.raises(NotConvergedError, match="slope did not converge in 60"):
        newton(slope, np.zeros(1), "slope")
    with pytest.raises(NotConvergedError, match="do not determine"):
        newton(lambda x: (0.0, np.ones(1), np.zeros((1, 1))), np.zeros(1), "flat")
    with pytest.raises(NotConvergedError, match="no step improves"):
        newton(lambda x: (-abs(float(x[0])), np.ones(1), -np.eye(1)), np.zeros(1), "wrong derivative")


def test_roots_and_inverses_that_are_not_there() -> None:
    assert root(lambda x: x**2 - 2, 0, 2, "root") == pytest.approx(math.sqrt(2), rel=1e-15)
    with pytest.raises(NotConvergedError, match="no change of sign"):
        root(lambda x: x**2 + 1, 0, 2, "root")
    with pytest.raises(NotConvergedError, match="do not determine"):
        inverse(np.ones((2, 2)), "model")


def test_equations_that_are_not_solved_give_no_error_bars() -> None:
    y = np.array([1.0, 2, 6])
    # The mean of three: variance of the sandwich is the mean square over n, (4 + 1 + 9) / 9.
    assert stacked(lambda theta: (y - theta[0])[:, None], np.array([3.0]))[0, 0] == pytest.approx(14 / 9, rel=1e-14)
    with pytest.raises(NotConvergedError, match="not solved"):
        stacked(lambda theta: (y - theta[0])[:, None], np.array([2.0]))
    with pytest.raises(NotConvergedError, match="do not determine"):
        stacked(lambda theta: (y - 3 + 0 * theta[0])[:, None], np.array([3.0]))
