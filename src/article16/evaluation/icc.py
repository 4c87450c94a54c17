"""How alike scores of one man are: intraclass correlations with exact intervals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.numerics import Array, matrix
from article16.evaluation.results import About, Interval, Result, cannot, response_of


def _squares(scores: Array) -> tuple[float, float, float, float]:
    """Mean squares of men, of informants, of the rest, and within men."""
    n, k = scores.shape
    grand = scores.mean()
    men = k * float(((scores.mean(axis=1) - grand) ** 2).sum())
    informants = n * float(((scores.mean(axis=0) - grand) ** 2).sum())
    within = float(((scores - scores.mean(axis=1, keepdims=True)) ** 2).sum())
    rest = max(within - informants, 0.0)
    return men / (n - 1), informants / (k - 1), rest / ((n - 1) * (k - 1)), within / (n * (k - 1))


def icc(
    scores: npt.ArrayLike, *, about: About, kind: str = "agreement", averaged: bool = False, level: float = 0.95
) -> Result:
    """Share of the variance that lies between men.

    Parameters
    ----------
    scores
        Shape (men, informants or times); only men with all scores.
    kind
        "one-way" (any informants), "agreement" (the same two, their difference in level counts as disagreement) or
        "consistency" (their difference in level does not count).
    averaged
        For the mean of the columns instead of one of them.

    Returns
    -------
    Result
        At most 1, may be negative; exact interval for one-way and consistency, Satterthwaite's for agreement.
        CannotEstimate with fewer than two men or columns, or scores that do not vary.

    Source
    ------
    Shrout and Fleiss 1979, https://doi.org/10.1037/0033-2909.86.2.420;
    McGraw and Wong 1996, https://doi.org/10.1037/1082-989X.1.1.30
    """
    if kind not in ("one-way", "agreement", "consistency"):
        raise ValueError(f"{kind!r} is not one-way, agreement or consistency.")
    method = f"ICC, {kind}, {'mean of columns' if averaged else 'single'}"
    x = matrix(scores, "scores")
    n, k = x.shape
    if n < 2 or k < 2:
        return cannot(method, about, f"{n} men with {k} scores each are too few", n=n)
    men, informants, rest, within = _squares(x)
    noise = within if kind == "one-way" else rest
    if (men == 0 and noise == 0) or noise == 0:
        return cannot(method, about, "the scores leave no error to measure against", n=n)
    if kind == "agreement":
        value = (men - rest) / (men + (k - 1) * rest + k * (informants - rest) / n)
        low, high = _agreement_ends(men, informants, rest, n, k, value, level)
    else:
        df = n * (k - 1) if kind == "one-way" else (n - 1) * (k - 1)
        value = (men - noise) / (men + (k - 1) * noise)
        low, high = _exact_ends(men / noise, n - 1, df, k, level)
    if averaged:
        value, low, high = (_stepped_up(r, k) for r in (value, low, high))
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="share of variance",
        interval=Interval(min(low, value), max(high, value), level),
        n=n,
        denominators={"men": n, "columns": k},
        response=response_of(n, about),
        details={"ms_men": men, "ms_columns": informants, "ms_rest": rest, "ms_within": within},
    )


def _stepped_up(single: float, k: int) -> float:
    """Spearman-Brown: the mean of k columns."""
    return k * single / (1 + (k - 1) * single)


def _exact_ends(f: float, df1: float, df2: float, k: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    low, high = f / _f_quantile(df1, df2, tail), f * _f_quantile(df2, df1, tail)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _f_quantile(df1: float, df2: float, upper: float) -> float:
    """Quantile of F with this upper tail; df may be fractions."""
    b = float(special.betaincinv(df2 / 2, df1 / 2, upper))  # df2 / (df2 + df1 F)
    return df2 * (1 - b) / (df1 * b)


def _agreement_ends(
    men: float, informants: float, rest: float, n: int, k: int, value: float, level: float
) -> tuple[float, float]:
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    v = (a * informants + b * rest) ** 2 / ((a * informants) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)))
    tail = (1 - level) / 2
    upper, lower = _f_quantile(n - 1, v, tail), _f_quantile(v, n - 1, tail)
    scale = k * informants + (k * n - k - n) * rest
    low = n * (men - upper * rest) / (upper * scale + n * men)
    high = n * (lower * men - rest) / (scale + n * lower * men)
    return float(low), float(high)


def anova_icc(values: npt.ArrayLike, group: npt.ArrayLike, *, about: About, level: float = 0.95) -> Result:
    """How alike men of one group are, groups of different sizes; 0 when not negative is allowed to stand.

    Parameters
    ----------
    values
        One for each man.
    group
        Label of his group.

    Returns
    -------
    Result
        From mean squares, with Searle's interval at the average group size. CannotEstimate with one group, or with
        one man in each.

    Source
    ------
    Donner and Koval 1980, https://doi.org/10.2307/2530210; Searle 1971, Linear Models.
    """
    from article16.evaluation.numerics import codes, vector

    method = "ICC from mean squares"
    y = vector(values, "values")
    code, groups = codes(group)
    sizes = np.bincount(code, minlength=groups).astype(np.float64)
    if groups < 2 or len(y) == groups:
        return cannot(method, about, "there are not several groups with several men", n=len(y))
    means = np.bincount(code, weights=y, minlength=groups) / sizes
    between = float(sizes @ (means - y.mean()) ** 2) / (groups - 1)
    within = float(((y - means[code]) ** 2).sum()) / (len(y) - groups)
    if within == 0:
        return cannot(method, about, "men of one group do not differ at all", n=len(y))
    size = float(len(y) - (sizes @ sizes) / len(y)) / (groups - 1)
    tail = (1 - level) / 2
    f, df = between / within, (groups - 1, len(y) - groups)
    ends = [g / _f_quantile(*df, upper) for g, upper in ((f, tail), (f, 1 - tail))]
    low, high = ((g - 1) / (g + size - 1) for g in ends)
    value = (f - 1) / (f + size - 1)
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="share of variance",
        interval=Interval(low, high, level),
        n=len(y),
        denominators={"counted": len(y), "groups": groups},
        response=response_of(len(y), about),
        details={"average_size": size, "ms_between": between, "ms_within": within},
    )
