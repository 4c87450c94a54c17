"""Columns as Arrow arrays, with the storage type the codebook gives each kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from article16.evaluation.tables.columns import Coded, Column, Columns, Sparse, length
from article16.evaluation.tables.fields import Field, Kind, Table

STORED: dict[Kind, Any] = {
    Kind.KEY: pa.int64(),
    Kind.CODE: pa.dictionary(pa.int32(), pa.string()),
    Kind.CATEGORY: pa.dictionary(pa.int32(), pa.string()),
    Kind.DAY: pa.int32(),
    Kind.COUNT: pa.int32(),
    Kind.NUMBER: pa.float64(),
    Kind.ITEM: pa.int8(),
    Kind.SCORE: pa.float32(),
}


def schema_of(fields: tuple[Field, ...]) -> Any:
    """Arrow schema of these columns."""
    return pa.schema([pa.field(each.name, STORED[each.kind]) for each in fields])


def as_arrow(table: Table, columns: Columns) -> Any:
    """These columns as an Arrow table, in the order of the codebook.

    Raises
    ------
    ValueError
        When a column is not in the codebook or the columns differ in length.
    """
    unknown = [name for name in columns if name not in table.names]
    if unknown:
        raise ValueError(f"The table {table.name} has no column {', '.join(unknown)}.")
    length(columns)
    fields = tuple(each for each in table.fields if each.name in columns)
    arrays = [_array(columns[each.name], STORED[each.kind]) for each in fields]
    return pa.Table.from_arrays(arrays, schema=schema_of(fields))


def _array(column: Column, stored: Any) -> Any:
    if isinstance(column, Coded):
        positions = pa.array(column.positions.astype(np.int32))
        return pa.DictionaryArray.from_arrays(positions, pa.array(column.words, pa.string()))
    if isinstance(column, Sparse):
        return pa.array(column.values, mask=column.empty).cast(stored)
    return pa.array(column).cast(stored)
