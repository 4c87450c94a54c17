"""What the figures are counted and listed from."""

from .counting import MONTHLY, Board, board, cells_of, counts, outdated
from .records import Record, agency_names, records
from .rows import ANSWERED, LATER, NO_ANSWER, NOT_YET, OPEN, SOURCES, WITHIN

__all__ = [
    "ANSWERED",
    "LATER",
    "MONTHLY",
    "NOT_YET",
    "NO_ANSWER",
    "OPEN",
    "SOURCES",
    "WITHIN",
    "Board",
    "Record",
    "agency_names",
    "board",
    "cells_of",
    "counts",
    "outdated",
    "records",
]
