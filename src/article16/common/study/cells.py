"""Cells as columns of the codebook's tables, each kind of missing in its own code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from article16.evaluation.tables.columns import Coded, Column, Sparse
from article16.evaluation.tables.fields import NUMBER_CODE_KINDS, TEXT_KINDS, Field, Kind
from article16.evaluation.tables.missing import ITEM_CODES, NUMBER_CODES, WORDS
from article16.evaluation.tables.missing import Missing as Silence
from article16.instruments.missing import CODES, Missing

SILENCES: dict[Missing, Silence] = {
    Missing.NOT_ASKED: Silence.NOT_ASKED,
    Missing.NOT_REACHED: Silence.NOT_REACHED,
    Missing.DECLINED: Silence.DECLINED,
    Missing.DOES_NOT_APPLY: Silence.DOES_NOT_APPLY,
    Missing.UNKNOWN: Silence.UNKNOWN,
}


def silence(cell: str | None) -> Silence | None:
    """Why there is no value; None when there is one."""
    if not cell:
        return Silence.UNKNOWN
    kind = CODES.get(cell)
    return SILENCES[kind] if kind else None


def column(field: Field, cells: Sequence[str | None]) -> Column:
    """A column of these cells. None: nothing is known; in items and scores, that there is no questionnaire."""
    if field.kind in TEXT_KINDS:
        return words([WORDS[kind] if (kind := silence(cell)) else str(cell) for cell in cells])
    if field.kind in (Kind.ITEM, Kind.SCORE):
        return _sparse(field, cells)
    if field.kind is Kind.KEY:
        return np.array([int(str(cell)) for cell in cells], dtype=np.int64)
    codes = NUMBER_CODES if field.kind in NUMBER_CODE_KINDS else ITEM_CODES
    values = [float(codes[kind]) if (kind := silence(cell)) else float(str(cell)) for cell in cells]
    made = np.array(values, dtype=np.float64)
    return made if field.kind is Kind.NUMBER else made.astype(np.int64)


def words(texts: Sequence[str]) -> Coded:
    """Texts as positions in the list of those that occur."""
    known = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return Coded(np.array([known[text] for text in texts], dtype=np.int32), tuple(known) or ("",))


def _sparse(field: Field, cells: Sequence[str | None]) -> Sparse:
    empty = np.array([cell is None for cell in cells], dtype=bool)
    values = [_number(cell) for cell in cells]
    return Sparse(np.array(values, dtype=np.float64 if field.kind is Kind.SCORE else np.int64), empty)


def _number(cell: str | None) -> float:
    if cell is None:
        return 0.0
    kind = CODES.get(cell)
    return float(ITEM_CODES[SILENCES[kind]]) if kind else float(cell)
