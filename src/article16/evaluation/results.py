"""What every estimator gives back: a number that carries its meaning, or a sentence why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class NotConvergedError(ArithmeticError):
    """The search for an estimate did not settle. Raised, so that no half-way number is ever shown."""


# Units of levels, in which 0 does not mean "no difference".
LEVELS = frozenset({"proportion", "unit of time", "events for each man"})


class Direction(StrEnum):
    """Which way is safer, for the number as it is printed."""

    HIGHER_IS_SAFER = "higher is safer"
    LOWER_IS_SAFER = "lower is safer"
    NONE = "no safer direction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimand:
    """What is to be estimated, in the words of the estimand framework (ICH E9 R1)."""

    population: str  # who: "all referred", "all who started"
    clock: str  # since when: "from referral", "from ending"
    outcome: str  # what: "any physical violence in 6 months"
    informant: str  # who says so: "client", "partner", "official"; never a mixture
    intercurrent: str = "none stated"  # what may come between: "stops coming; prison"
    strategy: str = "treatment policy"  # what is done about that
    contrast: str = "none"  # against what: "offered later", "none"
    summary: str = "proportion"  # the number itself: "risk difference"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an estimator cannot know from the values alone, and may not leave out."""

    estimand: Estimand
    eligible: int | None = None  # persons who should have answered; None where nobody was to answer (published studies)


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends, either may be infinite, and what kind of interval it is."""

    low: float
    high: float
    level: float = 0.95  # 0 to 1
    kind: str = "confidence"  # or "prediction", "bounds", "limits of agreement"

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"An interval needs low <= high, not {self.low} and {self.high}.")

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def _no_numbers() -> Mapping[str, float]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One number with all that is needed to read it. For a contrast, positive means safer."""

    method: str
    estimand: Estimand
    estimate: float | None  # None only in CannotEstimate
    unit: str = "proportion"
    interval: Interval | None = None
    standard_error: float | None = None  # in the unit; on the scale that `details` names where that is another
    p_value: float | None = None  # two-sided, 0 to 1
    n: int = 0  # persons (or studies) that the number rests on
    denominators: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    response: float | None = None  # n of those who should have answered, 0 to 1; None: not applicable
    direction: Direction = Direction.NONE
    warnings: tuple[str, ...] = ()
    details: Mapping[str, float] = field(default_factory=_no_numbers)

    def __post_init__(self) -> None:
        if self.estimate is not None and math.isnan(self.estimate):
            raise ValueError(f"{self.method} gave no number; that must be a sentence instead.")
        object.__setattr__(self, "denominators", MappingProxyType(dict(self.denominators)))
        object.__setattr__(self, "details", MappingProxyType(dict(self.details)))

    @property
    def value(self) -> float:
        """The estimate, where there is one; else ValueError with the reason."""
        if self.estimate is None:
            raise ValueError(str(self))
        return self.estimate

    @property
    def excludes_harm(self) -> bool | None:
        """Whether the whole interval lies on the safer side of nothing. None where that makes no sense."""
        if self.interval is None or self.direction is Direction.NONE or self.unit in LEVELS:
            return None
        return self.interval.low > 0 if self.direction is Direction.HIGHER_IS_SAFER else self.interval.high < 0

    def __str__(self) -> str:
        if self.estimate is None:
            return "Cannot be estimated."
        ends = f" ({self.interval.low:.4g} to {self.interval.high:.4g})" if self.interval else ""
        return f"{self.estimate:.4g}{ends}, {self.method}, n = {self.n}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotEstimate(Result):
    """A result too: what was asked, and the sentence why no number can answer it."""

    estimate: float | None = None
    because: str = "nothing was given"

    def __str__(self) -> str:
        return f"Cannot be estimated, because {self.because}."


def cannot(method: str, about: About, because: str, *, n: int = 0) -> CannotEstimate:
    """The sentence in place of a number."""
    return CannotEstimate(method=method, estimand=about.estimand, because=because, n=n, response=response_of(n, about))


def response_of(n: int, about: About) -> float | None:
    """Share of those who should have answered, 0 to 1.

    Raises
    ------
    ValueError
        When more answered than were eligible: then one of the two numbers is wrong.
    """
    if about.eligible is None:
        return None
    if n > about.eligible:
        raise ValueError(f"{n} counted, but only {about.eligible} were eligible.")
    return n / about.eligible if about.eligible else None
