"""Rossi's 432 released men and 300 made-up endings: the digits of survival, cmprsk and of 40-digit likelihoods."""

import csv
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from article16.evaluation.survival.competing import aalen_johansen
from article16.evaluation.survival.cox import Hazards, cox
from article16.evaluation.survival.curves import kaplan_meier, log_rank, mean_time, mean_time_difference
from article16.evaluation.survival.fine_gray import fine_gray
from tests.evaluation.cast import about, ends
from tests.evaluation.oracle import close, maximum

FOLDER = Path(__file__).resolve().parents[1] / "reference"
REFERENCE: dict[str, Any] = json.loads((FOLDER / "survival.json").read_text(encoding="utf-8"))
NAMES = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]


@cache
def table(name: str) -> dict[str, Any]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {column: np.array([float(row[column]) for row in rows]) for column in rows[0]}


def rossi(names: list[str], **options: Any) -> Hazards:
    d = table("rossi.csv")
    x = np.column_stack([d[name] for name in names])
    found = cox(d["week"], d["arrest"], x, names, about=about(432), **options)
    assert isinstance(found, Hazards)
    return found


def values(found: Hazards) -> list[float]:
    return [c.value for c in found.coefficients]


def errors(found: Hazards) -> list[float | None]:
    return [c.standard_error for c in found.coefficients]


def test_cox_on_rossi_gives_the_published_digits() -> None:
    # domain notes 7.4
    found = rossi(NAMES)
    assert [round(x, 5) for x in values(found)] == [-0.37942, -0.05744, 0.3139, -0.1498, -0.4337, -0.08487, 0.0915]
    assert round(errors(found)[0] or 0, 5) == 0.19138
    assert round(found.chi2, 2) == 33.27


def test_cox_agrees_with_survival() -> None:
    found = rossi(NAMES)
    assert values(found) == pytest.approx(REFERENCE["cox"], rel=1e-10)
    assert errors(found) == pytest.approx(REFERENCE["cox_se"], rel=1e-10)
    assert [found.log_likelihood_null, found.log_likelihood] == pytest.approx(REFERENCE["loglik"], rel=1e-12)
    assert errors(rossi(NAMES, cluster=table("rossi.csv")["prio"])) == pytest.approx(REFERENCE["robust_se"], rel=1e-10)


def test_cox_with_late_entry() -> None:
    found = rossi(["fin", "age"], entry=np.maximum(0, table("rossi.csv")["week"] - 10))
    assert values(found) == pytest.approx(REFERENCE["entry"], rel=1e-9)
    assert errors(found) == pytest.approx(REFERENCE["entry_se"], rel=1e-9)


def test_cox_against_forty_digits() -> None:
    d = table("rossi.csv")
    weeks = sorted(set(d["week"][d["arrest"] == 1]))
    men = list(zip(d["week"].tolist(), d["arrest"].tolist(), d["fin"].tolist(), d["age"].tolist(), strict=True))

    def likelihood(fin: Any, age: Any) -> Any:
        rate = {(f, a): mp.e ** (fin * f + age * (a - 24)) for _, _, f, a in men}
        total = mp.mpf(0)
        for week in weeks:
            tied = [rate[f, a] for t, e, f, a in men if t == week and e == 1]
            at_risk = sum(rate[f, a] for t, _, f, a in men if t >= week)
            total += sum(mp.log(r) for r in tied)
            total -= sum(mp.log(at_risk - mp.mpf(i) / len(tied) * sum(tied)) for i in range(len(tied)))
        return total

    wanted = maximum(likelihood, [-0.33, -0.07], steps=8)
    assert [close(x, w, 1e-10) for x, w in zip(values(rossi(["fin", "age"])), wanted, strict=True)] == [True, True]


def test_kaplan_meier_log_rank_and_mean_time() -> None:
    d = table("rossi.csv")
    curve = kaplan_meier(d["week"], d["arrest"])
    for place, week in enumerate((10, 26, 50)):
        found = curve.at(week, about=about(432))
        wanted = [column[place] for column in REFERENCE["km"]]
        assert [found.value, found.standard_error, *ends(found)] == pytest.approx(wanted, rel=1e-12)
    test = log_rank(d["week"], d["arrest"], d["fin"], about=about())
    assert [test.value, test.details["observed minus expected 0"]] == pytest.approx(REFERENCE["logrank"], rel=1e-12)
    mean = mean_time(d["week"], d["arrest"], 40, about=about())
    assert [mean.value, mean.standard_error] == pytest.approx(REFERENCE["rmst"], rel=1e-12)
    gap = mean_time_difference(d["week"], d["arrest"], d["fin"], 40, about=about())
    assert [gap.value, gap.standard_error] == pytest.approx(REFERENCE["rmst_by_fin"], rel=1e-12)


def test_fine_gray_with_one_ending_is_cox_with_ties_after_breslow() -> None:
    d = table("rossi.csv")
    x = np.column_stack([d["fin"], d["age"]])
    found = fine_gray(d["week"], d["arrest"], 1, x, ["fin", "age"], about=about(432))
    assert isinstance(found, Hazards)
    assert values(found) == pytest.approx(REFERENCE["breslow"], rel=1e-10)


@pytest.mark.parametrize("of", [1, 2])
def test_fine_gray_agrees_with_cmprsk(of: int) -> None:
    d = table("endings.csv")
    found = fine_gray(d["week"], d["ending"], of, np.column_stack([d["x"], d["z"]]), ["x", "z"], about=about())
    assert isinstance(found, Hazards)
    wanted = REFERENCE[f"fg{of}"]
    assert values(found) == pytest.approx(wanted[0], rel=1e-9)
    assert errors(found) == pytest.approx(wanted[1], rel=1e-9)
    assert found.log_likelihood == pytest.approx(wanted[2], rel=1e-12)


def test_fine_gray_against_forty_digits() -> None:
    d = table("endings.csv")
    men = list(zip(*(d[name].tolist() for name in ("week", "ending", "x", "z")), strict=True))
    weeks = sorted({t for t, e, _, _ in men if e == 1})
    censored = sorted({t for t, e, _, _ in men if e == 0})

    def still(before: float) -> Any:
        """Share not censored just before a time."""
        left = mp.mpf(1)
        for t in censored:
            if t < before:
                n = sum(1 for s, _, _, _ in men if s >= t)
                left *= 1 - mp.mpf(sum(1 for s, e, _, _ in men if s == t and e == 0)) / n
        return left

    share = {t: still(t) for t in {t for t, _, _, _ in men}}

    def likelihood(a: Any, b: Any) -> Any:
        rate = [mp.e ** (a * mp.mpf(x) + b * z) for _, _, x, z in men]
        total = mp.mpf(0)
        for week in weeks:
            at_risk = mp.mpf(0)
            for (t, e, _, _), r in zip(men, rate, strict=True):
                if t >= week:
                    at_risk += r
                elif e > 1:
                    at_risk += r * share[week] / share[t]
            tied = [r for (t, e, _, _), r in zip(men, rate, strict=True) if t == week and e == 1]
            total += sum(mp.log(r) for r in tied) - len(tied) * mp.log(at_risk)
        return total

    found = fine_gray(d["week"], d["ending"], 1, np.column_stack([d["x"], d["z"]]), ["x", "z"], about=about())
    assert isinstance(found, Hazards)
    wanted = maximum(likelihood, values(found), steps=4)
    assert [close(x, w, 1e-10) for x, w in zip(values(found), wanted, strict=True)] == [True, True]


@pytest.mark.parametrize("of", [1, 2, 3])
def test_incidence_agrees_with_cmprsk_and_its_variance_with_the_delta_method(of: int) -> None:
    d = table("endings.csv")
    curve = aalen_johansen(d["week"], d["ending"], of)
    wanted = REFERENCE["cif"][of - 1]
    assert [curve.at(t, about=about()).value for t in (10, 26, 50)] == pytest.approx(wanted, rel=1e-12)
    for week in (10, 26, 50):
        found = curve.at(week, about=about()).standard_error
        assert close(found or 0, oracle_error(d, of, week), 1e-12)


def oracle_error(d: dict[str, Any], of: int, until: float) -> Any:
    """Delta method: derivative of F by each day's two hazards, and their multinomial covariance."""
    days = sorted({t for t, e in zip(d["week"], d["ending"], strict=True) if e > 0 and t <= until})
    n = [mp.mpf(int((d["week"] >= t).sum())) for t in days]
    mine = [mp.mpf(int(((d["week"] == t) & (d["ending"] == of)).sum())) for t in days]
    rest = [mp.mpf(int(((d["week"] == t) & (d["ending"] > 0) & (d["ending"] != of)).sum())) for t in days]
    p, q = [m / k for m, k in zip(mine, n, strict=True)], [r / k for r, k in zip(rest, n, strict=True)]
    survival = [mp.mpf(1)]
    for a, b in zip(p, q, strict=True):
        survival.append(survival[-1] * (1 - a - b))
    steps = [survival[i] * p[i] for i in range(len(days))]
    variance = mp.mpf(0)
    for i in range(len(days)):
        later = sum(steps[i + 1 :]) / (1 - p[i] - q[i])
        by_p, by_q = survival[i] - later, -later
        variance += (by_p**2 * p[i] * (1 - p[i]) + by_q**2 * q[i] * (1 - q[i]) - 2 * by_p * by_q * p[i] * q[i]) / n[i]
    return mp.sqrt(variance)


def test_one_minus_kaplan_meier_is_not_the_share_that_ends_so() -> None:
    d = table("endings.csv")
    wrong = 1 - kaplan_meier(d["week"], (d["ending"] == 2).astype(float)).at(50, about=about()).value
    assert wrong > aalen_johansen(d["week"], d["ending"], 2).at(50, about=about()).value + 0.1
    assert math.isclose(
        sum(aalen_johansen(d["week"], d["ending"], of).at(50, about=about()).value for of in (1, 2, 3)),
        1 - kaplan_meier(d["week"], (d["ending"] > 0).astype(float)).at(50, about=about()).value,
        rel_tol=1e-12,
    )
