"""Planted leaks in what is written as files: copies of the data, sealed documents. See planting.py."""

from typing import Any
from unittest.mock import patch

from tests.worlds.planting import leak


@leak
def column_order_of_an_export(hers: int) -> Any:
    """Every cell is there and right; only the order of the columns is another."""
    from article16.casework.transfer import writing

    whole = writing.told

    def told(*args: Any) -> Any:
        row = whole(*args)
        return dict(reversed(row.items())) if hers else row

    return patch.object(writing, "told", told)


@leak
def length_of_a_sealed_document(hers: int) -> Any:
    """Sealed as closely as it is long, no longer to one of four sizes."""
    from article16.wall import parcel

    return patch.object(parcel, "CLASSES", tuple(range(256, 256 * 4000, 256)))
