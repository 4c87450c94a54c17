"""Cox in one round of aggregates, exactly: who left when, for each pattern of features that take few values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, matrix, vector
from article16.evaluation.results import About, CannotEstimate, cannot
from article16.evaluation.survival.cox import Hazards, cox
from article16.evaluation.survival.exits import Exits, exits
from article16.evaluation.survival.exits import combine as combined

MOST_PATTERNS = 64  # beyond it the file is a list of men, and no longer a sum
METHOD = "Cox regression from one round"


@dataclass(frozen=True, slots=True)
class Patterns:
    """For each pattern of features the number of men who left, by time and way. Personal data."""

    names: tuple[str, ...]
    values: Array  # (patterns, features)
    exits: tuple[Exits, ...]

    def cox(self, of: int, *, about: About) -> Hazards | CannotEstimate:
        """Cause-specific Cox of one ending: what `cox.cox` gives of one file with all men, to rounding."""
        x = np.repeat(self.values, [one.men for one in self.exits], axis=0)
        rows = [one.rows() for one in self.exits]
        stop = np.concatenate([time for time, _ in rows]) if rows else np.empty(0)
        ending = np.concatenate([way for _, way in rows]) if rows else np.empty(0)
        return cox(stop, (ending == of).astype(np.float64), x, self.names, about=about)


def patterns(
    stop: npt.ArrayLike,
    ending: npt.ArrayLike,
    covariates: npt.ArrayLike,
    names: Sequence[str],
    ways: int,
    *,
    about: About,
) -> Patterns | CannotEstimate:
    """What one programme sends.

    Parameters
    ----------
    stop, ending, ways
        As in `exits.exits`. Weeks keep the file small.
    covariates
        Shape (men, p), nothing missing, few values each.

    Returns
    -------
    Patterns
        CannotEstimate when features take more than 64 patterns together: then one round of sums does not hold what
        Cox needs. Cut them into bands, or go round by round (`rounds.cox_by_rounds`).
    """
    t = vector(stop, "times")
    e = vector(ending, "endings", length=len(t))
    x = matrix(covariates, "covariates", rows=len(t))
    if len(names) != x.shape[1]:
        raise ValueError(f"{len(names)} names for {x.shape[1]} covariates.")
    kinds, index = np.unique(x, axis=0, return_inverse=True)
    if len(kinds) > MOST_PATTERNS:
        because = f"features take {len(kinds)} patterns, and one round of sums holds Cox for at most {MOST_PATTERNS}"
        return cannot(METHOD, about, because, n=len(t))
    index = index.reshape(-1)
    parts = tuple(exits(t[index == kind], e[index == kind], ways) for kind in range(len(kinds)))
    return Patterns(tuple(names), kinds, parts)


def combine(parts: Iterable[Patterns]) -> Patterns:
    """Patterns of several programmes together.

    Raises
    ------
    ValueError
        When programmes differ in features, or in the ways to end.
    """
    given = list(parts)
    if len({part.names for part in given}) != 1:
        raise ValueError("Programmes differ in the features of their patterns.")
    whole = np.concatenate([part.values for part in given])
    each = [one for part in given for one in part.exits]
    kinds, index = np.unique(whole, axis=0, return_inverse=True)
    index = index.reshape(-1)
    together = tuple(
        combined(one for one, where in zip(each, index, strict=True) if where == kind) for kind in range(len(kinds))
    )
    return Patterns(given[0].names, kinds, together)
