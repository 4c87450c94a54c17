"""One measured figure beside its limits, and how the figures of a run become one table."""

import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Limit:
    """What one part of a figure has to keep: `of` is median, p95, p99 or ratio; `most` or else `least` of it."""

    of: str
    bound: float
    most: bool = True

    def kept_by(self, value: float) -> bool:
        return value <= self.bound if self.most else value >= self.bound


def at_most(bound: float, *, of: str = "median") -> Limit:
    return Limit(of, bound)


def at_least(bound: float, *, of: str = "median") -> Limit:
    return Limit(of, bound, most=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. Without p95 and p99 it was measured once, or too seldom for them."""

    name: str
    database: str  # "SQLite", "PostgreSQL"; empty: none takes part
    median: float
    unit: str  # "ms", "s", "MB", "a second"
    p95: float | None = None
    p99: float | None = None
    ratio: float | None = None  # of the medians, to what `to` names, in the same run
    to: str = ""
    limits: tuple[Limit, ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether every limit was kept; None where there is none."""
        return all(limit.kept_by(self._part(limit.of)) for limit in self.limits) if self.limits else None

    def _part(self, name: str) -> float:
        value = {"median": self.median, "p95": self.p95, "p99": self.p99, "ratio": self.ratio}[name]
        if value is None:
            raise ValueError(f"“{self.name}” has a limit of its {name} and no {name}.")
        return value

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(line: str) -> Figure:
    fields = json.loads(line)
    return Figure(**fields | {"limits": tuple(Limit(**one) for one in fields["limits"])})


def figure(name: str, database: str, values: Sequence[float], unit: str, **more: Any) -> Figure:
    """Median, and p95 and p99 where there are values enough: 20 and 100."""
    cuts = statistics.quantiles(values, n=100, method="inclusive") if len(values) > 1 else []
    p95, p99 = (cuts[94] if len(values) >= 20 else None), (cuts[98] if len(values) >= 100 else None)
    return Figure(name, database, statistics.median(values), unit, p95, p99, **more)


def timed(work: Callable[[], object], rounds: int, *, clock: Callable[[], float] = perf_counter) -> list[float]:
    """Milliseconds of each round, by the clock given: wall clock, or the processor time of this process."""
    found = []
    for _ in range(rounds):
        begun = clock()
        work()
        found.append((clock() - begun) * 1000)
    return found


HEAD = ("What", "Database", "Median", "p95", "p99", "Unit", "Ratio", "Limit", "Kept")


def table(figures: Iterable[Figure]) -> str:
    """All figures as one Markdown table, in columns that also a terminal shows well."""
    rows = [HEAD, *(_row(one) for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_line(row, widths) for row in (rows[0], rule, *rows[1:]))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"


def _row(one: Figure) -> tuple[str, ...]:
    ratio = f"{one.ratio:.2f} × {one.to}" if one.ratio is not None else ""
    kept = {True: "yes", False: "**no**", None: ""}[one.met]
    limits = ", ".join(_told(limit, one.unit) for limit in one.limits)
    return (one.name, one.database, *map(_number, (one.median, one.p95, one.p99)), one.unit, ratio, limits, kept)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _told(limit: Limit, unit: str) -> str:
    sign = "≤" if limit.most else "≥"
    return f"{limit.of} {sign} {limit.bound:g}{'' if limit.of == 'ratio' else f' {unit}'}"
