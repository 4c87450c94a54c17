"""Client against partner: coefficients and their errors against the delta method of 40 digits, vcd and psych."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from article16.evaluation.agreement import Weights, ac1, crosstab, kappa, mcnemar
from article16.evaluation.closeness import Limits, concordance, limits_of_agreement
from article16.evaluation.icc import anova_icc, icc
from article16.evaluation.results import CannotEstimate
from tests.evaluation.cast import about, ends
from tests.evaluation.oracle import close

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "reference" / "agreement.json").read_text(encoding="utf-8")
)
TABLE = [[44, 5, 1, 0], [7, 20, 6, 1], [3, 9, 33, 4], [0, 2, 5, 14]]
# Shrout and Fleiss 1979, table 2: six men, four judges
MEN = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
FORMS = [("one-way", False), ("agreement", False), ("consistency", False)]


def delta(coefficient: Callable[[Any], Any]) -> tuple[Any, Any]:
    """Coefficient and its delta-method standard error, from exact derivatives by the multinomial shares."""
    n, k = sum(map(sum, TABLE)), len(TABLE)
    p = mp.matrix(TABLE) / n
    h, slopes = mp.mpf(10) ** -15, []
    for i in range(k):
        for j in range(k):
            up, down = p.copy(), p.copy()
            up[i, j] += h
            down[i, j] -= h
            slopes.append((p[i, j], (coefficient(up) - coefficient(down)) / (2 * h)))
    mean = sum(share * slope for share, slope in slopes)
    return coefficient(p), mp.sqrt(sum(share * (slope - mean) ** 2 for share, slope in slopes) / n)


def oracle_kappa(power: int) -> Callable[[Any], Any]:
    def coefficient(p: Any) -> Any:
        k = p.rows
        total = sum(p)  # derivatives may leave the simplex
        row = [sum(p[i, j] for j in range(k)) / total for i in range(k)]
        column = [sum(p[i, j] for i in range(k)) / total for j in range(k)]
        w = [
            [1 - (mp.mpf(abs(i - j)) / (k - 1)) ** power if power else mp.mpf(i == j) for j in range(k)]
            for i in range(k)
        ]
        seen = sum(w[i][j] * p[i, j] for i in range(k) for j in range(k)) / total
        chance = sum(w[i][j] * row[i] * column[j] for i in range(k) for j in range(k))
        return (seen - chance) / (1 - chance)

    return coefficient


def oracle_ac1(p: Any) -> Any:
    k, total = p.rows, sum(p)
    share = [sum(p[i, j] + p[j, i] for j in range(k)) / (2 * total) for i in range(k)]
    chance = sum(s * (1 - s) for s in share) / (k - 1)
    return (sum(p[i, i] for i in range(k)) / total - chance) / (1 - chance)


@pytest.mark.parametrize(
    ("weights", "power", "name"),
    [(Weights.NONE, 0, "plain"), (Weights.LINEAR, 1, "linear"), (Weights.QUADRATIC, 2, "quadratic")],
)
def test_kappa_and_its_error(weights: Weights, power: int, name: str) -> None:
    found = kappa(TABLE, about=about(), weights=weights)
    wanted = delta(oracle_kappa(power))
    assert close(found.value, wanted[0], 1e-12)
    assert close(found.standard_error or 0, wanted[1], 1e-12)
    assert found.value == pytest.approx(REFERENCE[name][0], rel=1e-12)


def test_ac1_and_its_error() -> None:
    found = ac1(TABLE, about=about())
    wanted = delta(oracle_ac1)
    n = sum(map(sum, TABLE))
    assert close(found.value, wanted[0], 1e-12)
    assert close(found.standard_error or 0, wanted[1] * mp.sqrt(mp.mpf(n) / (n - 1)), 1e-12)


def test_nearly_everybody_says_no() -> None:
    # 90 both no, 5 and 5 disagree: 90 % agree, kappa is below 0, AC1 is not
    table = [[90, 5], [5, 0]]
    assert kappa(table, about=about()).value < 0
    assert ac1(table, about=about()).value > 0.85
    assert isinstance(kappa([[9, 0], [0, 0]], about=about()), CannotEstimate)
    assert isinstance(ac1([[1, 0], [0, 0]], about=about()), CannotEstimate)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=30))
def test_order_and_names_of_informants_do_not_matter(pairs: list[tuple[int, int]]) -> None:
    one, two = zip(*pairs, strict=True)
    table = crosstab(one, two, [0, 1, 2])
    first, second = kappa(table, about=about()), kappa(table.T, about=about())
    assert type(first) is type(second)
    if first.estimate is not None:
        assert math.isclose(first.value, second.value, rel_tol=1e-9, abs_tol=1e-12)


def test_what_is_no_category_is_named() -> None:
    with pytest.raises(ValueError, match="Row 2"):
        crosstab([0, 5], [0, 1], [0, 1])
    with pytest.raises(ValueError, match="no pairs"):
        crosstab([0], [0, 1], [0, 1])
    with pytest.raises(ValueError, match="square"):
        kappa([[1, 2, 3]], about=about())


def test_mcnemar_is_the_sign_test_of_the_disagreements() -> None:
    # 13 only she, 4 only he: 2 x P(4 or fewer of 17) = 0.0490...
    found = mcnemar(4, 13, about=about())
    assert found.p_value == pytest.approx(REFERENCE["mcnemar"], rel=1e-13)
    exact = sum(math.comb(17, k) for k in range(5)) * 2 / 2**17
    assert found.p_value == pytest.approx(exact, rel=1e-14)
    assert mcnemar(4, 13, about=about(), mid=True).p_value == pytest.approx(exact - math.comb(17, 4) / 2**17, rel=1e-13)
    assert mcnemar(3, 3, about=about()).p_value == 1
    assert isinstance(mcnemar(0, 0, about=about()), CannotEstimate)


@pytest.mark.parametrize(
    ("form", "place"),
    [*zip(FORMS, range(3), strict=True), (("one-way", True), 3), (("agreement", True), 4), (("consistency", True), 5)],
)
def test_the_six_coefficients_of_shrout_and_fleiss(form: tuple[str, bool], place: int) -> None:
    found = icc(MEN, about=about(), kind=form[0], averaged=form[1])
    assert [found.value, *ends(found)] == pytest.approx(REFERENCE["icc"][place], rel=1e-9)
    assert round(found.value, 2) == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91][place]  # as printed in 1979


def test_icc_of_groups_of_one_size_is_the_one_way_form() -> None:
    values = [float(x) for man in MEN for x in man]
    found = anova_icc(values, np.repeat(np.arange(6), 4), about=about())
    one_way = icc(MEN, about=about(), kind="one-way")
    assert [found.value, *ends(found)] == pytest.approx([one_way.value, *ends(one_way)], rel=1e-12)
    assert isinstance(anova_icc([1, 2, 3], [1, 2, 3], about=about()), CannotEstimate)
    assert isinstance(icc([[1, 2]], about=about()), CannotEstimate)
    assert isinstance(icc([[1, 1], [2, 2]], about=about()), CannotEstimate)
    with pytest.raises(ValueError, match="two-way"):
        icc(MEN, about=about(), kind="two-way")


def test_concordance_is_pearson_times_accuracy() -> None:
    x, y = np.array([1.0, 2, 4, 5, 7]), np.array([2.0, 2, 5, 7, 8])
    found = concordance(x, y, about=about())
    # means 3.8, 4.8; variances (n) 4.56, 6.16; covariance 5.16; 2 x 5.16 / (4.56 + 6.16 + 1)
    assert found.value == pytest.approx(10.32 / 11.72, rel=1e-13)
    low, high = ends(found)
    assert low < found.value < high < 1
    assert isinstance(concordance([1, 1, 1], [1, 2, 3], about=about()), CannotEstimate)


def test_limits_hold_the_direction_of_the_bias() -> None:
    # he minus she: -1, -2, -3: mean -2, sd 1; t(2) x 1/sqrt(3) = 2.484...
    found = limits_of_agreement([1, 2, 3], [2, 4, 6], about=about())
    assert isinstance(found, Limits)
    assert found.bias.value == -2
    assert ends(found.bias)[1] == pytest.approx(-2 + 4.30265272974946 / math.sqrt(3), rel=1e-12)
    assert found.low.value == pytest.approx(-2 - 1.959963984540054, rel=1e-12)
    # difference = -2/3 x mean of the pair, exactly
    assert found.slope.value == pytest.approx(-2 / 3, rel=1e-13)
    assert isinstance(limits_of_agreement([1], [2], about=about()), CannotEstimate)
