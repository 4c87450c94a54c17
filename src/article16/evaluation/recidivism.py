"""New violence by source: police, partner and his own report side by side, never mixed unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from article16.evaluation.numerics import Array, vector
from article16.evaluation.proportions import wilson
from article16.evaluation.results import About, Direction, Result, cannot


def by_source(
    reports: Mapping[str, npt.ArrayLike], window: str, *, about: About, composite: bool = False, level: float = 0.95
) -> tuple[Result, ...]:
    """Share of men with new violence, by each source alone.

    Parameters
    ----------
    reports
        For each source (official, partner, client) 1, 0 or NaN for every man of the population.
    window
        What time the reports cover, in words; it stands in every estimand.
    composite
        Add "any source" as a composite of its own name: 1 when any source says so, 0 when all say no, else unknown.

    Returns
    -------
    tuple of Result
        Wilson intervals; `response` is the share of men of whom that source is known. CannotEstimate for a source that
        is known of nobody. Lower is safer.

    Raises
    ------
    ValueError
        When a report is neither 0, 1 nor missing, or sources have different numbers of men.

    Source
    ------
    Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953
    """
    columns = {source: vector(values, source, missing=True) for source, values in reports.items()}
    if len({len(column) for column in columns.values()}) > 1:
        raise ValueError("Sources have different numbers of men.")
    for source, column in columns.items():
        if not np.isin(column[~np.isnan(column)], (0.0, 1.0)).all():
            raise ValueError(f"A report of {source} is neither 0 nor 1.")
    if composite:
        columns[f"any of {', '.join(columns)} (composite)"] = _any(list(columns.values()))
    return tuple(_share(source, column, window, about, level) for source, column in columns.items())


def _any(columns: list[Array]) -> Array:
    table = np.column_stack(columns)
    some, unknown = (table == 1).any(axis=1), np.isnan(table).any(axis=1)
    return np.where(some, 1.0, np.where(unknown, np.nan, 0.0))


def _share(source: str, column: Array, window: str, about: About, level: float) -> Result:
    estimand = replace(about.estimand, informant=source, outcome=f"{about.estimand.outcome}, {window}")
    mine = About(estimand=estimand, eligible=len(column) if about.eligible is None else about.eligible)
    known = column[~np.isnan(column)]
    if not len(known):
        return cannot(f"share by {source}", mine, f"nothing is known from {source}")
    return wilson(int(known.sum()), len(known), about=mine, level=level, direction=Direction.LOWER_IS_SAFER)
