"""Fifty-eight cognitive-behavioural programmes: published digits, R and 40 digits agree with us."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from article16.evaluation.meta.bias import egger, peese, pet, pet_peese, trim_and_fill
from article16.evaluation.meta.effects import Counts, Measure, effects, mantel_haenszel, peto
from article16.evaluation.meta.heterogeneity import Method
from article16.evaluation.meta.multilevel import ThreeLevel, three_level
from article16.evaluation.meta.pooling import Pooled, pool
from article16.evaluation.meta.regression import Regression, regress
from article16.evaluation.results import Result
from tests.evaluation.cast import about, data_file, ends
from tests.evaluation.oracle import close, maximum

REFERENCE: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[1] / "reference" / "meta.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Studies:
    rows: tuple[dict[str, str], ...]
    counts: Counts
    y: np.ndarray[Any, np.dtype[np.float64]]
    v: np.ndarray[Any, np.dtype[np.float64]]


@cache
def studies() -> Studies:
    with data_file("landenberger2005.txt").open(encoding="utf-8") as file:
        rows = tuple(csv.DictReader(file, delimiter=" "))
    cells = (
        np.array([float(row[name]) for row in rows]) for name in ("n.cbt.rec", "n.cbt.non", "n.ctrl.rec", "n.ctrl.non")
    )
    counts = Counts.of(*cells)
    found = effects(counts, Measure.ODDS_RATIO)
    return Studies(rows, counts, found.effect, found.variance)


def pooled(method: Method, *, hartung_knapp: bool | None = None) -> Pooled:
    found = pool(studies().y, studies().v, about=about(), method=method, hartung_knapp=hartung_knapp)
    assert isinstance(found, Pooled)
    return found


def test_the_published_digits() -> None:
    # ../shared/data/README.md and domain notes 7.3
    dl = pooled(Method.DERSIMONIAN_LAIRD, hartung_knapp=False)
    assert round(dl.effect.value, 7) == 0.4270831
    assert dl.effect.standard_error is not None
    assert round(dl.effect.standard_error, 7) == 0.0631468
    assert round(dl.tau2.value, 7) == 0.1196086
    assert round(dl.q, 4) == 213.6898
    assert round(100 * dl.i2.value, 2) == 73.33
    assert [round(float(np.exp(end)), 4) for end in ends(dl.effect)] == [1.3543, 1.7347]
    reml = pooled(Method.REML, hartung_knapp=False)
    assert round(reml.effect.value, 4) == 0.4226
    assert round(reml.tau2.value, 4) == 0.1046
    assert round(reml.effect.standard_error or 0, 4) == 0.0605
    assert [round(end, 4) for end in ends(reml.effect)] == [0.3041, 0.5411]
    assert round(100 * reml.i2.value, 2) == 70.62
    assert round(pooled(Method.EQUAL).effect.value, 7) == 0.3382299


@pytest.mark.parametrize("method", list(Method))
def test_all_numbers_of_metafor(method: Method) -> None:
    wanted = REFERENCE[method]
    plain, hk = pooled(method, hartung_knapp=False), pooled(method)
    found = {
        "mu": plain.effect.value,
        "se": plain.effect.standard_error,
        "low": ends(plain.effect)[0],
        "high": ends(plain.effect)[1],
        "tau2": plain.tau2.value,
        "Q": plain.q,
        "hk_se": hk.effect.standard_error,
        "hk_low": ends(hk.effect)[0],
        "hk_high": ends(hk.effect)[1],
    }
    if method is not Method.EQUAL:
        found |= {"pi_low": ends(hk.prediction)[0], "pi_high": ends(hk.prediction)[1], "I2": 100 * hk.i2.value}
    assert {name: value for name, value in found.items() if not close(value or 0, wanted[name], 1e-11)} == {}


def test_q_profile_interval() -> None:
    found = pooled(Method.REML)
    wanted = REFERENCE["q_profile"]
    assert ends(found.tau2) == pytest.approx((wanted["tau2_low"], wanted["tau2_high"]), rel=1e-9)
    assert ends(found.i2) == pytest.approx((wanted["i2_low"] / 100, wanted["i2_high"] / 100), rel=1e-9)


def test_reml_against_forty_digits() -> None:
    y, v = [mp.mpf(x) for x in studies().y.tolist()], [mp.mpf(x) for x in studies().v.tolist()]

    def likelihood(t: Any) -> Any:
        w = [1 / (vi + t) for vi in v]
        mean = sum(wi * yi for wi, yi in zip(w, y, strict=True)) / sum(w)
        q = sum(wi * (yi - mean) ** 2 for wi, yi in zip(w, y, strict=True))
        return (sum(mp.log(wi) for wi in w) - mp.log(sum(w)) - q) / 2

    wanted = maximum(likelihood, [0.1])[0]
    assert close(pooled(Method.REML).tau2.value, wanted, 1e-10)


def test_sparse_methods() -> None:
    for measure, name in (
        (Measure.ODDS_RATIO, "mh_or"),
        (Measure.RISK_RATIO, "mh_rr"),
        (Measure.RISK_DIFFERENCE, "mh_rd"),
    ):
        check(mantel_haenszel(studies().counts, measure, about=about()), name)
    check(peto(studies().counts, about=about()), "peto")


def check(found: Result, name: str) -> None:
    assert (found.value, found.standard_error) == pytest.approx(tuple(REFERENCE[name].values()), rel=1e-12)


def test_meta_regression() -> None:
    m = [[float(row["sessions"]), float(row["hrs_week"])] for row in studies().rows]
    found = regress(studies().y, studies().v, m, ["sessions", "hours a week"], about=about())
    assert isinstance(found, Regression)
    wanted = REFERENCE["regression"]
    assert [c.value for c in found.coefficients] == pytest.approx(wanted["beta"], rel=1e-10)
    assert [c.standard_error for c in found.coefficients] == pytest.approx(wanted["se"], rel=1e-10)
    assert [c.p_value for c in found.coefficients] == pytest.approx(wanted["p"], rel=1e-10)
    assert (found.tau2, found.q_residual) == pytest.approx((wanted["tau2"], wanted["QE"]), rel=1e-10)
    assert (found.moderators_f, found.moderators_p) == pytest.approx((wanted["QM"], wanted["QMp"]), rel=1e-10)


def test_meta_regression_in_clusters() -> None:
    m = [[float(row["sessions"])] for row in studies().rows]
    found = regress(
        studies().y, studies().v, m, ["sessions"], about=about(), method=Method.DERSIMONIAN_LAIRD, cluster=years()
    )
    assert isinstance(found, Regression)
    wanted = REFERENCE["reg_cr2"]
    assert [c.value for c in found.coefficients] == pytest.approx(wanted["beta"], rel=1e-10)
    assert [c.standard_error for c in found.coefficients] == pytest.approx(wanted["se"], rel=1e-10)
    assert [c.details["df"] for c in found.coefficients] == pytest.approx(wanted["df"], rel=1e-9)


def years() -> list[str]:
    return [row["study"].split("(")[1][:4] for row in studies().rows]


def test_three_levels() -> None:
    found = three_level(studies().y, studies().v, years(), about=about())
    assert isinstance(found, ThreeLevel)
    wanted = REFERENCE["three"]
    assert [found.between, found.within] == pytest.approx(wanted["sigma2"], rel=1e-6)  # R's optimiser stops there
    assert (found.effect.value, found.model_se) == pytest.approx((wanted["mu"], wanted["se"]), rel=1e-7)
    assert found.effect.standard_error == pytest.approx(REFERENCE["three_cr2"]["se"], rel=1e-6)
    assert found.effect.details["df"] == pytest.approx(REFERENCE["three_cr2"]["df"], rel=1e-6)


def test_three_levels_against_forty_digits() -> None:
    y, v, year = studies().y.tolist(), studies().v.tolist(), years()
    rows = [(year[i], mp.mpf(y[i]), mp.mpf(v[i])) for i in range(len(y))]

    def likelihood(between: Any, within: Any) -> Any:
        # One study: V = D + b 11', so V^-1 = W - b W11'W / (1 + b s), with s the sum of W = 1/(v + within).
        log = total = weighted = square = mp.mpf(0)
        for label in sorted(set(year)):
            own = [(yi, 1 / (vi + within)) for name, yi, vi in rows if name == label]
            s = sum(w for _, w in own)
            t = sum(w * yi for yi, w in own)
            shrink = between / (1 + between * s)
            log += sum(-mp.log(w) for _, w in own) + mp.log(1 + between * s)
            total += s - shrink * s**2
            weighted += t - shrink * s * t
            square += sum(w * yi**2 for yi, w in own) - shrink * t**2
        return -(log + mp.log(total) + square - weighted**2 / total) / 2

    wanted = maximum(likelihood, [0.0097, 0.096])
    found = three_level(y, v, year, about=about())
    assert isinstance(found, ThreeLevel)
    assert close(found.between, wanted[0], 1e-10)
    assert close(found.within, wanted[1], 1e-10)


def test_small_study_effects() -> None:
    slope = egger(studies().y, studies().v, about=about())
    assert slope.p_value == pytest.approx(REFERENCE["egger"]["p"], rel=1e-10)
    for found, name in (
        (pet(studies().y, studies().v, about=about()), "pet"),
        (peese(studies().y, studies().v, about=about()), "peese"),
    ):
        wanted = REFERENCE[name]
        assert (found.value, found.standard_error) == pytest.approx((wanted[0], wanted[2]), rel=1e-10)
    assert pet_peese(studies().y, studies().v, about=about()).method == "PEESE"  # PET: p = 0.025


@pytest.mark.parametrize(("method", "name"), [(Method.DERSIMONIAN_LAIRD, "trimfill_dl"), (Method.EQUAL, "trimfill_ee")])
def test_trim_and_fill(method: Method, name: str) -> None:
    found = trim_and_fill(studies().y, studies().v, about=about(), method=method)
    assert not isinstance(found, Result)
    assert found.missing == REFERENCE[name]["k0"]
    assert found.pooled.effect.value == pytest.approx(REFERENCE[name]["mu"], rel=1e-10)
    assert found.pooled.effect.n == 58 + found.missing
