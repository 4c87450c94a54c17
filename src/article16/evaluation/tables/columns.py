"""Columns on their way into a table, before any file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Coded:
    """A text column held as positions in a list of words.

    Parameters
    ----------
    positions
        Shape (n,), integers from 0.
    words
        What each position stands for.
    """

    positions: npt.NDArray[np.integer[Any]]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.positions)

    def __getitem__(self, rows: npt.NDArray[Any] | slice) -> Coded:
        return Coded(self.positions[rows], self.words)

    def texts(self) -> list[str]:
        """The words themselves, row by row."""
        return [self.words[position] for position in self.positions.tolist()]


@dataclass(frozen=True, slots=True)
class Sparse:
    """Numbers of which some cells are empty: items of a questionnaire that nobody answered.

    Parameters
    ----------
    values
        Shape (n,); whatever stands in an empty cell is not read.
    empty
        Shape (n,), true where the cell is empty.
    """

    values: npt.NDArray[Any]
    empty: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.values)


Column: TypeAlias = npt.NDArray[Any] | Coded | Sparse
Columns: TypeAlias = Mapping[str, Column]


def length(columns: Columns) -> int:
    """Number of rows.

    Raises
    ------
    ValueError
        When the columns are not equally long.
    """
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise ValueError(f"The columns have different lengths: {sorted(lengths)}.")
    return lengths.pop() if lengths else 0
