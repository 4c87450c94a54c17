"""Change over time with scores missing: one mean for each time, one free covariance (MMRM)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, inverse, t_p, t_quantile
from article16.evaluation.repeated.sufficient import Sums
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

METHOD = "MMRM (unstructured, REML)"


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
        return self.contrast(weights, **options)  # type: ignore[arg-type]


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
    model = _Model(data)
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


@dataclass(frozen=True, slots=True)
class _Step:
    """Everything at one covariance."""

    value: float
    b: Array
    c: Array  # covariance of b
    score: Array
    expected: Array
    observed: Array
    bends: Array  # X'W G W X for each parameter


class _Model:
    """Restricted likelihood of the covariance, whose elements (upper triangle) are the parameters."""

    def __init__(self, data: Sums) -> None:
        self.data = data
        self.q, self.t = data.zy.shape[1:]
        self.rows, self.columns = np.triu_indices(self.t)
        self.basis = np.zeros((len(self.rows), self.t, self.t))
        index = np.arange(len(self.rows))
        self.basis[index, self.rows, self.columns] = 1
        self.basis[index, self.columns, self.rows] = 1
        self.scores = int((data.n[:, None] * data.seen).sum())

    def start(self) -> Array:
        """Variances of residuals at each time, no covariance."""
        b = np.zeros((self.q, self.t))
        for t in range(self.t):
            has = self.data.seen[:, t]
            b[:, t] = np.linalg.solve(self.data.zz[has].sum(axis=0), self.data.zy[has][:, :, t].sum(axis=0))
        _, rr = self.data.residual(b)
        seen = (self.data.n[:, None] * self.data.seen).sum(axis=0)
        variances = np.diag(rr.sum(axis=0)) / (seen - self.q)
        if variances.min() <= 0:
            raise NotConvergedError("MMRM did not converge: scores at one time do not vary.")
        return np.diag(variances)

    def weights(self, sigma: Array) -> tuple[Array, float]:
        """Inverse of each pattern's covariance, 0 where missing, and the sum of log determinants over men."""
        w, log = np.zeros((len(self.data.n), self.t, self.t)), 0.0
        for p, seen in enumerate(self.data.seen):
            block = sigma[np.ix_(seen, seen)]
            w[p][np.ix_(seen, seen)] = inverse(block, METHOD)
            log += float(self.data.n[p] * np.linalg.slogdet(block)[1])
        return w, log

    def solve(self, w: Array) -> tuple[Array, Array, float]:
        """Coefficients (q, T), their covariance, and the log determinant of its inverse."""
        information = np.einsum("pij,pst->isjt", self.data.zz, w).reshape(self.q * self.t, -1)
        c = inverse(information, METHOD)
        right = np.einsum("pis,pst->it", self.data.zy, w).reshape(-1)
        return (c @ right).reshape(self.q, self.t), c, float(np.linalg.slogdet(information)[1])

    def value(self, sigma: Array) -> float:
        w, log = self.weights(sigma)
        b, _, determinant = self.solve(w)
        _, rr = self.data.residual(b)
        return -0.5 * (log + determinant + float((w * rr).sum()))

    def look(self, sigma: Array) -> _Step:
        """Value, score, and expected and observed information."""
        w, log = self.weights(sigma)
        b, c, determinant = self.solve(w)
        zr, rr = self.data.residual(b)
        wg = w[:, None] @ self.basis[None]  # (P, a, T, T)
        wgw = wg @ w[:, None]
        bends = np.einsum("pij,past->aisjt", self.data.zz, wgw).reshape(len(self.basis), self.q * self.t, -1)
        inner = np.einsum("pij,jtis->pst", self.data.zz, c.reshape(self.q, self.t, self.q, self.t))
        quadratic = np.einsum("past,pts->a", wgw, rr)
        score = -0.5 * (np.einsum("p,patt->a", self.data.n, wg) - np.einsum("aij,ji->a", bends, c) - quadratic)
        both = np.einsum("p,past,pbts->ab", self.data.n, wg, wg, optimize=True)
        mixed = np.einsum("past,pbtu,pus->ab", wg, wgw, inner, optimize=True)
        bc = bends @ c
        traces = both - 2 * mixed + np.einsum("aij,bji->ab", bc, bc)
        g = np.einsum("pis,past->ait", zr, wgw).reshape(len(self.basis), -1)
        bent = np.einsum("past,pbtu,pus->ab", wg, wgw, rr, optimize=True) - g @ c @ g.T
        bent, traces = (bent + bent.T) / 2, (traces + traces.T) / 2
        value = -0.5 * (log + determinant + float((w * rr).sum()))
        return _Step(value, b, c, score, traces / 2, bent - traces / 2, bends)

    def adjusted(self, sigma: Array, step: _Step, spread: Array) -> Array:
        """C + 2 C (sum of W_ab (Q_ab - A_a C A_b)) C: what the covariance leaves out when variances are estimated."""
        w, _ = self.weights(sigma)
        wg = w[:, None] @ self.basis[None]
        blend = np.einsum("ab,past->pbst", spread, wg)
        middle = np.einsum("pbst,pbtu->psu", blend, wg @ w[:, None])
        q = np.einsum("pij,pst->isjt", self.data.zz, middle).reshape(step.c.shape)
        a = np.einsum("ab,aij->bij", spread, step.bends)
        ac = np.einsum("bij,jk,bkl->il", a, step.c, step.bends, optimize=True)
        found: Array = step.c + 2 * step.c @ (q - ac) @ step.c
        return (found + found.T) / 2

    def climb(self, sigma: Array) -> Array:
        """Fisher scoring, then Newton to the last digits."""
        newton, last = False, np.inf
        for _ in range(200):
            here = self.look(sigma)
            information = here.observed if newton else here.expected
            try:
                step = inverse(information, METHOD) @ here.score
            except NotConvergedError:
                if not newton:
                    raise
                newton = False
                continue
            sigma, moved = self._improve(sigma, here.value, step)
            if newton and (moved < 1e-14 or (moved < 1e-10 and moved >= last / 4)):
                return sigma
            newton, last = moved < 0.05, moved
        raise NotConvergedError("MMRM did not converge in 200 steps.")

    def _improve(self, sigma: Array, value: float, step: Array) -> tuple[Array, float]:
        change = np.einsum("a,ast->st", step, self.basis)
        length, scale = 1.0, float(np.abs(sigma).max())
        while length > 1e-9:
            new = sigma + length * change
            try:
                if self.value(new) >= value - 1e-11 * (1 + abs(value)):
                    return new, float(np.abs(new - sigma).max()) / scale
            except NotConvergedError:
                pass
            length /= 2
        raise NotConvergedError("MMRM did not converge: no covariance fits better, and the fit is not at its best.")


def two_informants(
    client: npt.ArrayLike, partner: npt.ArrayLike, covariates: npt.ArrayLike, *, about: About
) -> Mmrm | CannotEstimate:
    """Scores of both informants in one model, each with its own means; they inform each other and are never pooled.

    Parameters
    ----------
    client, partner
        Shape (cases, times), turned so that both mean the same; NaN is missing.
    covariates
        Shape (cases, q), the column of ones included.

    Returns
    -------
    Mmrm
        With 2T columns: first the client's times, then the partner's. `change` within one informant, and
        `informant_gap` between them.
    """
    from article16.evaluation.repeated.sufficient import sums

    he, she = np.asarray(client, dtype=np.float64), np.asarray(partner, dtype=np.float64)
    if he.shape != she.shape:
        raise ValueError(f"Client and partner have different shapes: {he.shape} and {she.shape}.")
    return mmrm(sums(np.hstack([he, she]), covariates), about=about)


def informant_gap(fit: Mmrm, covariate: int, start: int, end: int, *, about: About, level: float = 0.95) -> Result:
    """Change that the client reports minus the change that the partner reports, in a model of `two_informants`."""
    half = fit.beta.shape[1] // 2
    weights = np.zeros_like(fit.beta)
    for offset, sign in ((0, 1.0), (half, -1.0)):
        weights[covariate, offset + end] += sign
        weights[covariate, offset + start] -= sign
    return fit.contrast(weights, about=about, label="client minus partner", level=level, direction=Direction.NONE)
