"""Fill in what is missing many times over, with the other informant's report, and add up the doubt (Rubin)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.logistic import firth_fit
from article16.evaluation.numerics import Array, inverse, matrix, root, t_p, t_quantile, vector
from article16.evaluation.results import (
    About,
    CannotEstimate,
    Direction,
    Interval,
    NotConvergedError,
    Result,
    cannot,
    response_of,
)


def rubin(
    estimates: npt.ArrayLike,
    variances: npt.ArrayLike,
    *,
    method: str,
    about: About,
    n: int,
    complete_df: float = math.inf,
    level: float = 0.95,
    direction: Direction = Direction.NONE,
    denominators: dict[str, int] | None = None,
) -> Result:
    """One result from the results of all filled-in copies.

    Parameters
    ----------
    estimates, variances
        One for each copy, at least two.
    complete_df
        Degrees of freedom that complete data would have had.

    Returns
    -------
    Result
        `details`: df, and the fraction of information that is missing.

    Source
    ------
    Rubin 1987, https://doi.org/10.1002/9780470316696; df: Barnard and Rubin 1999, https://doi.org/10.1093/biomet/86.4.948
    """
    q, u = vector(estimates, "estimates"), vector(variances, "variances")
    m = len(q)
    if m < 2:
        raise ValueError("Rubin's rules need at least two copies.")
    mean, within, between = float(q.mean()), float(u.mean()), float(q.var(ddof=1))
    total = within + (1 + 1 / m) * between
    share = (1 + 1 / m) * between / total if total else 0.0
    df = (m - 1) / share**2 if share else math.inf
    if math.isfinite(complete_df):
        seen = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
        df = seen if math.isinf(df) else 1 / (1 / df + 1 / seen)
    se = math.sqrt(total)
    half = t_quantile(df, level) * se
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=mean,
        unit="unit of the outcome",
        interval=Interval(mean - half, mean + half, level),
        standard_error=se,
        p_value=t_p(mean / se, df) if se else None,
        n=n,
        denominators=denominators or {"counted": n},
        response=response_of(n, about),
        direction=direction,
        details={"df": df, "missing_information": share, "copies": float(m)},
    )


@dataclass(frozen=True, slots=True)
class Copies:
    """Outcomes filled in many times."""

    outcome: Array  # (copies, people)
    lost: npt.NDArray[np.bool_]  # (people) whose outcome was filled in
    treated: Array  # (people)


def fill_in(
    outcome: npt.ArrayLike,
    auxiliary: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    seed: int,
    copies: int = 50,
    cycles: int = 10,
) -> Copies:
    """Draw the missing outcomes from what is known, each group by itself.

    Every incomplete column is drawn in turn from a model of all the others whose coefficients (and variance) are drawn
    too, so that doubt about the model is in the copies: a linear model, or for yes/no (1 and 0) a logistic one.

    Parameters
    ----------
    outcome
        One for each person, NaN when lost.
    auxiliary
        What helps to guess it, shape (people, p), NaN allowed: the other informant's report, earlier reports.
    treated
        1 or 0.
    seed
        Of the draws: the same seed gives the same copies.

    Raises
    ------
    NotConvergedError
        When a group has too few known values for its model.

    Source
    ------
    van Buuren 2018, Flexible Imputation of Missing Data, https://doi.org/10.1201/9780429492259
    """
    y = vector(outcome, "outcome", missing=True)
    t = vector(treated, "treated", length=len(y))
    columns = np.column_stack([y, matrix(auxiliary, "auxiliary", rows=len(y), missing=True)])
    random = np.random.default_rng(seed)
    found = np.empty((copies, len(y)))
    for side in np.unique(t):
        rows = np.flatnonzero(t == side)
        for copy in range(copies):
            found[copy, rows] = _chained(columns[rows], random, cycles)[:, 0]
    return Copies(found, np.isnan(y), t)


def _chained(given: Array, random: np.random.Generator, cycles: int) -> Array:
    gaps = np.isnan(given)
    filled = np.array(given)
    for j in np.flatnonzero(gaps.any(axis=0)):
        known = given[~gaps[:, j], j]
        if len(known) < given.shape[1] + 2:
            raise NotConvergedError(f"Only {len(known)} known values in a group: too few to fill in the others.")
        filled[gaps[:, j], j] = random.choice(known, size=int(gaps[:, j].sum()))
    turns = cycles if gaps.any(axis=0).sum() > 1 else 1
    for _ in range(turns):
        for j in np.flatnonzero(gaps.any(axis=0)):
            others = np.delete(filled, j, axis=1)
            draw = _draw_answers if np.isin(given[~gaps[:, j], j], (0.0, 1.0)).all() else _draw
            filled[gaps[:, j], j] = draw(filled[:, j], others, gaps[:, j], random)
    return filled


def _draw(y: Array, others: Array, gap: npt.NDArray[np.bool_], random: np.random.Generator) -> Array:
    """New values from a linear model with drawn coefficients and variance; a faint ridge keeps it solvable."""
    x = np.column_stack([np.ones(len(y)), others])
    known = x[~gap]
    gram = known.T @ known
    covariance = inverse(gram + np.diag(np.diag(gram)) * 1e-8, "Imputation")
    beta = covariance @ (known.T @ y[~gap])
    residual = y[~gap] - known @ beta
    df = max(1, len(known) - x.shape[1])
    sigma = math.sqrt(float(residual @ residual) / random.chisquare(df))
    drawn = beta + sigma * np.linalg.cholesky(covariance) @ random.standard_normal(len(beta))
    found: Array = x[gap] @ drawn + sigma * random.standard_normal(int(gap.sum()))
    return found


def _draw_answers(y: Array, others: Array, gap: npt.NDArray[np.bool_], random: np.random.Generator) -> Array:
    """New yes or no from a logistic model with drawn coefficients; Firth's, so that separation does not stop it."""
    spread = others.std(axis=0)
    varies = spread > 0
    scaled = (others[:, varies] - others[:, varies].mean(axis=0)) / spread[varies]
    x = np.column_stack([np.ones(len(y)), scaled])
    if y[~gap].min() == y[~gap].max():
        x = x[:, :1]  # nothing can be learnt about what goes with it
    found = firth_fit(x[~gap], y[~gap])
    beta = found.beta + np.linalg.cholesky(found.covariance) @ random.standard_normal(len(found.beta))
    drawn: Array = (random.random(int(gap.sum())) < special.expit(x[gap] @ beta)).astype(np.float64)
    return drawn


def difference(
    copies: Copies, *, about: About, delta_treated: float = 0.0, delta_control: float = 0.0, level: float = 0.95
) -> Result:
    """Mean of treated minus mean of control over all copies, a higher outcome being safer.

    Parameters
    ----------
    delta_treated, delta_control
        Added to every filled-in outcome of that group: how much worse (below 0) the lost are than the found who look
        alike (pattern mixture).

    Source
    ------
    Delta adjustment: Carpenter and Kenward 2013, https://doi.org/10.1002/9781119942283
    """
    shift = np.where(copies.treated == 1, delta_treated, delta_control) * copies.lost
    y = copies.outcome + shift
    sides = [y[:, copies.treated == side] for side in (1, 0)]
    sizes = [side.shape[1] for side in sides]
    method = "multiple imputation, Rubin's rules"
    if delta_treated or delta_control:
        method += f", lost shifted by {delta_treated:g} and {delta_control:g}"
    if min(sizes) < 2:
        return cannot(method, about, "a group has fewer than two people", n=len(copies.lost))
    estimates = sides[0].mean(axis=1) - sides[1].mean(axis=1)
    variances = sum(side.var(axis=1, ddof=1) / size for side, size in zip(sides, sizes, strict=True))
    return rubin(
        estimates,
        np.asarray(variances),
        method=method,
        about=about,
        n=len(copies.lost),
        complete_df=sum(sizes) - 2,
        level=level,
        direction=Direction.HIGHER_IS_SAFER,
        denominators={"treated": sizes[0], "control": sizes[1], "filled in": int(copies.lost.sum())},
    )


def tipping_point(copies: Copies, worst: float, *, about: About, level: float = 0.95) -> Result:
    """How much worse the lost among the treated must be, for the interval to reach no difference.

    Parameters
    ----------
    worst
        The most negative shift that makes sense: minus the length of the scale.

    Returns
    -------
    Result
        A shift of 0 or less, in points. CannotEstimate when the interval holds 0 without any shift, or still excludes
        it at the worst one.

    Source
    ------
    Yan, Lee and Li 2009, https://doi.org/10.1080/10543400903242829
    """
    method = "tipping point, lost among the treated shifted"

    def low(delta: float) -> float:
        found = difference(copies, about=about, delta_treated=delta, level=level)
        return found.interval.low if found.interval else -math.inf

    plain = difference(copies, about=about, level=level)
    if isinstance(plain, CannotEstimate):
        return plain
    if low(0.0) <= 0:
        return cannot(method, about, "the interval holds no difference even without a shift", n=plain.n)
    if low(worst) > 0:
        return cannot(method, about, f"no shift down to {worst:g} changes the answer", n=plain.n)
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=root(low, worst, 0.0, method),
        unit="points",
        n=plain.n,
        denominators=plain.denominators,
        response=plain.response,
    )
