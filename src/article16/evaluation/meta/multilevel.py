"""Several effects from one study: a mean with three levels, effect in study in all studies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.clusters import cr2, robust_result
from article16.evaluation.meta.pooling import checked
from article16.evaluation.numerics import Array, codes, inverse
from article16.evaluation.results import About, CannotEstimate, Direction, NotConvergedError, Result, cannot


@dataclass(frozen=True, slots=True)
class ThreeLevel:
    """Mean effect with its two variances, between studies and between effects of one study."""

    effect: Result
    between: float  # variance between studies
    within: float  # variance between effects of one study
    log_likelihood: float  # restricted, without its constant
    model_se: float  # of the mean, if the model is right


def three_level(
    effects: npt.ArrayLike, variances: npt.ArrayLike, study: npt.ArrayLike, *, about: About, level: float = 0.95
) -> ThreeLevel | CannotEstimate:
    """Mean effect when studies give several effects (informants, times) each.

    REML for both variances; CR2 with Satterthwaite df for the mean, so it holds even where effects of one study are
    correlated in another way than the model says.

    Parameters
    ----------
    effects, variances
        As in `pool`.
    study
        Label of the study of each effect.

    Returns
    -------
    ThreeLevel
        CannotEstimate with fewer than three studies, or when no study gives two effects.

    Raises
    ------
    NotConvergedError
        When the variances cannot be found.

    Source
    ------
    Konstantopoulos 2011, https://doi.org/10.1002/jrsm.35
    """
    y, v = checked(effects, variances)
    code, studies = codes(study)
    method = "three-level random effects (REML), CR2 and Satterthwaite"
    if studies < 3:
        return cannot(method, about, f"there are only {studies} studies", n=len(y))
    if studies == len(y):
        return cannot(method, about, "no study gives more than one effect, so there are only two levels", n=len(y))
    same = (code[:, None] == code[None, :]).astype(np.float64)
    parts = [same, np.eye(len(y))]
    sigma = reml_components(y, np.ones((len(y), 1)), np.diag(v), parts, start=_start(y, v))
    blocks = [(code == g, _block(v[code == g], sigma)) for g in range(studies)]
    robust = cr2(y, np.ones((len(y), 1)), blocks)
    whole = np.diag(v + sigma[1]) + sigma[0] * same
    precision = inverse(whole, method)
    return ThreeLevel(
        effect=robust_result(
            method, robust, 0, about=about, n=len(y), groups=studies, level=level, direction=Direction.HIGHER_IS_SAFER
        ),
        between=float(sigma[0]),
        within=float(sigma[1]),
        log_likelihood=_likelihood(y, np.ones((len(y), 1)), whole)[0],
        model_se=float(1 / np.sqrt(precision.sum())),
    )


def _start(y: Array, v: Array) -> Array:
    half = max(float(y.var(ddof=1) - v.mean()), 0.1 * float(v.mean())) / 2
    return np.array([half, half])


def _block(v: Array, sigma: Array) -> Array:
    found: Array = np.diag(v + sigma[1]) + sigma[0]
    return found


def _likelihood(y: Array, x: Array, whole: Array) -> tuple[float, Array]:
    """Restricted log-likelihood without its constant, and P = V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1."""
    precision = inverse(whole, "Variance components")
    px = precision @ x
    bread = inverse(x.T @ px, "Variance components")
    p = precision - px @ bread @ px.T
    log = -np.linalg.slogdet(whole)[1] + np.linalg.slogdet(bread)[1] - y @ p @ y
    return float(log) / 2, p


def reml_components(y: Array, x: Array, known: Array, parts: list[Array], *, start: Array) -> Array:
    """REML of variances s in V = known + sum of s_i parts_i, each 0 or more.

    Fisher scoring with the best of several steps, then Newton to the last digits; a variance that the likelihood wants
    below 0 is held at 0.
    """
    sigma: Array = start.astype(np.float64)
    value, p = _likelihood(y, x, _whole(known, parts, sigma))
    newton = False
    for _ in range(500):
        score, expected, observed = _derivatives(y, p, parts)
        free = (sigma > 0) | (score > 0)
        if not free.any():
            return sigma
        step = np.zeros_like(sigma)
        sub = np.ix_(free, free)
        newton = newton and bool(np.linalg.eigvalsh(observed[sub]).min() > 0)
        step[free] = np.linalg.solve((observed if newton else expected)[sub], score[free])
        new, found = _improved(y, x, known, parts, sigma, step, value)
        moved = float(np.max(np.abs(new - sigma) / (np.abs(new) + 1e-8 * np.abs(start).max())))
        sigma, (value, p) = new, found
        if newton and moved < 1e-13:
            return sigma
        newton = moved < 1e-2
    raise NotConvergedError("The variance components did not converge.")


def _whole(known: Array, parts: list[Array], sigma: Array) -> Array:
    found: Array = known + sum(s * part for s, part in zip(sigma, parts, strict=True))
    return found


def _derivatives(y: Array, p: Array, parts: list[Array]) -> tuple[Array, Array, Array]:
    """Score, expected and observed information."""
    py = p @ y
    products = [p @ part for part in parts]
    score = np.array([0.5 * (py @ part @ py - np.trace(pp)) for part, pp in zip(parts, products, strict=True)])
    traces = np.array([[float(np.sum(a * b.T)) for b in products] for a in products])
    bent = np.array([[float(py @ a @ p @ b @ py) for b in parts] for a in parts])
    return score, traces / 2, bent - traces / 2


def _improved(
    y: Array, x: Array, known: Array, parts: list[Array], sigma: Array, step: Array, value: float
) -> tuple[Array, tuple[float, Array]]:
    length = 1.0
    while length > 1e-8:
        new = np.maximum(sigma + length * step, 0.0)
        try:
            found = _likelihood(y, x, _whole(known, parts, new))
        except NotConvergedError:
            length /= 2
            continue
        if found[0] >= value - 1e-11 * (1 + abs(value)):
            return new, found
        length /= 2
    return sigma, _likelihood(y, x, _whole(known, parts, sigma))
