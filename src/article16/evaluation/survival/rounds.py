"""Cox in several rounds: each programme adds up its own men at coefficients that all share, and sends three sums.

What comes out is Cox stratified by programme: each man is compared with men of his own programme only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, Evaluation, chi2_p, inverse, matrix, newton
from article16.evaluation.results import About, CannotEstimate, cannot
from article16.evaluation.survival.cox import Hazards, as_results, at_coefficients
from article16.evaluation.survival.risk import observed

METHOD = "Cox regression (Efron), stratified by programme, in rounds"


@dataclass(frozen=True, slots=True)
class Opening:
    """Round 0: how many men and events, and sums of the features and their squares, to agree on a scale."""

    men: int
    events: int
    total: Array  # (p)
    squares: Array  # (p)


@dataclass(frozen=True, slots=True)
class Programme:
    """What stays at home: the men of one programme."""

    stop: Array
    event: Array
    x: Array

    @classmethod
    def of(cls, stop: npt.ArrayLike, event: npt.ArrayLike, covariates: npt.ArrayLike) -> Programme:
        """Checked; arguments as in `cox.cox`."""
        t, d, _ = observed(stop, event)
        return cls(t, d, matrix(covariates, "covariates", rows=len(t)))

    def opening(self) -> Opening:
        """What is sent in round 0."""
        return Opening(len(self.x), int(self.event.sum()), self.x.sum(axis=0), (self.x**2).sum(axis=0))

    def answer(self, beta: Array, centre: Array, spread: Array) -> Evaluation:
        """What is sent in each later round: log-likelihood, score (p) and second derivative (p, p)."""
        if not self.event.any():
            size = len(beta)
            return 0.0, np.zeros(size), np.zeros((size, size))
        return at_coefficients(self.stop, self.event, (self.x - centre) / spread, beta)


Asked = Callable[[Array, Array, Array], Evaluation]


def cox_by_rounds(
    openings: Sequence[Opening], programmes: Sequence[Asked], names: Sequence[str], *, about: About
) -> Hazards | CannotEstimate:
    """Cox over programmes that never send a man.

    Parameters
    ----------
    openings
        Round 0 of each programme.
    programmes
        For each, a function that asks it for `Programme.answer`; in practice sealed letters, about six each way.

    Returns
    -------
    Hazards
        CannotEstimate without events or when a feature does not vary.

    Raises
    ------
    NotConvergedError
        As `cox.cox`.

    Source
    ------
    Lu et al. 2015 (WebDISCO), https://doi.org/10.1093/jamia/ocv083; strata: Kalbfleisch and Prentice 2002,
    https://doi.org/10.1002/9781118032985
    """
    men, events = sum(one.men for one in openings), sum(one.events for one in openings)
    if not events:
        return cannot(METHOD, about, "nobody had the event", n=men)
    centre = np.sum([one.total for one in openings], axis=0) / men
    variance = np.sum([one.squares for one in openings], axis=0) / men - centre**2
    if (variance <= 1e-12 * (1 + centre**2)).any():
        return cannot(METHOD, about, f"{names[int(np.argmin(variance))]} does not vary", n=men)
    spread = np.sqrt(variance)
    seen: list[Evaluation] = []

    def evaluate(beta: Array) -> Evaluation:
        parts = [ask(beta, centre, spread) for ask in programmes]
        value, score, second = (sum(part[i] for part in parts) for i in range(3))
        seen.append((float(value), np.asarray(score), np.asarray(second)))
        return seen[-1]

    beta = newton(evaluate, np.zeros(len(names)), METHOD)
    null, (best, _, curvature) = seen[0][0], seen[-1]
    covariance = inverse(-curvature, METHOD) / np.outer(spread, spread)
    chi2 = 2 * (best - null)
    counted = {"counted": men, "events": events}
    coefficients = as_results(METHOD, names, beta / spread, covariance, about=about, counted=counted, level=0.95)
    return Hazards(coefficients, covariance, best, null, chi2, chi2_p(chi2, len(beta)))
