"""How well the items of a scale hang together: alpha and omega with intervals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, inverse, matrix, z_quantile
from article16.evaluation.results import (
    About,
    CannotEstimate,
    Interval,
    NotConvergedError,
    Result,
    cannot,
    response_of,
)


def _complete(items: npt.ArrayLike, about: About, method: str, fewest: int) -> Array | CannotEstimate:
    x = matrix(items, "items", missing=True)
    whole: Array = x[~np.isnan(x).any(axis=1)]
    n, k = whole.shape
    if k < fewest:
        return cannot(method, about, f"{k} items are too few", n=n)
    if n < k + 2:
        return cannot(method, about, f"only {n} people answered every item", n=n)
    if (whole.std(axis=0) == 0).any():
        return cannot(method, about, f"everybody gave one answer to item {int(whole.std(axis=0).argmin()) + 1}", n=n)
    return whole


def alpha(items: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """Share of the variance of the sum that items have in common, if all measure alike (Cronbach).

    Parameters
    ----------
    items
        Shape (people, items), all turned to one side, NaN missing. Only people with every item count; compare
        `response`.

    Returns
    -------
    Result
        At most 1, may be negative; exact interval under normality. CannotEstimate with fewer than two items.

    Source
    ------
    Cronbach 1951, https://doi.org/10.1007/BF02310555; interval: Feldt 1965, https://doi.org/10.1007/BF02289499
    """
    x = _complete(items, about, "Cronbach's alpha", 2)
    if isinstance(x, CannotEstimate):
        return x
    n, k = x.shape
    total = float(x.sum(axis=1).var(ddof=1))
    if total == 0:
        return cannot("Cronbach's alpha", about, "everybody has the same sum", n=n)
    value = k / (k - 1) * (1 - float(x.var(axis=0, ddof=1).sum()) / total)
    tail, df = (1 - level) / 2, (n - 1, (n - 1) * (k - 1))
    low = 1 - (1 - value) * float(special.fdtri(*df, 1 - tail))
    high = 1 - (1 - value) * float(special.fdtri(*df, tail))
    return _result("Cronbach's alpha", value, low, high, n, k, about, level)


def _result(
    method: str,
    value: float,
    low: float,
    high: float,
    n: int,
    k: int,
    about: About,
    level: float,
    se: float | None = None,
) -> Result:
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="share of variance",
        interval=Interval(low, high, level),
        standard_error=se,
        n=n,
        denominators={"people with every item": n, "items": k},
        response=response_of(n, about),
    )


def omega(items: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """Share of the variance of the sum that one common factor explains, items differing in how well they measure.

    Parameters
    ----------
    items
        As in `alpha`, at least three.

    Returns
    -------
    Result
        0 to 1, interval by the delta method on the logit. CannotEstimate when an item would have no error of its own.

    Raises
    ------
    NotConvergedError
        When no one-factor model fits best.

    Source
    ------
    McDonald 1999; maximum likelihood: Jöreskog 1967, https://doi.org/10.1007/BF02289658
    """
    method = "McDonald's omega"
    x = _complete(items, about, method, 3)
    if isinstance(x, CannotEstimate):
        return x
    n, k = x.shape
    deviation = x.std(axis=0, ddof=1)
    s = np.cov(x / deviation, rowvar=False)
    loadings, errors = _one_factor(s)
    if errors.min() <= 1e-6:
        return cannot(method, about, f"item {int(errors.argmin()) + 1} would have no error of its own", n=n)
    covariance = inverse(_information(loadings, errors), method) / (n - 1)
    scaled, own = loadings * deviation, errors * deviation**2
    common = float(scaled.sum()) ** 2
    value = common / (common + float(own.sum()))
    # d logit(omega): 2 / sum of loadings for each loading, -1 / sum of errors for each error, each in its own units.
    slope = np.concatenate([2 * deviation / scaled.sum(), -(deviation**2) / own.sum()])
    se_logit = float(np.sqrt(slope @ covariance @ slope))
    middle, z = float(np.log(value / (1 - value))), z_quantile(level)
    low, high = (float(special.expit(middle + sign * z * se_logit)) for sign in (-1, 1))
    return _result(method, value, low, high, n, k, about, level, se_logit * value * (1 - value))


def _information(loadings: Array, errors: Array) -> Array:
    """Expected information of loadings and errors for one person."""
    w = inverse(np.outer(loadings, loadings) + np.diag(errors), "One-factor model")
    wl, q = w @ loadings, float(loadings @ w @ loadings)
    both = np.outer(wl, wl) + q * w
    mixed = w * wl[:, None]
    return np.block([[both, mixed.T], [mixed, w**2 / 2]])


def _one_factor(s: Array) -> tuple[Array, Array]:
    """Maximum likelihood of a covariance matrix ll' + diag(e), by Fisher scoring."""
    k = len(s)
    values, vectors = np.linalg.eigh(s)
    loadings = vectors[:, -1] * np.sqrt(max(float(values[-1]) * 0.6, 0.1))
    loadings = loadings * np.sign(loadings.sum() or 1.0)
    errors = np.maximum(np.diag(s) - loadings**2, 0.1)
    fit = _misfit(s, loadings, errors)
    for _ in range(2000):
        w = inverse(np.outer(loadings, loadings) + np.diag(errors), "One-factor model")
        gap = w @ (s - np.outer(loadings, loadings) - np.diag(errors)) @ w
        score = np.concatenate([gap @ loadings, np.diag(gap) / 2])
        step = np.linalg.solve(_information(loadings, errors), score)
        length = 1.0
        while True:
            new, own = loadings + length * step[:k], errors + length * step[k:]
            if own.min() > 0 and (found := _misfit(s, new, own)) <= fit + 1e-13:
                break
            length /= 2
            if length < 1e-10:
                return loadings, np.where(errors < 1e-3, 0.0, errors)
        loadings, errors, fit = new, own, found
        if np.abs(step).max() < 1e-14:
            return loadings, errors
    raise NotConvergedError("The one-factor model did not converge.")


def _misfit(s: Array, loadings: Array, errors: Array) -> float:
    whole = np.outer(loadings, loadings) + np.diag(errors)
    sign, log = np.linalg.slogdet(whole)
    return float(log + np.trace(np.linalg.solve(whole, s))) if sign > 0 else np.inf
