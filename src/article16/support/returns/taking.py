"""All figures of a period, each from its rows: those that need nobody unlocked, and those of the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from article16.common.returns.figures import Counted, counted, for_outside
from article16.common.returns.periods import Period
from article16.support.keys.opening import Unlocked

from . import queries, words
from .counting import Row
from .definitions import FIGURES, LOCKED
from .queries import Everything, Progress


@dataclass(frozen=True, slots=True)
class Taken:
    """The figures of a period with their rows. `unopened`: cases that do not open; None: nobody is unlocked."""

    figures: tuple[Counted, ...]
    rows: Mapping[str, list[Row]]
    unopened: int | None

    def only(self, codes: Collection[str]) -> Taken:
        """The same with these figures alone."""
        return replace(self, figures=tuple(one for one in self.figures if one.figure.code in codes))


def take(
    period: Period,
    by: Unlocked | None,
    *,
    at: datetime,
    codes: Iterable[str] = FIGURES,
    progress: Progress | None = None,
) -> Taken:
    """Seven queries while locked; unlocked every case is read once, whatever the number of figures."""
    wanted = [code for code in codes if by is not None or code in LOCKED]
    rows: dict[str, list[Row]] = dict(queries.warnings(period, at))
    numbers: dict[str, Mapping[str, int]] = {
        "quarters": queries.quarters(period),
        "rota": queries.rota(period, at),
    }
    unopened = None
    if by is not None:
        everything = Everything(by, until=period.last, progress=progress)
        unopened = everything.unopened
        rows["team"] = queries.sessions(period, by)
        rows |= {code: everything.rows(code, period) for code in wanted if code not in (*rows, *numbers)}
    numbers |= {code: Counter(row.part for row in found) for code, found in rows.items()}
    return Taken(tuple(_counted(code, numbers[code]) for code in wanted), rows, unopened)


def _counted(code: str, numbers: Mapping[str, int]) -> Counted:
    order = sorted(numbers) if code == "quarters" else words.order(code)
    return counted(FIGURES[code], numbers, words=words.of(code), order=order)


def outside(taken: Taken) -> Taken:
    """As they may leave."""
    return Taken(tuple(for_outside(one) for one in taken.figures), {}, taken.unopened)


def by_month(rows: Iterable[Row]) -> dict[date, int]:
    """How many fall into each month, by its first day."""
    return Counter(row.day.replace(day=1) for row in rows)
