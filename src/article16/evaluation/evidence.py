"""What reviews and trials found, each with interval, source of the report, and what superseded it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """One published finding. Where it gives no number, `finding` is all there is."""

    id: str
    title: str
    authors: str
    year: int
    design: str  # "randomised trials", "before and after, no control", …
    contrast: str
    report: str  # who says so: official, victim, partner, mixed
    finding: str  # one sentence
    source: str  # where the numbers were read
    measure: str | None = None  # "OR of recidivism", …
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None  # of the interval, 0 to 1
    lower_is_safer: bool | None = None
    studies: int | None = None
    persons: int | None = None
    superseded_by: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()  # what was not held against a source: "title", "authors", "year"

    @property
    def shows_a_difference(self) -> bool | None:
        """Whether the interval leaves out no difference; None without an interval."""
        if self.low is None or self.high is None or self.measure is None:
            return None
        null = 1.0 if self.measure[:2] in ("OR", "RR") else 0.0
        return not self.low <= null <= self.high


class EvidenceError(ValueError):
    """All that is wrong with the entries, one line each."""


_REQUIRED = ("id", "title", "authors", "year", "design", "contrast", "report", "finding", "source")
_OPTIONAL = ("measure", "estimate", "low", "high", "level", "lower_is_safer", "studies", "persons", "superseded_by",
             "unchecked")  # fmt: skip


def entries(given: Iterable[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """Entries of the evidence library, checked all at once.

    Raises
    ------
    EvidenceError
        Unknown or missing keys, an estimate without its interval and no word about it, an interval that does not hold
        its estimate, an id given twice, or superseded by an entry that does not exist.
    """
    rows = list(given)
    problems = [problem for row in rows for problem in _problems(row)]
    ids = [str(row.get("id")) for row in rows]
    problems += [f"{name}: given twice." for name in sorted({name for name in ids if ids.count(name) > 1})]
    for row in rows:
        unknown = [name for name in row.get("superseded_by", ()) if name not in ids]
        problems += [f"{row.get('id')}: superseded by {name}, which is not here." for name in unknown]
    if problems:
        raise EvidenceError("\n".join(problems))
    several = ("superseded_by", "unchecked")
    found = [Evidence(**{**row, **{name: tuple(row.get(name, ())) for name in several}}) for row in rows]
    return tuple(sorted(found, key=lambda one: one.id))


def _problems(row: Mapping[str, Any]) -> list[str]:
    name = row.get("id", "entry without id")
    found = [f"{name}: {key} is missing." for key in _REQUIRED if not row.get(key)]
    found += [f"{name}: unknown key {key}." for key in row if key not in _REQUIRED + _OPTIONAL]
    found += [
        f"{name}: unchecked names {one}, which is no field." for one in row.get("unchecked", ()) if one not in _REQUIRED
    ]
    ends = [row.get(key) for key in ("low", "estimate", "high")]
    if None not in ends[::2] and not (ends[0] <= ends[1] <= ends[2] if ends[1] is not None else False):
        found.append(f"{name}: the interval does not hold the estimate.")
    if (row.get("low") is None) != (row.get("high") is None) or (row.get("low") is not None) != (
        row.get("level") is not None
    ):
        found.append(f"{name}: an interval has two ends and a level.")
    if row.get("estimate") is not None and (row.get("measure") is None or row.get("lower_is_safer") is None):
        found.append(f"{name}: an estimate needs its measure and which way is safer.")
    if row.get("estimate") is not None and row.get("low") is None and "interval" not in str(row.get("finding")):
        found.append(f"{name}: an estimate without interval must say so in its finding.")
    return found
