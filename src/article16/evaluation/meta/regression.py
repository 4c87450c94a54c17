"""Which features of studies go with larger effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from article16.evaluation.clusters import cr2, robust_result
from article16.evaluation.meta import heterogeneity
from article16.evaluation.meta.heterogeneity import Data, Method
from article16.evaluation.meta.pooling import checked
from article16.evaluation.numerics import Array, chi2_p, codes, matrix, t_p, t_quantile
from article16.evaluation.results import About, CannotEstimate, Direction, Interval, Result, cannot

FEW = 10  # studies for each moderator, below which Cochrane advises against regression


@dataclass(frozen=True, slots=True)
class Regression:
    """Coefficients with what is left unexplained."""

    coefficients: tuple[Result, ...]  # intercept first
    tau2: float  # left between studies, squared unit of the effect
    explained: float | None  # share of tau² that the moderators account for, 0 to 1; None when there was none
    q_residual: float
    q_residual_p: float
    moderators_f: float  # joint test of all moderators, F with (p - 1, k - p) df
    moderators_p: float


def regress(
    effects: npt.ArrayLike,
    variances: npt.ArrayLike,
    moderators: npt.ArrayLike,
    names: Sequence[str],
    *,
    about: About,
    method: Method = Method.REML,
    cluster: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Regression | CannotEstimate:
    """Effects regressed on features of the studies, with Hartung-Knapp (or, in clusters, CR2) intervals.

    Parameters
    ----------
    effects, variances
        As in `pool`.
    moderators
        Shape (studies, p), without the column of ones; studies with a missing moderator must be left out before.
    names
        Of the moderators.
    cluster
        The source of each effect, when several come from one.

    Returns
    -------
    Regression
        CannotEstimate with too few studies or moderators that do not vary.

    Source
    ------
    Knapp and Hartung 2003, https://doi.org/10.1002/sim.1482
    """
    y, v = checked(effects, variances)
    m = matrix(moderators, "moderators", rows=len(y))
    title = f"meta-regression ({method})"
    if len(y) < m.shape[1] + 3:
        return cannot(title, about, f"{len(y)} studies are too few for {m.shape[1]} moderators", n=len(y))
    x = np.column_stack([np.ones(len(y)), m])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        return cannot(title, about, "the moderators do not vary independently", n=len(y))
    data = Data(y, v, x)
    t2 = heterogeneity.tau2(data, method)
    before = heterogeneity.tau2(Data(y, v, np.ones((len(y), 1))), method)
    found = heterogeneity.fit(data, t2)
    factor = 1.0 if method is Method.EQUAL else found.q / data.df
    covariance = found.covariance * factor
    labels = ("intercept", *names)
    if cluster is None:
        results = _results(title, labels, found.beta, covariance, data.df, about=about, level=level, k=len(y))
    else:
        results = _clustered(title, labels, data, t2, cluster, about=about, level=level)
    f = float(found.beta[1:] @ np.linalg.solve(covariance[1:, 1:], found.beta[1:])) / m.shape[1]
    q = heterogeneity.fit(data, 0.0).q
    return Regression(
        coefficients=results,
        tau2=t2,
        explained=max(0.0, 1 - t2 / before) if before > 0 else None,
        q_residual=q,
        q_residual_p=chi2_p(q, data.df),
        moderators_f=f,
        moderators_p=float(special.fdtrc(m.shape[1], data.df, f)),
    )


def _results(
    title: str, labels: Sequence[str], beta: Array, covariance: Array, df: float, *, about: About, level: float, k: int
) -> tuple[Result, ...]:
    few = (f"Fewer than {FEW} studies for each moderator.",) if k < FEW * (len(beta) - 1) else ()
    found = []
    for label, estimate, variance in zip(labels, beta, np.diag(covariance), strict=True):
        se = float(np.sqrt(variance))
        half = t_quantile(df, level) * se
        found.append(
            Result(
                method=f"{title}, Hartung-Knapp: {label}",
                estimand=about.estimand,
                estimate=float(estimate),
                unit="effect for each unit of the moderator",
                interval=Interval(estimate - half, estimate + half, level),
                standard_error=se,
                p_value=t_p(estimate / se, df),
                n=k,
                denominators={"studies": k},
                direction=Direction.HIGHER_IS_SAFER,
                warnings=few,
                details={"df": float(df)},
            )
        )
    return tuple(found)


def _clustered(
    title: str, labels: Sequence[str], data: Data, t2: float, cluster: npt.ArrayLike, *, about: About, level: float
) -> tuple[Result, ...]:
    code, groups = codes(cluster)
    blocks = [(code == g, np.diag(data.v[code == g] + t2)) for g in range(groups)]
    robust = cr2(data.y, data.x, blocks)
    return tuple(
        robust_result(
            f"{title}, CR2 and Satterthwaite: {label}",
            robust,
            c,
            about=about,
            n=len(data.y),
            groups=groups,
            level=level,
            direction=Direction.HIGHER_IS_SAFER,
        )
        for c, label in enumerate(labels)
    )
