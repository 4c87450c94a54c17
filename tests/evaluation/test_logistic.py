"""Logistic regression with and without Firth's penalty, against 40 digits; separation is an error or is mended."""

from typing import Any

import mpmath as mp
import numpy as np
import pytest

from article16.evaluation.logistic import logistic
from article16.evaluation.results import CannotEstimate, NotConvergedError, Result
from tests.evaluation.cast import about, ends
from tests.evaluation.oracle import close, maximum

# Twelve men: age in tens, and whether they were reported again.
AGE = [1.9, 2.2, 2.4, 2.8, 3.0, 3.1, 3.5, 3.8, 4.1, 4.4, 5.0, 5.6]
AGAIN = [1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0]
SPLIT = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]


def likelihood(y: list[int], *, firth: bool) -> Any:
    def function(a: Any, b: Any) -> Any:
        etas = [a + b * mp.mpf(x) for x in AGE]
        p = [1 / (1 + mp.e**-eta) for eta in etas]
        total = sum(mp.log(q) if yes else mp.log(1 - q) for q, yes in zip(p, y, strict=True))
        if firth:
            w = [q * (1 - q) for q in p]
            s0, s1 = sum(w), sum(wi * mp.mpf(x) for wi, x in zip(w, AGE, strict=True))
            s2 = sum(wi * mp.mpf(x) ** 2 for wi, x in zip(w, AGE, strict=True))
            total += mp.log(s0 * s2 - s1**2) / 2
        return total

    return function


def results(y: list[int], *, firth: bool) -> tuple[Result, ...]:
    found = logistic(y, AGE, ["age"], about=about(), firth=firth)
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("firth", [False, True])
def test_coefficients_are_those_of_the_oracle(firth: bool) -> None:
    found = results(AGAIN, firth=firth)
    wanted = maximum(likelihood(AGAIN, firth=firth), [c.value for c in found])
    assert [close(c.value, w, 1e-10) for c, w in zip(found, wanted, strict=True)] == [True, True]


def test_firth_mends_separation_and_plain_regression_refuses_it() -> None:
    with pytest.raises(NotConvergedError):
        results(SPLIT, firth=False)
    found = results(SPLIT, firth=True)
    wanted = maximum(likelihood(SPLIT, firth=True), [c.value for c in found])
    assert close(found[1].value, wanted[1], 1e-10)
    low, high = ends(found[1])
    assert low < found[1].value < high < 0
    # At the ends the profile has fallen by 3.841.../2.
    function = likelihood(SPLIT, firth=True)
    for end in (low, high):
        inner = maximum(lambda a, held=end: function(a, mp.mpf(held)), [-3.4 * end])
        drop = 2 * (function(*wanted) - function(inner[0], mp.mpf(end)))
        assert close(float(drop), mp.mpf("3.84145882069412447634704221854"), 1e-10)


def test_two_by_two_is_the_log_odds_ratio() -> None:
    # 3 of 8 and 6 of 9: log (6/3) - log (3/5)
    y, x = [1] * 3 + [0] * 5 + [1] * 6 + [0] * 3, [0] * 8 + [1] * 9
    found = logistic(y, x, ["control"], about=about())
    assert isinstance(found, tuple)
    assert found[1].value == pytest.approx(np.log(2) - np.log(0.6), rel=1e-12)
    assert found[1].standard_error == pytest.approx(np.sqrt(1 / 3 + 1 / 5 + 1 / 6 + 1 / 3), rel=1e-12)


def test_everybody_improved_is_a_sentence() -> None:
    assert isinstance(logistic([0, 0, 0], [1, 2, 3], ["x"], about=about()), CannotEstimate)
    assert isinstance(logistic([], np.empty((0, 1)), ["x"], about=about()), CannotEstimate)
    with pytest.raises(ValueError, match="0 or 1"):
        logistic([0, 2], [1, 2], ["x"], about=about())
