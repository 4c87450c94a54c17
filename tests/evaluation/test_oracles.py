"""Three nested levels, invariance and the errors of Fine and Gray, against 40 digits and the definitions themselves."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from scipy import optimize

from article16.evaluation.invariance import Invariance, invariance
from article16.evaluation.nested import Nested, nested
from article16.evaluation.survival.cox import Hazards
from article16.evaluation.survival.fine_gray import fine_gray
from tests.evaluation.cast import about
from tests.evaluation.oracle import close, maximum

FOLDER = Path(__file__).parent / "reference"


def tree() -> tuple[Any, list[Any]]:
    """Four facilitators, three groups each, two sessions each, two or three men."""
    random = np.random.default_rng(8)
    labels, scores = [], []
    for facilitator, high in enumerate(random.normal(0, 2, 4)):
        for group, more in enumerate(random.normal(0, 1.5, 3)):
            for session, odd in enumerate(random.normal(0, 1.2, 2)):
                for _man in range(2 + session):
                    labels.append((facilitator, group, session))
                    scores.append(round(20 + high + more + odd + random.normal(), 2))
    return np.array(scores), [np.array(column) for column in zip(*labels, strict=True)]


def test_every_level_of_three_against_whole_matrices() -> None:
    scores, levels = tree()
    found = nested(scores, levels, ["facilitator", "group", "session"], about=about())
    assert isinstance(found, Nested)
    assert min(found.variances) > 0
    rows = list(zip(*(level.tolist() for level in levels), scores.tolist(), strict=True))
    blocks = [[row for row in rows if row[0] == f] for f in range(4)]

    def likelihood(*s: Any) -> Any:
        log = information = right = square = mp.mpf(0)
        for block in blocks:
            v = mp.matrix(
                [[s[0] + s[1] * (a[1] == b[1]) + s[2] * (a[1:3] == b[1:3]) + s[3] * (a is b) for b in block] for a in block]
            )  # fmt: skip
            ones, y = mp.matrix([1] * len(block)), mp.matrix([mp.mpf(str(row[3])) for row in block])
            w_ones, w_y = mp.lu_solve(v, ones), mp.lu_solve(v, y)
            log += mp.log(mp.det(v))
            information += (ones.T * w_ones)[0]
            right += (ones.T * w_y)[0]
            square += (y.T * w_y)[0]
        return -(log + mp.log(information) + square - right**2 / information) / 2

    wanted = maximum(likelihood, list(found.variances), steps=2)
    assert all(close(mine, value, 1e-10) for mine, value in zip(found.variances, wanted, strict=True))
    for place, share in enumerate(found.shares):
        assert close(share.value, sum(wanted[: place + 1]) / sum(wanted), 1e-10)


def answers() -> tuple[Any, Any]:
    random = np.random.default_rng(11)
    factor = random.normal(0.3, 1.2, (120, 1))
    x = np.array([0.2, 0.0, -0.1]) + factor * np.array([0.9, 0.7, 0.8]) + random.normal(0, 0.6, (120, 3))
    return x.round(2), np.repeat([0, 1], 60)


def of_the_file() -> tuple[Any, Any]:
    """The four items that lavaan was given."""
    with (FOLDER / "items.csv").open(encoding="utf-8") as file:
        x = [[float(cell) for cell in row[:4]] for row in list(csv.reader(file))[1:]]
    return np.array(x), np.repeat([0, 1], 40)


def misfit(p: Any, moments: Any, step: int) -> Any:
    """-2 log-likelihood without its constant. Nothing in common (one group), loadings, or loadings and levels."""
    k, total = len(moments[0][1]), mp.mpf(0)
    for g, (n, mean, covariance) in enumerate(moments):
        loadings, errors = p[:k], p[k * (1 + g) : k * (2 + g)]
        levels = p[-k - 2 : -2] if step == 2 else p[k * (1 + len(moments) + g) : k * (2 + len(moments) + g)]
        spread, shift = (p[-1], p[-2] if step == 2 else 0) if g else (1, 0)
        sigma = mp.matrix([[spread * a * b for b in loadings] for a in loadings]) + mp.diag(list(errors))
        gap = mp.matrix([m - v - shift * load for m, v, load in zip(mean, levels, loadings, strict=True)])
        around = covariance + gap * gap.T
        w = sigma**-1
        total += n * (mp.log(mp.det(sigma)) + sum(w[i, j] * around[j, i] for i in range(k) for j in range(k)))
    return total


def roughly(p: Any, moments: Any, step: int) -> float:
    """The same in floating point, to find where to begin."""
    k, total = len(moments[0][1]), 0.0
    for g, (n, mean, covariance) in enumerate(moments):
        loadings, errors = p[:k], p[k * (1 + g) : k * (2 + g)]
        levels = p[-k - 2 : -2] if step == 2 else p[k * (1 + len(moments) + g) : k * (2 + len(moments) + g)]
        spread, shift = (p[-1], p[-2] if step == 2 else 0) if g else (1, 0)
        sigma = spread * np.outer(loadings, loadings) + np.diag(errors)
        if np.linalg.eigvalsh(sigma).min() <= 0:
            return 1e9
        gap = np.array(mean, float) - levels - shift * loadings
        around = np.array(covariance.tolist(), float).reshape(k, k) + np.outer(gap, gap)
        total += n * (np.linalg.slogdet(sigma)[1] + (np.linalg.inv(sigma) * around).sum())
    return float(total)


def best(moments: Any, step: int) -> Any:
    k = len(moments[0][1])
    loads, errors, means = [], [], []
    for _n, mean, covariance in moments:
        spread = [float(covariance[i, i]) for i in range(k)]
        loads.append([0.8 * value**0.5 for value in spread])
        errors += [0.4 * value for value in spread]
        means += [float(value) for value in mean]
    start = [*loads[0], *errors, *(means[:k] if step == 2 else means), *([], [1.0], [0.0, 1.0])[step]]
    near = optimize.minimize(roughly, start, (moments, step), method="BFGS").x.tolist()
    return misfit(maximum(lambda *p: -misfit(list(p), moments, step), near, near=1e-9), moments, step)


def of_groups(x: Any, group: Any) -> list[Any]:
    """Number, mean and covariance of each group, from the digits as they are printed."""
    found = []
    for g in (0, 1):
        part = [[mp.mpf(str(value)) for value in row] for row in x[group == g].tolist()]
        n, columns = len(part), list(zip(*part, strict=True))
        mean = [sum(column) / n for column in columns]
        off = [[value - m for value in column] for column, m in zip(columns, mean, strict=True)]
        found.append((n, mean, mp.matrix([[mp.fdot(a, b) / n for b in off] for a in off])))
    return found


@pytest.mark.parametrize("data", [answers, of_the_file], ids=["three items", "four items"])
def test_invariance_against_forty_digits(data: Callable[[], tuple[Any, Any]]) -> None:
    x, group = data()
    found = invariance(x, group, about=about())
    assert isinstance(found, Invariance)
    moments, k = of_groups(x, group), x.shape[1]
    saturated = sum(n * (mp.log(mp.det(covariance)) + k) for n, _, covariance in moments)
    # three items leave nothing over when all is free
    free = sum(best([one], 0) for one in moments) if k > 3 else saturated
    loadings, levels = best(moments, 1), best(moments, 2)
    assert close(found.loadings.value, loadings - free, 1e-10)
    assert close(found.levels.value, levels - loadings, 1e-10)
    if k > 3:
        assert close(found.misfit_free, free - saturated, 1e-10)


def test_errors_of_fine_and_gray_by_their_definition() -> None:
    with (FOLDER / "endings.csv").open(encoding="utf-8") as file:
        rows = [(float(r["week"]), float(r["ending"]), float(r["x"])) for r in csv.DictReader(file)][:70]
    found = fine_gray([r[0] for r in rows], [r[1] for r in rows], 1, [[r[2]] for r in rows], ["x"], about=about())
    assert isinstance(found, Hazards)
    variance = defined([(t, int(e), mp.mpf(str(x))) for t, e, x in rows], mp.mpf(found.coefficients[0].value))
    assert close(found.coefficients[0].standard_error or 0, mp.sqrt(variance), 1e-10)


def defined(men: list[tuple[float, int, Any]], beta: Any) -> Any:
    """Fine and Gray 1999, section 4: inverse information around the sum of (eta + psi) squared, man by man."""
    times = sorted({t for t, e, _ in men if e == 1})
    lost = sorted({t for t, e, _ in men if e == 0})
    at_risk = {u: sum(t >= u for t, _, _ in men) for u in lost}
    gone = {u: sum(t == u and e == 0 for t, e, _ in men) for u in lost}

    def still(before: float) -> Any:
        left = mp.mpf(1)
        for u in lost:
            if u < before:
                left *= 1 - mp.mpf(gone[u]) / at_risk[u]
        return left

    g = {t: still(t) for t, _, _ in men}
    rate = [mp.e ** (beta * x) for _, _, x in men]

    def weight(i: int, s: float) -> Any:
        t, e, _ = men[i]
        return mp.mpf(1) if t >= s else g[s] / g[t] if e > 1 else mp.mpf(0)

    w = {s: [weight(i, s) for i in range(len(men))] for s in times}
    s0 = {s: sum(a * r for a, r in zip(w[s], rate, strict=True)) for s in times}
    mean = {s: sum(a * r * m[2] for a, r, m in zip(w[s], rate, men, strict=True)) / s0[s] for s in times}
    square = {s: sum(a * r * m[2] ** 2 for a, r, m in zip(w[s], rate, men, strict=True)) / s0[s] for s in times}
    deaths = {s: sum(t == s and e == 1 for t, e, _ in men) for s in times}
    information = sum(deaths[s] * (square[s] - mean[s] ** 2) for s in times)

    def part(i: int, s: float) -> Any:
        """(x - mean) w dM of one man at one time."""
        t, e, x = men[i]
        return (x - mean[s]) * ((t == s and e == 1) - w[s][i] * rate[i] * deaths[s] / s0[s])

    eta = [sum(part(i, s) for s in times) for i in range(len(men))]
    q = {u: -sum(part(i, s) for i in range(len(men)) if men[i][0] < u for s in times if s >= u) for u in lost}

    def psi(i: int) -> Any:
        t, e, _ = men[i]
        own = q[t] / at_risk[t] if e == 0 else mp.mpf(0)
        return own - sum(q[u] / at_risk[u] * gone[u] / at_risk[u] for u in lost if u <= t)

    return sum((one + psi(i)) ** 2 for i, one in enumerate(eta)) / information**2
