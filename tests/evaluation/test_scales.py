"""Alpha, omega and reliable change: psych, factanal, 40 digits and arithmetic by hand."""

import csv
import json
import math
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from article16.evaluation.change import reliable_change
from article16.evaluation.reliability import alpha, omega
from article16.evaluation.results import CannotEstimate
from tests.evaluation.cast import about, ends
from tests.evaluation.oracle import close

FOLDER = Path(__file__).parent / "reference"
REFERENCE: dict[str, Any] = json.loads((FOLDER / "reliability.json").read_text(encoding="utf-8"))


def items() -> np.ndarray:
    with (FOLDER / "items.csv").open(encoding="utf-8") as file:
        return np.array([[float(x) for x in row] for row in list(csv.reader(file))[1:]])


def test_alpha_and_its_exact_interval() -> None:
    found = alpha(items(), about=about(80))
    assert found.value == pytest.approx(REFERENCE["alpha"], rel=1e-12)
    assert ends(found) == pytest.approx(tuple(REFERENCE["feldt"]), rel=1e-10)
    # two items, sums 2 4 6: item variances 1 and 1, variance of sums 4: 2 (1 - 2/4)
    assert alpha([[1, 1], [2, 2], [3, 3], [2, 2]], about=about()).value == pytest.approx(1, rel=1e-14)


def test_omega_is_that_of_the_maximum_likelihood_factor() -> None:
    found = omega(items(), about=about(80))
    assert found.value == pytest.approx(REFERENCE["omega"], rel=1e-6)  # R's optimiser stops there
    low, high = ends(found)
    assert low < found.value < high
    assert found.standard_error == pytest.approx((high - low) / 3.92, rel=0.05)


def test_omega_against_the_equations_of_maximum_likelihood() -> None:
    # At the maximum, with W the inverse of the model: W (S - M) W l = 0 and its diagonal is 0. Solved to 40 digits.
    x = items()[:, :3]
    s = mp.matrix(np.cov(x, rowvar=False).tolist())
    # Three items: l1 = sqrt(s12 s13 / s23), and so on, exactly.
    l1 = mp.sqrt(s[0, 1] * s[0, 2] / s[1, 2])
    loadings = [l1, s[0, 1] / l1, s[0, 2] / l1]
    total = sum(s[i, i] - loadings[i] ** 2 for i in range(3))
    common = sum(loadings) ** 2
    assert close(omega(x, about=about()).value, common / (common + total), 1e-10)


def test_missing_items_lower_the_response_and_not_the_alpha() -> None:
    x = items()
    x[:20, 0] = math.nan
    assert alpha(x, about=about(80)).response == 60 / 80
    assert alpha(x, about=about(80)).value == alpha(items()[20:], about=about()).value


def test_scales_that_cannot_be_judged() -> None:
    assert "too few" in str(omega(items()[:, :2], about=about()))
    assert "only 3 people" in str(alpha(items()[:3], about=about()))
    same = items()
    same[:, 2] = 4
    assert "one answer to item 3" in str(alpha(same, about=about()))
    copied = items()[:, [0, 0, 1, 2]]
    assert isinstance(omega(copied, about=about()), CannotEstimate)


def test_reliable_change_counts_and_says_nothing_of_one_man() -> None:
    # limit 1.96 x 5 x sqrt(2) x sqrt(1 - 0.84) = 5.5436...: changes +6, -6, 0, +5, missing
    found = reliable_change([10, 20, 15, 10, 9], [16, 14, 15, 15, math.nan], spread=5, reliability=0.84, about=about(5))
    assert [one.value for one in found] == [0.25, 0.25, 0.5]
    assert found[0].details["limit"] == pytest.approx(1.959963984540054 * 5 * math.sqrt(0.32), rel=1e-14)
    assert found[0].response == 0.8
    turned = reliable_change([10, 20], [16, 15], spread=5, reliability=0.84, about=about(), higher_is_safer=False)
    assert [one.value for one in turned] == [0, 0.5, 0.5]
    assert isinstance(reliable_change([1], [math.nan], spread=1, reliability=0, about=about())[0], CannotEstimate)
    with pytest.raises(ValueError, match="reliability"):
        reliable_change([1], [2], spread=1, reliability=1, about=about())
