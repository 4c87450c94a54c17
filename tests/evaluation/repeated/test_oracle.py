"""Working correlations and degrees of freedom, held against equations and matrices of 40 digits."""

from typing import Any

import mpmath as mp
import numpy as np
import pytest

from article16.evaluation.repeated.gee import Gee, Structure, gee
from article16.evaluation.repeated.mmrm import Mmrm, SmallSample, mmrm
from article16.evaluation.repeated.sufficient import sums
from tests.evaluation.cast import about
from tests.evaluation.oracle import close, maximum
from tests.evaluation.repeated.test_repeated import gee_design, table

Man = list[tuple[int, int, list[float]]]  # time, answer, covariates


def men() -> list[Man]:
    y, x = table("yes"), gee_design()
    return [[(t, int(y[i, t]), x[i, t].tolist()) for t in range(4) if not np.isnan(y[i, t])] for i in range(60)]


def correlation(structure: Structure, standard: list[list[tuple[int, Any]]]) -> Any:
    """The working correlation whose own moment equation is zero."""
    if structure is Structure.INDEPENDENCE:
        return mp.mpf(0)
    scale = sum(r**2 for man in standard for _, r in man) / sum(len(man) for man in standard)
    products, pairs = [mp.mpf(0)] * 4, [0] * 4
    for man in standard:
        for i, (s, r) in enumerate(man):
            for t, q in man[:i]:
                products[s - t] += r * q / scale
                pairs[s - t] += 1
    if structure is Structure.EXCHANGEABLE:
        return sum(products) / sum(pairs)
    return mp.findroot(lambda a: sum(h * a ** (h - 1) * (products[h] - pairs[h] * a**h) for h in (1, 2, 3)), 0.3)


def between(structure: Structure, alpha: Any, s: int, t: int) -> Any:
    if s == t:
        return mp.mpf(1)
    return alpha ** abs(s - t) if structure is Structure.AR1 else alpha


def equations(structure: Structure, beta: Any, given: list[Man]) -> Any:
    """The estimating function, with the working correlation at these coefficients."""
    own = []
    for man in given:
        p = [1 / (1 + mp.e ** -sum(b * v for b, v in zip(beta, row, strict=True))) for _, _, row in man]
        own.append([(t, (a - q) / mp.sqrt(q * (1 - q)), mp.sqrt(q * (1 - q)), row) for (t, a, row), q in zip(man, p, strict=True)])  # fmt: skip
    alpha = correlation(structure, [[(t, r) for t, r, _, _ in man] for man in own])
    total = mp.zeros(4, 1)
    for man in own:
        if man:
            r = mp.matrix([[between(structure, alpha, s, t) for t, *_ in man] for s, *_ in man])
            solved = mp.lu_solve(r, mp.matrix([one for _, one, _, _ in man]))
            for k in range(4):
                total[k] += sum(row[k] * deviation * solved[i] for i, (_, _, deviation, row) in enumerate(man))
    return total


@pytest.mark.parametrize("structure", [Structure.AR1, Structure.INDEPENDENCE])
def test_gee_solves_its_equations_to_ten_digits(structure: Structure) -> None:
    found = gee(table("yes"), gee_design(), list("abcd"), about=about(), structure=structure)
    assert isinstance(found, Gee)
    given = men()
    beta, h = mp.matrix([c.value for c in found.coefficients]), mp.mpf(10) ** -15
    here, slope = equations(structure, beta, given), mp.matrix(4, 4)
    for k in range(4):
        moved = beta.copy()
        moved[k] += h
        slope[:, k] = (equations(structure, moved, given) - here) / h
    step = mp.lu_solve(slope, -here)  # what is left to go, by Newton's method
    assert all(abs(step[k]) <= 1e-10 * abs(beta[k]) for k in range(4))


SCORES = [[20, 22, 25], [18, 17, 21], [25, 29, 27], [22, None, 26], [19, 23, None], [None, 24, 23], [21, 21, 24],
          [24, 27, 30], [17, None, None], [23, 26, 24], [20, 19, 22], [None, 22, 27], [26, 25, 31], [18, 20, 18]]  # fmt: skip
KINDS = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]


def covariance(p: list[Any]) -> Any:
    v = mp.zeros(3)
    for (s, t), value in zip(KINDS, p, strict=True):
        v[s, t] = v[t, s] = value
    return v


def likelihood(*p: Any) -> Any:
    """Restricted, of means that are free at three times."""
    v, log, information, right, square = covariance(list(p)), mp.mpf(0), mp.zeros(3), mp.zeros(3, 1), mp.mpf(0)
    for row in SCORES:
        seen = [t for t in range(3) if row[t] is not None]
        block = mp.matrix([[v[s, t] for t in seen] for s in seen])
        w, scored = block**-1, mp.matrix([row[t] for t in seen])
        log += mp.log(mp.det(block))
        square += (scored.T * w * scored)[0]
        for i, s in enumerate(seen):
            right[s] += (w * scored)[i]
            for j, t in enumerate(seen):
                information[s, t] += w[i, j]
    return -(log + mp.log(mp.det(information)) + square - (right.T * information**-1 * right)[0]) / 2


def kenward_roger(p: list[Any], contrast: Any) -> tuple[Any, Any]:
    """Kenward and Roger 1997, equations 4 to 6, with the whole matrices of all men at once: error and df."""
    rows = [(i, t) for i, row in enumerate(SCORES) for t in range(3) if row[t] is not None]
    n, whole = len(rows), covariance(p)
    v, x = mp.zeros(n), mp.zeros(n, 3)
    parts = [mp.zeros(n) for _ in KINDS]
    for a, (i, s) in enumerate(rows):
        x[a, s] = 1
        for b, (j, t) in enumerate(rows):
            if i == j:
                v[a, b] = whole[s, t]
                parts[KINDS.index((min(s, t), max(s, t)))][a, b] = 1
    w = v**-1
    c = (x.T * w * x) ** -1
    middle = w - w * x * c * x.T * w
    bent = [middle * g for g in parts]
    size = range(len(KINDS))
    expected = mp.matrix([[sum(bent[a][i, j] * bent[b][j, i] for i in range(n) for j in range(n)) / 2 for b in size] for a in size])  # fmt: skip
    spread = expected**-1
    slopes = [x.T * w * g * w * x for g in parts]
    inner = mp.zeros(3)
    for a in size:
        for b in size:
            q = x.T * w * parts[a] * w * parts[b] * w * x
            inner += spread[a, b] * (q - slopes[a] * c * slopes[b])
    adjusted = c + 2 * c * inner * c
    gradient = mp.matrix([(contrast.T * c * slopes[a] * c * contrast)[0] for a in size])
    variance = (contrast.T * c * contrast)[0]
    df = 2 * variance**2 / (gradient.T * spread * gradient)[0]
    return mp.sqrt((contrast.T * adjusted * contrast)[0]), df


def satterthwaite(best: list[Any], contrast: Any) -> Any:
    """2 v² / (g' H^-1 g): variance of the contrast, its gradient and the observed information, by differences."""
    h, size = mp.mpf(10) ** -12, len(KINDS)

    def variance(p: list[Any]) -> Any:
        v, information = covariance(p), mp.zeros(3)
        for row in SCORES:
            seen = [t for t in range(3) if row[t] is not None]
            w = mp.matrix([[v[s, t] for t in seen] for s in seen]) ** -1
            for i, s in enumerate(seen):
                for j, t in enumerate(seen):
                    information[s, t] += w[i, j]
        return (contrast.T * information**-1 * contrast)[0]

    def moved(*steps: tuple[int, int]) -> list[Any]:
        new = list(best)
        for i, sign in steps:
            new[i] += sign * h
        return new

    with mp.workdps(80):
        g = mp.matrix([(variance(moved((i, 1))) - variance(moved((i, -1)))) / (2 * h) for i in range(size)])
        hessian = mp.zeros(size)
        for i in range(size):
            for j in range(i + 1):
                terms = [(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]
                total = sum(sign * likelihood(*moved((i, a), (j, b))) for a, b, sign in terms)
                hessian[i, j] = hessian[j, i] = -total / (4 * h**2)
        return 2 * variance(list(best)) ** 2 / (g.T * hessian**-1 * g)[0]


def test_degrees_of_freedom_of_mmrm_with_three_times() -> None:
    scores = np.array([[np.nan if v is None else v for v in row] for row in SCORES], dtype=float)
    found = mmrm(sums(scores, np.ones((len(SCORES), 1))), about=about())
    assert isinstance(found, Mmrm)
    best = maximum(likelihood, [float(found.sigma[s, t]) for s, t in KINDS], steps=4)
    assert all(close(float(found.sigma[s, t]), value, 1e-10) for (s, t), value in zip(KINDS, best, strict=True))
    contrast = mp.matrix([-1, 0, 1])
    wider = found.change(0, 0, 2, about=about())
    se, df = kenward_roger(best, contrast)
    assert close(wider.standard_error or 0, se, 1e-10)
    assert close(wider.details["df"], df, 1e-10)
    plain = found.change(0, 0, 2, about=about(), small_sample=SmallSample.SATTERTHWAITE)
    assert close(plain.details["df"], satterthwaite(best, contrast), 1e-10)
