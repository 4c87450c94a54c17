"""What may leave: no figure from which one person could be told, and none that two releases give away together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy.typing as npt

FEWEST = 8  # persons behind a figure, and persons by whom two releases must differ
STEP = 5  # counts are rounded to multiples of this
DIGITS = 2  # of a percentage or a mean

WITHHELD = f"fewer than {FEWEST} persons"
PROTECTS = "withheld so that another figure cannot be worked out"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that may be shown, or the reason why it is not."""

    value: float | None
    n: int | None = None  # rounded
    why: str = ""


def rounded(count: int) -> int:
    """A count to the nearest multiple of 5; 0 stays 0 only when nothing is near it (0, 1, 2 become 0)."""
    if count < 0:
        raise ValueError(f"{count} is not a count.")
    return STEP * ((2 * count + STEP) // (2 * STEP))


def significant(value: float, digits: int = DIGITS) -> float:
    """A number to its first digits."""
    if value == 0:
        return 0.0
    return float(f"{value:.{digits - 1}e}")


def share(events: int, n: int) -> Figure:
    """A percentage from rounded counts, so that it gives away no more than they do.

    Returns
    -------
    Figure
        0 to 100. Its complement is 100 minus it, never worked out anew. Withheld below 8 persons.
    """
    if not 0 <= events <= n:
        raise ValueError(f"{events} of {n} is not a share.")
    if n < FEWEST:
        return Figure(None, None, WITHHELD)
    people = rounded(n)
    return Figure(significant(100 * min(rounded(events), people) / people), people)


def mean(values: npt.ArrayLike) -> Figure:
    """A mean with two digits of at least 8 persons, none of whom makes up most of it."""
    import numpy as np  # not for the counts that services show: it takes a third of a second

    from article16.evaluation.numerics import vector

    y = vector(values, "values", missing=True)
    known = y[~np.isnan(y)]
    if len(known) < FEWEST:
        return Figure(None, None, WITHHELD)
    largest = float(np.abs(known).max())
    if largest > 0.5 * float(np.abs(known).sum()):
        return Figure(None, None, "one person makes up most of it")
    return Figure(significant(float(known.mean())), rounded(len(known)))


def counts(table: Mapping[str, int]) -> dict[str, Figure]:
    """Counts of a table whose total is known, so that rows add up and none can be worked out from the others.

    Rows below 8 (but not empty ones, which are no secret when rounding makes 0 of 1 and 2 as well) are withheld. When
    the withheld rows together hold fewer than 8, or there is only one, the next smallest row is withheld too.

    Returns
    -------
    dict
        The rows in their order, then "total": what the rows make up; with withheld rows, the rounded total.
    """
    if "total" in table:
        raise ValueError("The total is worked out, not given.")
    hidden = {name: WITHHELD for name, n in table.items() if 0 < n < FEWEST}
    while hidden and (len(hidden) < 2 or sum(table[name] for name in hidden) < FEWEST):
        left = [name for name in table if name not in hidden and table[name] > 0]
        if not left:
            break
        hidden[min(left, key=lambda name: table[name])] = PROTECTS
    whole = sum(table.values())
    shown = _shared_out({name: n for name, n in table.items() if name not in hidden}, whole, hidden=bool(hidden))
    found = {name: Figure(None, None, hidden[name]) if name in hidden else _figure(shown[name]) for name in table}
    if whole < FEWEST or (len(hidden) == 1):
        found["total"] = Figure(None, None, WITHHELD if whole < FEWEST else PROTECTS)
    else:
        found["total"] = _figure(rounded(whole) if hidden else sum(shown.values()))
    return found


def _shared_out(table: Mapping[str, int], whole: int, *, hidden: bool) -> dict[str, int]:
    """Each count to the multiple of 5 below or above it, chosen so that the rows make up the rounded total.

    With withheld rows the total leaves room for them, and each row is rounded by itself.
    """
    if hidden:
        return {name: rounded(n) for name, n in table.items()}
    # Below 10 nothing is rounded down: a figure rests on at least 8 persons and says so.
    least = {name: (max(2 * STEP, n // STEP * STEP) if n else 0) for name, n in table.items()}
    room = (rounded(whole) - sum(least.values())) // STEP
    upwards = sorted((name for name, n in table.items() if n > least[name]), key=lambda name: -(table[name] % STEP))
    return {name: n + (STEP if name in upwards[: max(0, room)] else 0) for name, n in least.items()}


def _figure(n: int) -> Figure:
    return Figure(float(n), n)


def steady(
    shown: Figure | None, members_then: frozenset[str], new: Figure, members_now: frozenset[str]
) -> tuple[Figure, frozenset[str]]:
    """The figure to show: the old one until at least 8 persons differ, so that a newcomer cannot be subtracted out.

    Parameters
    ----------
    members_then, members_now
        Codes of the persons behind each figure, never shown.

    Returns
    -------
    tuple
        The figure, and the persons behind it, to keep for the next time.
    """
    if shown is not None and len(members_then ^ members_now) < FEWEST:
        return shown, members_then
    return new, members_now


@dataclass(frozen=True, slots=True)
class Bin:
    """At least 8 persons who stand together in a figure."""

    x: float
    y: float
    n: int


def in_bins(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Bin, ...]:
    """Marks of a scatter (Bland-Altman, heat map) as means of at least 8 neighbours each; none with fewer persons.

    Parameters
    ----------
    x, y
        One pair for each person; people with equal x stay together, so that order tells nothing.
    """
    import numpy as np

    from article16.evaluation.numerics import vector

    a = vector(x, "x")
    b = vector(y, "y", length=len(a))
    order = np.argsort(a, kind="stable")
    groups: list[list[int]] = []
    for value in np.unique(a):
        tied = [int(i) for i in order if a[i] == value]
        if groups and len(groups[-1]) < FEWEST:
            groups[-1].extend(tied)
        else:
            groups.append(tied)
    if len(groups) > 1 and len(groups[-1]) < FEWEST:
        groups[-2].extend(groups.pop())
    return tuple(
        Bin(significant(float(a[g].mean()), 3), significant(float(b[g].mean()), 3), rounded(len(g)))
        for g in groups
        if len(g) >= FEWEST
    )


def problems(figures: Sequence[Figure]) -> tuple[str, ...]:
    """What is wrong with figures about to leave; empty when nothing is."""
    found = []
    for i, figure in enumerate(figures, 1):
        if figure.value is not None and (figure.n is None or figure.n < FEWEST):
            found.append(f"Figure {i} rests on fewer than {FEWEST} persons or does not say on how many.")
        if figure.n is not None and figure.n % STEP:
            found.append(f"Figure {i}: the number of persons is not rounded to {STEP}.")
    return tuple(found)
