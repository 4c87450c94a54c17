"""Does an instrument work alike in two languages, times or informants, before their means are compared?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, chi2_p, codes, inverse, matrix
from article16.evaluation.results import About, CannotEstimate, NotConvergedError, Result, cannot, response_of

METHOD = "one-factor model of several groups"
STEPS = ("same loadings", "same loadings and levels")
GAIN = 1e-20  # what a further Newton step may still lower -2 log-likelihood by, when the search ends


@dataclass(frozen=True, slots=True)
class Invariance:
    """Likelihood-ratio tests of what groups have in common, each against the step before."""

    loadings: Result  # items weigh alike: differences within groups may be compared
    levels: Result  # and have the same level: means may be compared
    misfit_free: float  # chi-square of the model with nothing in common against saturated
    df_free: int

    @property
    def means_may_be_compared(self) -> bool:
        """Neither step is refused at 5 %."""
        return min(self.loadings.p_value or 0.0, self.levels.p_value or 0.0) >= 0.05


@dataclass(frozen=True, slots=True)
class _Group:
    n: int
    mean: Array
    covariance: Array  # divisor n


def invariance(items: npt.ArrayLike, group: npt.ArrayLike, *, about: About) -> Invariance | CannotEstimate:
    """Tests whether items have the same loadings, and then the same levels, in all groups.

    Parameters
    ----------
    items
        Shape (answers, items), at least three items, NaN missing; only whole answers count.
    group
        Language, time or informant of each answer. The answers of one man to several times are not independent: then
        the test refuses too rarely or too often, and is a screening only.

    Returns
    -------
    Invariance
        CannotEstimate when a group has too few whole answers or an item does not vary in it.

    Raises
    ------
    NotConvergedError
        When a model has no best fit.

    Source
    ------
    Jöreskog 1971, https://doi.org/10.1007/BF02291366; Meredith 1993, https://doi.org/10.1007/BF02294825
    """
    x = matrix(items, "items", missing=True)
    whole = ~np.isnan(x).any(axis=1)
    code, number = codes(np.asarray(group)[whole])
    x, k = x[whole], x.shape[1]
    if number < 2 or k < 3:
        return cannot(METHOD, about, f"{number} groups and {k} items are too few", n=len(x))
    parts = [x[code == g] for g in range(number)]
    if min(len(part) for part in parts) < 2 * k:
        return cannot(METHOD, about, f"a group has fewer than {2 * k} whole answers", n=len(x))
    if min(float(part.std(axis=0).min()) for part in parts) == 0:
        return cannot(METHOD, about, "in a group everybody gave one answer to an item", n=len(x))
    scale = x.std(axis=0)
    groups = [
        _Group(len(part), part.mean(axis=0) / scale, np.cov(part.T, bias=True) / np.outer(scale, scale))
        for part in parts
    ]
    fits = [_Model(groups, k, step).fit() for step in range(3)]
    saturated = sum(g.n * (np.linalg.slogdet(g.covariance)[1] + k) for g in groups)
    dfs = ((number - 1) * (k - 1), (number - 1) * (k - 1))
    results = []
    for step, (name, df) in enumerate(zip(STEPS, dfs, strict=True)):
        chi2 = max(0.0, fits[step + 1] - fits[step])
        results.append(_result(name, chi2, df, len(x), [g.n for g in groups], about))
    df_free = number * (k * (k + 1) // 2 - 2 * k)
    return Invariance(results[0], results[1], float(fits[0] - saturated), df_free)


def _result(name: str, chi2: float, df: int, n: int, sizes: list[int], about: About) -> Result:
    p = chi2_p(chi2, df)
    return Result(
        method=f"{METHOD}, {name}",
        estimand=about.estimand,
        estimate=chi2,
        unit="chi-square",
        p_value=p,
        n=n,
        denominators={f"group {i + 1}": size for i, size in enumerate(sizes)},
        response=response_of(n, about),
        warnings=("Refused: do not compare means of these groups.",) if p < 0.05 else (),
        details={"df": float(df)},
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Where one group's numbers stand; empty where the model has none."""

    loadings: slice
    levels: slice
    errors: slice  # their logarithms
    spread: slice  # logarithm of the factor's variance
    shift: slice  # of the factor's mean


class _Model:
    """-2 log-likelihood of one factor in each group; step 0: nothing in common, 1: loadings, 2: loadings and levels.

    Parameters are loadings, errors, levels, and, where loadings are common, the factor's variance in all groups but the
    first; where levels are common, its mean too.
    """

    def __init__(self, groups: list[_Group], k: int, step: int) -> None:
        self.groups, self.k, self.step = groups, k, step

    def start(self) -> Array:
        pieces = []
        for g, group in enumerate(self.groups):
            values, vectors = np.linalg.eigh(group.covariance)
            own = vectors[:, -1] * np.sqrt(0.7 * values[-1])
            own = own * np.sign(own.sum() or 1.0)
            if self.step == 0 or g == 0:
                pieces.append(own)
            if self.step < 2 or g == 0:
                pieces.append(group.mean)
            pieces.append(np.log(np.maximum(np.diag(group.covariance) - own**2, 0.2 * np.diag(group.covariance))))
            if self.step and g:
                pieces.append(np.zeros(1))
            if self.step == 2 and g:
                pieces.append(np.zeros(1))
        return np.concatenate(pieces)

    def parts(self) -> list[_Part]:
        """Where the numbers of each group stand in the vector of all."""
        place, k, found = 0, self.k, []
        loadings = levels = slice(0, 0)

        def take(size: int) -> slice:
            nonlocal place
            place += size
            return slice(place - size, place)

        for g in range(len(self.groups)):
            loadings = take(k) if self.step == 0 or g == 0 else loadings
            levels = take(k) if self.step < 2 or g == 0 else levels
            errors = take(k)
            spread = take(1) if self.step and g else slice(0, 0)
            shift = take(1) if self.step == 2 and g else slice(0, 0)
            found.append(_Part(loadings, levels, errors, spread, shift))
        return found

    def value(self, theta: Array) -> tuple[float, Array]:
        """-2 log-likelihood without its constant, and its exact gradient."""
        total, gradient = 0.0, np.zeros(len(theta))
        for group, part in zip(self.groups, self.parts(), strict=True):
            loadings, errors = theta[part.loadings], np.exp(theta[part.errors])
            spread, shift = np.exp(theta[part.spread].sum()), theta[part.shift].sum()  # 1 and 0 where there is none
            gap = group.mean - theta[part.levels] - loadings * shift
            covariance = spread * np.outer(loadings, loadings) + np.diag(errors)
            w = np.linalg.inv(covariance)
            around = group.covariance + np.outer(gap, gap)
            total += group.n * (np.linalg.slogdet(covariance)[1] + float((w * around).sum()))
            by_covariance = group.n * (w - w @ around @ w)
            by_mean = -2 * group.n * (w @ gap)
            gradient[part.loadings] += 2 * spread * (by_covariance @ loadings) + shift * by_mean
            gradient[part.levels] += by_mean
            gradient[part.errors] += np.diag(by_covariance) * errors
            gradient[part.spread] += spread * (loadings @ by_covariance @ loadings)
            gradient[part.shift] += loadings @ by_mean
        return total, gradient

    def hessian(self, theta: Array) -> Array:
        found = np.empty((len(theta), len(theta)))
        for i in range(len(theta)):
            move = np.zeros(len(theta))
            move[i] = 1e-5
            found[i] = (self.value(theta + move)[1] - self.value(theta - move)[1]) / 2e-5
        return (found + found.T) / 2

    def fit(self) -> float:
        """The least value: Newton's steps until one would gain less than the last digit of a chi-square."""
        theta = self.start()
        here, gradient = self.value(theta)
        for _ in range(200):
            curve = self.hessian(theta)
            values, vectors = np.linalg.eigh(curve)
            safe = np.maximum(np.abs(values), 1e-6 * np.abs(values).max())
            step = -vectors @ ((vectors.T @ gradient) / safe)
            if -float(step @ gradient) < GAIN and float(values.min()) > 0:
                inverse(curve, METHOD)  # a minimum, or the model is not determined
                return here
            step *= min(1.0, 2.0 / float(np.abs(step).max() + 1e-300))
            length = 1.0
            while (new := self.value(theta + length * step))[0] > here + 1e-10 * abs(here):
                length /= 2
                if length < 1e-10:
                    raise NotConvergedError(f"{METHOD} did not converge.")
            theta, (here, gradient) = theta + length * step, new
        raise NotConvergedError(f"{METHOD} did not converge.")
