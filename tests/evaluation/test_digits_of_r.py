"""Shares, odds, a logit and Rubin's rules beside R's own; the other methods stand beside theirs in their own files."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from article16.evaluation.logistic import logistic
from article16.evaluation.lost.imputation import rubin
from article16.evaluation.proportions import clopper_pearson, exact_odds_ratio, wilson
from bench.beside_r import alike
from tests.evaluation.cast import about, ends
from tests.evaluation.reference.remake import apart

FOLDER = Path(__file__).parent / "reference"
R: dict[str, Any] = json.loads((FOLDER / "shares.json").read_text(encoding="utf-8"))


def test_logit_of_rossi() -> None:
    with (FOLDER / "rossi.csv").open(encoding="utf-8") as file:
        rows = [[float(row[name]) for name in ("arrest", "fin", "age", "prio")] for row in csv.DictReader(file)]
    men = np.array(rows)
    found = logistic(men[:, 0], men[:, 1:], ["fin", "age", "prio"], about=about())
    assert isinstance(found, tuple)
    assert [one.value for one in found] == pytest.approx(R["logit"], rel=1e-10)
    # R takes the errors from the step before its last; those at the end are ours, to 14 of 40 digits.
    assert [one.standard_error for one in found] == pytest.approx(R["logit_se"], rel=1e-9)


def test_exact_odds_and_shares() -> None:
    found = exact_odds_ratio(2, 15, 7, 14, about=about())
    # R stops its search for the ends early: beyond its upper one lie 2.509 % and not 2.5 % (`test_proportions.py`).
    assert [found.value, ends(found)[0]] == pytest.approx(R["odds"][:2], rel=5e-5)
    assert ends(found)[1] == pytest.approx(R["odds"][2], rel=2e-3)
    assert ends(clopper_pearson(3, 8, about=about())) == pytest.approx(R["share"], rel=1e-12)
    assert ends(wilson(3, 8, about=about())) == pytest.approx(R["wilson"], rel=1e-12)


def test_rubins_rules_as_in_mice() -> None:
    found = rubin(
        [1.2, 0.9, 1.6, 1.1, 1.4], [0.20, 0.25, 0.22, 0.19, 0.24], method="m", about=about(), n=40, complete_df=38
    )
    assert found.standard_error is not None
    assert [found.value, found.standard_error**2, found.details["df"]] == pytest.approx(R["rubin"], rel=1e-12)


def test_a_digit_that_came_out_otherwise_is_named_first() -> None:
    kept = {"cox": [1.0, 2.0], "lost": 5, "versions": {"R": 4}}
    made = {"cox": [1.0, 2.0002], "new": 3, "versions": {"R": 5}}
    assert apart(kept, made) == [
        (float("inf"), "new"),
        (float("inf"), "lost"),
        (pytest.approx(1e-4), "cox[1]"),
        (0.0, "cox[0]"),
    ]
    assert apart(kept, kept)[0][0] == 0


def test_digits_alike_are_those_of_the_worst_pair() -> None:
    assert alike([1.0, 2.0], [1.0, 2.0]) == 17
    assert alike([1.0, 2.002], [1.0, 2.0]) == pytest.approx(3)
    assert alike([1.0], [1.0, 2.0]) == 0  # R gave another number of numbers
