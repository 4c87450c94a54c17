"""Why an answer is missing: five kinds that are never the same thing and never zero.

A file keeps the kind as a code of its own: words in text columns, small negative numbers in item
columns, large negative numbers in columns of days, counts and scores of other people's tools.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt


class Missing(IntEnum):
    """The kind of silence. 0 means that there is a value."""

    PRESENT = 0
    NOT_ASKED = 1
    NOT_REACHED = 2
    DECLINED = 3
    DOES_NOT_APPLY = 4
    UNKNOWN = 5


KINDS: tuple[Missing, ...] = tuple(kind for kind in Missing if kind is not Missing.PRESENT)

WORDS: dict[Missing, str] = {
    Missing.NOT_ASKED: "not asked",
    Missing.NOT_REACHED: "not reached",
    Missing.DECLINED: "declined",
    Missing.DOES_NOT_APPLY: "does not apply",
    Missing.UNKNOWN: "unknown",
}

MEANINGS: dict[Missing, str] = {
    Missing.NOT_ASKED: "nobody put the question",
    Missing.NOT_REACHED: "the question was to be put, and the person could not be reached or had gone",
    Missing.DECLINED: "the person was asked and did not want to answer",
    Missing.DOES_NOT_APPLY: "the question has no meaning for this person (children, for someone who has none)",
    Missing.UNKNOWN: "the person or the record does not know, or nobody noted why it is empty",
}

# -1 … -5 fit one byte and no answer option is negative.
ITEM_CODES: dict[Missing, int] = {kind: -int(kind) for kind in KINDS}
# No day, count or score of a person lies near minus one million; exact in 32-bit integers and floats.
NUMBER_CODES: dict[Missing, int] = {kind: -999_000 - int(kind) for kind in KINDS}
NUMBER_CEILING = -999_000  # every number at or below it is a missing code


@dataclass(frozen=True, slots=True)
class Split:
    """A column taken apart into what was said and why nothing was said.

    Parameters
    ----------
    values
        Shape (n,), float64 for numbers (NaN where missing) or object for text (None where missing).
    kinds
        Shape (n,), uint8, members of `Missing`; 0 where there is a value.
    """

    values: npt.NDArray[Any]
    kinds: npt.NDArray[np.uint8]


def split_numbers(stored: npt.ArrayLike, *, item: bool) -> Split:
    """Numbers and their missing kinds, apart.

    Parameters
    ----------
    stored
        Shape (n,). Numbers as they stand in the file; NaN for an empty cell, which becomes *unknown*.
    item
        True for an item column (codes -1 to -5), false for days, counts and numbers (-999001 to -999005).

    Returns
    -------
    Split
        Values in the unit of the column, float64, NaN where missing.
    """
    raw = np.asarray(stored, dtype=np.float64)
    codes = ITEM_CODES if item else NUMBER_CODES
    kinds = np.zeros(raw.shape, dtype=np.uint8)
    kinds[np.isnan(raw)] = Missing.UNKNOWN
    for kind, code in codes.items():
        kinds[raw == code] = kind
    return Split(np.where(kinds == 0, raw, np.nan), kinds)


def join_numbers(split: Split, *, item: bool) -> npt.NDArray[np.float64]:
    """What a file holds for these values and kinds; the inverse of `split_numbers`."""
    codes = ITEM_CODES if item else NUMBER_CODES
    stored = split.values.astype(np.float64, copy=True)
    for kind, code in codes.items():
        stored[split.kinds == kind] = code
    return stored


def split_words(stored: npt.ArrayLike) -> Split:
    """Text codes and their missing kinds, apart; an empty cell (None or "") becomes *unknown*."""
    raw = np.asarray(stored, dtype=object)
    kinds = np.zeros(raw.shape, dtype=np.uint8)
    kinds[(raw == None) | (raw == "")] = Missing.UNKNOWN  # noqa: E711 - element-wise comparison
    for kind, word in WORDS.items():
        kinds[raw == word] = kind
    values = raw.copy()
    values[kinds != 0] = None
    return Split(values, kinds)
