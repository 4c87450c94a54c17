"""Client and partner in one model, side by side and never pooled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from article16.evaluation.repeated.mmrm import Mmrm, mmrm
from article16.evaluation.repeated.sufficient import sums
from article16.evaluation.results import About, CannotEstimate, Direction, Result


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
