"""Who was to be asked, was asked, answered, and why not: from the rows of the study and nothing else."""

from dataclasses import dataclass
from itertools import islice

from article16.support.keys.opening import Unlocked
from article16.wall.box.errors import Broken

from ..models import Digest, StudyRow
from ..sealed import digest_context
from ..tally import Standing, Tally, folded, from_bytes, standings
from .rows import opened, unsorted

NAME = "board"
LATELY = 2000  # rows since the digest that a page counts by itself: about 0.1 s


@dataclass(frozen=True, slots=True)
class Board:
    """The board, and what is not in it yet."""

    standings: tuple[Standing, ...]
    instruments: tuple[str, ...]
    uncounted: int  # rows that came and are too many for a page
    unsorted: int  # messages that no worker has opened yet
    broken: int  # rows that do not open


def board(by: Unlocked, *, instrument: str = "") -> Board:
    """Five queries; the digest opens at once, whatever the number of men."""
    tally = digest(by)[0]
    rows = StudyRow.objects.filter(counted=False)
    lately = [kept for _row, kept in islice(opened(rows, by), LATELY)]
    made = folded(tally or Tally(), lately)
    return Board(
        standings=standings(made, instrument=instrument),
        instruments=tuple(sorted(made.instruments)),
        uncounted=max(0, rows.count() - LATELY) if tally else StudyRow.objects.count(),
        unsorted=unsorted(),
        broken=made.broken,
    )


def digest(by: Unlocked) -> tuple[Tally | None, int]:
    """The digest and its version; None: it does not open, and is made anew from the rows. One query."""
    found = Digest.objects.filter(name=NAME).values_list("version", "sealed").first()
    if found is None:
        return Tally(), 0
    try:
        return from_bytes(by.open_study(found[1], context=digest_context(NAME, found[0]))), found[0]
    except (Broken, ValueError):
        return None, found[0]
