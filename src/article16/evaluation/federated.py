"""One round of aggregates: programmes share sums, not persons, and the answer is that of one file.

Methods in the list: shares and flows (counts), differences of means (moments), pooled effects (effect and variance),
Kaplan-Meier, Aalen-Johansen and the stratified log-rank test (exits), Cox with features that take few values (exits for
each pattern of features), MMRM and linear regression (sums for each pattern of missing times). Aggregates are personal
data: they travel sealed to a named receiver, under an agreement.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import t_p, t_quantile, vector
from article16.evaluation.repeated import sufficient
from article16.evaluation.repeated.sufficient import Sums
from article16.evaluation.results import About, Direction, Interval, Result, cannot, response_of
from article16.evaluation.survival import exits, patterns
from article16.evaluation.survival.exits import Exits
from article16.evaluation.survival.patterns import Patterns

VERSION = 1


@dataclass(frozen=True, slots=True)
class Moments:
    """Number, mean and sum of squared deviations."""

    n: int = 0
    mean: float = 0.0
    squares: float = 0.0

    @classmethod
    def of(cls, values: npt.ArrayLike) -> Moments:
        """Of the values that are there; NaN is missing."""
        y = vector(values, "values", missing=True)
        y = y[~np.isnan(y)]
        return cls(len(y), float(y.mean()), float(((y - y.mean()) ** 2).sum())) if len(y) else cls()

    def __add__(self, other: Moments) -> Moments:
        n = self.n + other.n
        if not n:
            return Moments()
        apart = other.mean - self.mean
        mean = (self.n * self.mean + other.n * other.mean) / n
        return Moments(n, mean, self.squares + other.squares + apart**2 * self.n * other.n / n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """What one programme shares about one outcome by one informant. Personal data."""

    programme: str
    outcome: str
    informant: str
    events: dict[str, tuple[int, int]] = field(default_factory=dict)  # by arm: events, people
    moments: dict[str, Moments] = field(default_factory=dict)  # by arm
    exits: dict[str, Exits] = field(default_factory=dict)  # by arm
    sums: Sums | None = None
    patterns: Patterns | None = None

    def to_text(self) -> str:
        """As JSON, every number with all its digits."""
        plain: dict[str, Any] = {"version": VERSION, "personal_data": True, "programme": self.programme}
        plain |= {"outcome": self.outcome, "informant": self.informant, "events": self.events}
        plain["moments"] = {arm: [m.n, m.mean, m.squares] for arm, m in self.moments.items()}
        plain["exits"] = {arm: [e.times.tolist(), e.ways.tolist()] for arm, e in self.exits.items()}
        if self.sums is not None:
            plain["sums"] = {name: getattr(self.sums, name).tolist() for name in ("seen", "n", "zz", "zy", "yy")}
        if self.patterns is not None:
            plain["patterns"] = _plain(self.patterns)
        return json.dumps(plain, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_text(cls, text: str) -> Aggregate:
        """Read again; ValueError when it is something else."""
        try:
            plain = json.loads(text)
            if plain["version"] != VERSION:
                raise ValueError(f"This aggregate has version {plain['version']}, not {VERSION}.")
            return cls(
                programme=str(plain["programme"]),
                outcome=str(plain["outcome"]),
                informant=str(plain["informant"]),
                events={arm: (int(a), int(b)) for arm, (a, b) in plain["events"].items()},
                moments={arm: Moments(int(n), float(m), float(s)) for arm, (n, m, s) in plain["moments"].items()},
                exits={arm: Exits(np.array(t, float), np.array(w, int)) for arm, (t, w) in plain["exits"].items()},
                sums=_sums(plain["sums"]) if "sums" in plain else None,
                patterns=_patterns(plain["patterns"]) if "patterns" in plain else None,
            )
        except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as problem:
            raise ValueError(f"This is no aggregate of a programme: {problem}.") from None


def _sums(plain: dict[str, Any]) -> Sums:
    return Sums(
        seen=np.array(plain["seen"], dtype=bool),
        n=np.array(plain["n"], dtype=np.int64),
        zz=np.array(plain["zz"], dtype=np.float64),
        zy=np.array(plain["zy"], dtype=np.float64),
        yy=np.array(plain["yy"], dtype=np.float64),
    )


def _plain(found: Patterns) -> dict[str, Any]:
    left = [[one.times.tolist(), one.ways.tolist()] for one in found.exits]
    return {"names": list(found.names), "values": found.values.tolist(), "exits": left}


def _patterns(plain: dict[str, Any]) -> Patterns:
    left = tuple(Exits(np.array(times, float), np.array(ways, int)) for times, ways in plain["exits"])
    return Patterns(tuple(plain["names"]), np.array(plain["values"], dtype=np.float64), left)


def merge(parts: Iterable[Aggregate]) -> Aggregate:
    """All programmes together.

    Raises
    ------
    ValueError
        Two aggregates of one programme, or different outcomes or informants: those are never pooled into one number.
    """
    given: Sequence[Aggregate] = list(parts)
    names = [part.programme for part in given]
    twice = sorted({name for name in names if names.count(name) > 1})
    if not given or twice:
        raise ValueError(
            f"Two aggregates of one programme: {', '.join(twice)}." if twice else "No aggregate was given."
        )
    if len({(part.outcome, part.informant) for part in given}) != 1:
        raise ValueError("Aggregates of different outcomes or informants are never pooled into one number.")
    arms = sorted({arm for part in given for arm in (*part.events, *part.moments, *part.exits)})
    sums = [part.sums for part in given if part.sums is not None]
    kinds = [part.patterns for part in given if part.patterns is not None]
    return Aggregate(
        programme=" + ".join(sorted(names)),
        outcome=given[0].outcome,
        informant=given[0].informant,
        events={arm: found for arm in arms if (found := _counted(given, arm)) != (0, 0)},
        moments={arm: together for arm in arms if (together := _moments(given, arm)).n},
        exits={arm: exits.combine(own) for arm in arms if (own := [p.exits[arm] for p in given if arm in p.exits])},
        sums=sufficient.combine(sums) if sums else None,
        patterns=patterns.combine(kinds) if kinds else None,
    )


def _counted(given: Sequence[Aggregate], arm: str) -> tuple[int, int]:
    own = [part.events.get(arm, (0, 0)) for part in given]
    return sum(a for a, _ in own), sum(b for _, b in own)


def _moments(given: Sequence[Aggregate], arm: str) -> Moments:
    found = Moments()
    for part in sorted(given, key=lambda one: one.programme):
        found = found + part.moments.get(arm, Moments())
    return found


def mean_difference(treated: Moments, control: Moments, *, about: About, level: float = 0.95) -> Result:
    """Mean of treated minus mean of control with Welch's interval, from moments alone; higher is safer.

    Source
    ------
    Welch 1947, https://doi.org/10.1093/biomet/34.1-2.28
    """
    method = "difference of means, Welch's interval"
    n = treated.n + control.n
    if min(treated.n, control.n) < 2:
        return cannot(method, about, "a group has fewer than two people", n=n)
    parts = [m.squares / (m.n - 1) / m.n for m in (treated, control)]
    se = math.sqrt(sum(parts))
    if se == 0:
        return cannot(method, about, "nobody in a group differs from the others", n=n)
    df = sum(parts) ** 2 / sum(part**2 / (m.n - 1) for part, m in zip(parts, (treated, control), strict=True))
    value, half = treated.mean - control.mean, t_quantile(df, level) * se
    return Result(
        method=method,
        estimand=about.estimand,
        estimate=value,
        unit="unit of the outcome",
        interval=Interval(value - half, value + half, level),
        standard_error=se,
        p_value=t_p(value / se, df),
        n=n,
        denominators={"treated": treated.n, "control": control.n},
        response=response_of(n, about),
        direction=Direction.HIGHER_IS_SAFER,
        details={"df": df},
    )
