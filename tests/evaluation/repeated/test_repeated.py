"""Repeated scores and answers: 40 digits, nlme, geepack, and rules for every input."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article16.evaluation.repeated.gee import Gee, Structure, gee
from article16.evaluation.repeated.informants import informant_gap, two_informants
from article16.evaluation.repeated.mmrm import Mmrm, SmallSample, mmrm
from article16.evaluation.repeated.sufficient import combine, sums
from article16.evaluation.results import CannotEstimate, NotConvergedError
from tests.evaluation.cast import about
from tests.evaluation.oracle import close, maximum

FOLDER = Path(__file__).resolve().parents[1] / "reference"
REFERENCE: dict[str, Any] = json.loads((FOLDER / "repeated.json").read_text(encoding="utf-8"))


@cache
def table(kind: str) -> Any:
    with (FOLDER / "scores.csv").open(encoding="utf-8") as file:
        return np.array([[float(row[f"{kind}{t}"] or "nan") for t in range(4)] for row in csv.DictReader(file)])


def design() -> Any:
    return np.column_stack([np.ones(60), np.tile([0.0, 1.0], 30)])


def fitted(scores: Any, covariates: Any) -> Mmrm:
    found = mmrm(sums(scores, covariates), about=about())
    assert isinstance(found, Mmrm)
    return found


def test_mmrm_agrees_with_nlme_as_far_as_nlme_goes() -> None:
    found = fitted(table("y"), design())
    assert found.beta.reshape(-1) == pytest.approx(REFERENCE["mmrm"], rel=2e-5)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(REFERENCE["mmrm_se"], rel=1e-5)
    assert found.log_likelihood == pytest.approx(REFERENCE["loglik"], abs=1e-8)
    assert found.log_likelihood >= REFERENCE["loglik"]  # ours is nearer to the top


def test_mmrm_against_forty_digits() -> None:
    # Two times, twelve men, three patterns: three variance parameters, and the df of a change.
    y = [
        [20, 22],
        [18, 17],
        [25, 29],
        [22, None],
        [19, 23],
        [None, 24],
        [21, 21],
        [24, 27],
        [17, None],
        [23, 26],
        [20, 19],
        [None, 22],
    ]
    scores = np.array([[np.nan if v is None else v for v in row] for row in y], dtype=float)

    def likelihood(a: Any, b: Any, c: Any) -> Any:
        log, information, right, square = mp.mpf(0), mp.zeros(2), mp.zeros(2, 1), mp.mpf(0)
        for row in y:
            seen = [t for t in (0, 1) if row[t] is not None]
            whole = mp.matrix([[a, b], [b, c]])
            v = mp.matrix([[whole[s, t] for t in seen] for s in seen])
            w, scored = v**-1, mp.matrix([row[t] for t in seen])
            log += mp.log(mp.det(v))
            square += (scored.T * w * scored)[0]
            for i, s in enumerate(seen):
                right[s] += (w * scored)[i]
                for j, t in enumerate(seen):
                    information[s, t] += w[i, j]
        return -(log + mp.log(mp.det(information)) + square - (right.T * information**-1 * right)[0]) / 2

    found = fitted(scores, np.ones((12, 1)))
    best = maximum(likelihood, [found.sigma[0, 0], found.sigma[0, 1], found.sigma[1, 1]])
    for mine, wanted in zip((found.sigma[0, 0], found.sigma[0, 1], found.sigma[1, 1]), best, strict=True):
        assert close(mine, wanted, 1e-10)
    change = found.change(0, 0, 1, about=about(), small_sample=SmallSample.SATTERTHWAITE)
    assert close(change.details["df"], satterthwaite(likelihood, best, y), 1e-10)
    widened = found.change(0, 0, 1, about=about())
    assert [widened.standard_error, widened.details["df"]] == pytest.approx(
        kenward_roger(found.sigma, scores), rel=1e-10
    )
    assert (widened.standard_error or 0) > (change.standard_error or 0)


def kenward_roger(sigma: Any, scores: Any) -> list[float]:
    """Kenward and Roger 1997, with the whole matrices of all men at once."""
    rows = [(i, t) for i in range(len(scores)) for t in (0, 1) if not np.isnan(scores[i, t])]
    same = np.array([[float(i == j) for j, _ in rows] for i, _ in rows])
    v = same * np.array([[sigma[s, t] for _, t in rows] for _, s in rows])
    x = np.array([[float(t == c) for c in (0, 1)] for _, t in rows])
    w = np.linalg.inv(v)
    c = np.linalg.inv(x.T @ w @ x)
    kinds = [(0, 0), (0, 1), (1, 1)]
    parts = [same * np.array([[float({s, t} == set(kind)) for _, t in rows] for _, s in rows]) for kind in kinds]
    p = [-x.T @ w @ g @ w @ x for g in parts]
    q = [[x.T @ w @ g @ w @ h @ w @ x for h in parts] for g in parts]
    whole = w - w @ x @ c @ x.T @ w
    spread = np.linalg.inv([[np.trace(whole @ g @ whole @ h) / 2 for h in parts] for g in parts])
    inner = sum(spread[a, b] * (q[a][b] - p[a] @ c @ p[b]) for a in range(3) for b in range(3))
    adjusted = c + 2 * c @ inner @ c
    one = np.array([-1.0, 1.0])
    slope = np.array([-one @ c @ p[a] @ c @ one for a in range(3)])
    return [float(np.sqrt(one @ adjusted @ one)), float(2 * (one @ c @ one) ** 2 / (slope @ spread @ slope))]


def satterthwaite(likelihood: Any, best: list[Any], y: Any) -> Any:
    """2 v² / (g' H^-1 g) with v the variance of the change, everything by differences of 80 digits."""
    h = mp.mpf(10) ** -12

    def variance(p: list[Any]) -> Any:
        information = mp.zeros(2)
        for row in y:
            seen = [t for t in (0, 1) if row[t] is not None]
            whole = mp.matrix([[p[0], p[1]], [p[1], p[2]]])
            w = mp.matrix([[whole[s, t] for t in seen] for s in seen]) ** -1
            for i, s in enumerate(seen):
                for j, t in enumerate(seen):
                    information[s, t] += w[i, j]
        c = information**-1
        return c[0, 0] + c[1, 1] - 2 * c[0, 1]

    def moved(*steps: tuple[int, int]) -> list[Any]:
        new = list(best)
        for i, sign in steps:
            new[i] += sign * h
        return new

    with mp.workdps(80):
        g = mp.matrix([(variance(moved((i, 1))) - variance(moved((i, -1)))) / (2 * h) for i in range(3)])
        hessian = mp.zeros(3)
        for i in range(3):
            for j in range(3):
                terms = [(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]
                total = sum(sign * likelihood(*moved((i, a), (j, b))) for a, b, sign in terms)
                hessian[i, j] = -total / (4 * h**2)
        return 2 * variance(list(best)) ** 2 / (g.T * hessian**-1 * g)[0]


def test_complete_scores_give_the_plain_answers() -> None:
    # Three men, two times: means 2 and 4; change 1, 2, 3: mean 2, sd 1, df 2.
    found = fitted([[1, 2], [2, 4], [3, 6], [2.0, 4.5]], np.ones((4, 1)))
    assert found.beta.tolist() == [pytest.approx([2, 4.125], rel=1e-12)]
    change = found.change(0, 0, 1, about=about())
    differences = np.array([1, 2, 3, 2.5])
    assert change.value == pytest.approx(differences.mean(), rel=1e-12)
    assert change.standard_error == pytest.approx(differences.std(ddof=1) / 2, rel=1e-10)
    assert change.details["df"] == pytest.approx(3, rel=1e-8)  # a paired t test


@given(st.integers(0, 10_000), st.integers(1, 4))
@settings(deadline=None, max_examples=15)
def test_order_of_men_and_splitting_files_change_nothing(seed: int, files: int) -> None:
    random = np.random.default_rng(seed)
    order = random.permutation(60)
    whole = fitted(table("y"), design())
    parts = [sums(table("y")[rows], design()[rows]) for rows in np.array_split(order, files)]
    together = mmrm(combine(parts), about=about())
    assert isinstance(together, Mmrm)
    assert np.allclose(together.beta, whole.beta, rtol=1e-12, atol=1e-11)
    assert np.allclose(together.sigma, whole.sigma, rtol=1e-11)


def test_programmes_with_other_times_do_not_combine() -> None:
    with pytest.raises(ValueError, match="differ in times"):
        combine([sums([[1.0, 2.0]], [[1.0]]), sums([[1.0]], [[1.0]])])


def test_what_cannot_be_modelled_is_a_sentence() -> None:
    ones = np.ones((4, 1))
    assert "nobody has a score" in str(mmrm(sums([[np.nan, np.nan]] * 4, ones), about=about(4)))
    halves = [[1, np.nan], [2, np.nan], [np.nan, 3], [np.nan, 4]]
    assert "both time 0 and time 1" in str(mmrm(sums(halves, ones), about=about(4)))
    assert "only 1 scores" in str(mmrm(sums([[1, 1], [2, np.nan]], np.ones((2, 1))), about=about(4)))
    twice = np.ones((4, 2))
    assert "do not vary" in str(mmrm(sums([[1, 2], [2, 1], [3, 5], [4, 4]], twice), about=about(4)))
    with pytest.raises(NotConvergedError):
        mmrm(sums([[1, 1]] * 5, np.ones((5, 1))), about=about())


def test_two_informants_stay_two() -> None:
    random = np.random.default_rng(3)
    case = random.normal(size=(80, 1))
    he = 10 + case + np.arange(3) * 1.0 + random.normal(size=(80, 3))
    she = 8 + case + np.arange(3) * 0.2 + random.normal(size=(80, 3))
    she[:30, 2] = np.nan
    found = two_informants(he, she, np.ones((80, 1)), about=about(80))
    assert isinstance(found, Mmrm)
    gap = informant_gap(found, 0, 0, 2, about=about(80))
    own = found.change(0, 0, 2, about=about(80)).value - found.change(0, 3, 5, about=about(80)).value
    assert gap.value == pytest.approx(own, rel=1e-12)
    assert 0.8 < gap.value < 2.4  # he tells of 2.0 points, she of 0.4
    with pytest.raises(ValueError, match="different shapes"):
        two_informants(he, she[:, :2], np.ones((80, 1)), about=about())


def gee_design() -> Any:
    time = np.tile(np.arange(4.0), (60, 1))
    treated = np.tile(design()[:, 1:], (1, 4))
    return np.stack([np.ones((60, 4)), time, treated, time * treated], axis=2)


@pytest.mark.parametrize("structure", list(Structure))
def test_gee_agrees_with_geepack(structure: Structure) -> None:
    found = gee(table("yes"), gee_design(), list("abcd"), about=about(), structure=structure, corrected=False)
    assert isinstance(found, Gee)
    wanted = REFERENCE[structure]
    assert [c.value for c in found.coefficients] == pytest.approx(wanted[0], rel=1e-9)
    assert [c.standard_error for c in found.coefficients] == pytest.approx(wanted[1], rel=1e-9)
    if wanted[2]:
        assert found.correlation == pytest.approx(wanted[2], rel=1e-9)


def test_correction_for_few_men_by_hand() -> None:
    # One answer each, no covariate: 2 of 8 yes. Sandwich: 1 / (8 p q); each residual divided by 1 - 1/8.
    y, x = np.array([[1.0], [1], *[[0]] * 6]), np.ones((8, 1, 1))
    plain = gee(y, x, ["a"], about=about(), corrected=False)
    wider = gee(y, x, ["a"], about=about())
    assert isinstance(plain, Gee)
    assert isinstance(wider, Gee)
    assert plain.covariance[0, 0] == pytest.approx(1 / (8 * 0.25 * 0.75), rel=1e-12)
    assert wider.covariance[0, 0] == pytest.approx((8 / 7) ** 2 / (8 * 0.25 * 0.75), rel=1e-12)


def test_gee_solves_its_equations_to_ten_digits() -> None:
    y, x = table("yes"), gee_design()
    found = gee(y, x, list("abcd"), about=about())
    assert isinstance(found, Gee)
    men = [[(int(y[i, t]), x[i, t].tolist()) for t in range(4) if not np.isnan(y[i, t])] for i in range(60)]

    def equations(beta: Any) -> Any:
        """Estimating function, with the working correlation at these coefficients."""
        standard = []
        for man in men:
            p = [1 / (1 + mp.e ** -sum(b * v for b, v in zip(beta, row, strict=True))) for _, row in man]
            standard.append(
                [((a - q) / mp.sqrt(q * (1 - q)), mp.sqrt(q * (1 - q))) for (a, _), q in zip(man, p, strict=True)]
            )
        scale = sum(r**2 for man in standard for r, _ in man) / sum(len(man) for man in men)
        products = sum(man[i][0] * man[j][0] for man in standard for i in range(len(man)) for j in range(i))
        alpha = products / scale / sum(len(man) * (len(man) - 1) // 2 for man in men)
        total = mp.zeros(4, 1)
        for man, own in zip(men, standard, strict=True):
            size = len(man)
            if size:
                r = mp.matrix(size, size)
                for i in range(size):
                    for j in range(size):
                        r[i, j] = 1 if i == j else alpha
                solved = mp.lu_solve(r, mp.matrix([one for one, _ in own]))
                for k in range(4):
                    total[k] += sum(man[i][1][k] * own[i][1] * solved[i] for i in range(size))
        return total

    beta, h = mp.matrix([c.value for c in found.coefficients]), mp.mpf(10) ** -15
    here, slope = equations(beta), mp.matrix(4, 4)
    for k in range(4):
        moved = beta.copy()
        moved[k] += h
        slope[:, k] = (equations(moved) - here) / h
    step = mp.lu_solve(slope, -here)  # what is left to go, by Newton's method
    assert all(abs(step[k]) <= 1e-10 * abs(beta[k]) for k in range(4))


def test_gee_without_answers_or_with_separation() -> None:
    x = np.ones((5, 2, 1))
    assert isinstance(gee(np.ones((5, 2)), x, ["a"], about=about()), CannotEstimate)
    assert isinstance(gee(np.full((5, 2), np.nan), x, ["a"], about=about()), CannotEstimate)
    with pytest.raises(ValueError, match="0 or 1"):
        gee(np.full((5, 2), 2.0), x, ["a"], about=about())
    split = np.array([[0, 0], [0, 0], [1, 1], [1, 1.0]])
    columns = np.stack([np.ones((4, 2)), split], axis=2)
    with pytest.raises(NotConvergedError):
        gee(split, columns, ["a", "b"], about=about(), structure=Structure.INDEPENDENCE)
