"""Change over time with scores missing: one mean for each time, one free covariance (MMRM)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, inverse, t_p, t_quantile
from article16.evaluation.repeated.likelihood import METHOD, Model
from article16.evaluation.repeated.sufficient import Sums
from article16.evaluation.results import (
    About,
    CannotEstimate,
    Direction,
    Interval,
    Result,
    cannot,
    response_of,
)


class SmallSample(StrEnum):
    """What is done about the variances being estimated too."""

    KENWARD_ROGER = "Kenward-Roger"  # wider standard errors, and df
    SATTERTHWAITE = "Satterthwaite"  # df only


@dataclass(frozen=True, slots=True)
class Mmrm:
    """A fitted model of repeated scores."""

    beta: Array  # (q, T) coefficient of each covariate at each time
    covariance: Array  # (qT, qT) of beta read row by row
    sigma: Array  # (T, T) covariance of the scores of one man
    log_likelihood: float  # restricted, with its constant
    men: int
    scores: int  # that were there
    slopes: Array  # (parameters, qT, qT) change of the covariance with each variance parameter
    spread: Array  # (parameters, parameters) covariance of the variance parameters, observed
    expected_spread: Array  # the same, expected
    adjusted: Array  # (qT, qT) Kenward and Roger's covariance of beta

    def contrast(
        self,
        weights: npt.ArrayLike,
        *,
        about: About,
        label: str = "contrast",
        level: float = 0.95,
        direction: Direction = Direction.HIGHER_IS_SAFER,
        small_sample: SmallSample = SmallSample.KENWARD_ROGER,
    ) -> Result:
        """A weighted sum of coefficients, with degrees of freedom of its own.

        Parameters
        ----------
        weights
            Shape (q, T), as `beta`.

        Returns
        -------
        Result
            In points of the score; `details["df"]`.

        Source
        ------
        Kenward and Roger 1997, https://doi.org/10.2307/2533558; Satterthwaite 1946,
        https://doi.org/10.2307/3002019; Fai and Cornelius 1996,
        https://doi.org/10.1080/00949659608811740
        """
        w = np.asarray(weights, dtype=np.float64).reshape(-1)
        if len(w) != self.beta.size:
            raise ValueError(f"{len(w)} weights for {self.beta.size} coefficients.")
        estimate, variance = float(w @ self.beta.reshape(-1)), float(w @ self.covariance @ w)
        gradient = np.einsum("i,aij,j->a", w, self.slopes, w)
        wider = small_sample is SmallSample.KENWARD_ROGER
        df = 2 * variance**2 / float(gradient @ (self.expected_spread if wider else self.spread) @ gradient)
        se = float(np.sqrt(w @ self.adjusted @ w if wider else variance))
        half = t_quantile(df, level) * se
        return Result(
            method=f"{METHOD}, {small_sample}: {label}",
            estimand=about.estimand,
            estimate=estimate,
            unit="points",
            interval=Interval(estimate - half, estimate + half, level),
            standard_error=se,
            p_value=t_p(estimate / se, df),
            n=self.men,
            denominators={"men": self.men, "scores": self.scores},
            response=response_of(self.men, about),
            direction=direction,
            details={"df": df},
        )

    def change(self, covariate: int, start: int, end: int, **options: object) -> Result:
        """Coefficient of a covariate at one time minus that at another; options as in `contrast`."""
        weights = np.zeros_like(self.beta)
        weights[covariate, end] += 1
        weights[covariate, start] -= 1
        return self.contrast(weights, **options)  # type: ignore[arg-type]  # keywords of `contrast`, passed on


def mmrm(data: Sums, *, about: About) -> Mmrm | CannotEstimate:
    """Mean scores at each time given covariates, using every score that is there.

    Each covariate has a coefficient at each time; the scores of one man have a free covariance. Right when scores are
    missing at random given the covariates and his other scores.

    Parameters
    ----------
    data
        From `sufficient.sums`, or several of them combined.

    Returns
    -------
    Mmrm
        CannotEstimate when a time, or a pair of times, is never there (together), or men are too few.

    Raises
    ------
    NotConvergedError
        When no covariance fits best.

    Source
    ------
    Mallinckrodt et al. 2001, https://doi.org/10.1081/BIP-100104194; REML: Patterson and Thompson 1971,
    https://doi.org/10.1093/biomet/58.3.545
    """
    problem = _problem(data)
    if problem:
        return cannot(METHOD, about, problem, n=data.men)
    model = Model(data)
    sigma = model.climb(model.start())
    step = model.look(sigma)
    expected_spread = inverse(step.expected, METHOD)
    return Mmrm(
        beta=step.b,
        covariance=step.c,
        sigma=sigma,
        log_likelihood=step.value - 0.5 * float(np.log(2 * np.pi)) * (model.scores - step.b.size),
        men=data.men,
        scores=model.scores,
        slopes=np.array([step.c @ a @ step.c for a in step.bends]),
        spread=inverse(step.observed, METHOD),
        expected_spread=expected_spread,
        adjusted=model.adjusted(sigma, step, expected_spread),
    )


def _problem(data: Sums) -> str:
    if not data.men:
        return "nobody has a score"
    together = np.einsum("p,ps,pt->st", data.n, data.seen, data.seen)
    q = data.zz.shape[1]
    if np.diag(together).min() <= q:
        return f"time {int(np.diag(together).argmin())} has only {int(np.diag(together).min())} scores"
    if together.min() == 0:
        s, t = (int(i) for i in np.argwhere(together == 0)[0])
        return f"nobody has scores at both time {s} and time {t}"
    if np.linalg.matrix_rank(data.zz.sum(axis=0)) < q:
        return "the covariates do not vary independently"
    return ""
