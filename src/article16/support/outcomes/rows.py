"""One row of the study as it is sealed. Pure: no database, no clock, no cryptography.

A row names no person. `man` and `woman` are the random ids of his mailbox and her case; they stand inside the seal
only, and an evaluator's package has numbers instead (`assembling`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter
from pydantic import dataclasses as checked

Table = Literal["cases", "responses", "events", "exposure", "course"]
Informant = Literal["client", "partner", "new partner", "worker"]
# "planned" and "asked" are for the board; whatever else becomes a status of the codebook.
Status = Literal[
    "planned", "asked", "answered", "not asked", "not reached", "declined", "does not apply", "unknown"
]  # fmt: skip
Values = tuple[tuple[str, str], ...]  # key of an item (or column) -> code, number, or a kind of missing (".declined")

ROOM = 1020  # bytes of a row, so that each fills 1 KiB once sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """One row, or a piece of one: what a later piece says of the same item holds.

    Parameters
    ----------
    table
        "cases", "responses", "events", "exposure"; "course": a step on his way, from which columns are made.
    man
        His mailbox. None: no man is known, and the row is in no package.
    woman
        Her case. Several women of one man are several.
    informant
        Who says so. Never pooled.
    wave
        T0 to T4, or a further follow-up, which stays out of packages.
    instrument, version, fingerprint
        What was asked. The fingerprint is that of the definition.
    status
        Of a response: whether it was answered and, if not, why.
    mode
        "paper", "screen", "interview", "telephone"; empty: not recorded.
    language
        BCP 47.
    on
        The day it was answered, or was due.
    day
        The same in days since his referral, where no date is known: what casework sends.
    key
        Of events, periods and exposure: a name under which a later row takes the place of this one. Empty: it stands
        by itself.
    episode
        Which of his passages, by a code that says nothing; what casework sends.
    values
        Keys and codes (`coding.coded`). Never words.
    fact
        Casework's id of the fact. The same fact twice is one row.
    withdraws
        The fact that this row takes back: it was wrong.
    """

    table: Table
    man: UUID | None
    woman: UUID | None = None
    informant: Informant = "client"
    wave: str = ""
    instrument: str = ""
    version: str = ""
    fingerprint: str = ""
    status: Status = "answered"
    mode: str = ""
    language: str = ""
    on: date | None = None
    day: int | None = None
    key: str = ""
    episode: str = ""
    values: Values = ()
    fact: UUID | None = None
    withdraws: UUID | None = None


@checked.dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Kept:
    """A row with its place in time: of two that say something of one thing, the later holds."""

    at: datetime
    order: int  # among those of one moment
    row: StudyRow


_KEPT = TypeAdapter(Kept)


_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_CODE = re.compile(r"[.-]?[A-Za-z0-9][A-Za-z0-9._+ -]{0,31}")


def check(row: StudyRow) -> None:
    """ValueError when a value is no code: words of hers must never become data by mistake."""
    if not all(_KEY.fullmatch(key) and _CODE.fullmatch(value) for key, value in row.values):
        raise ValueError("a row of the study holds a value that is no code")


def pieces(row: StudyRow, *, at: datetime, order: int = 0) -> Iterator[bytes]:
    """The row as bytes, in as many pieces as fit the one size that all have."""
    check(row)
    content = _bytes(row, at, order)
    if len(content) <= ROOM:
        yield content
        return
    if len(row.values) < 2:
        raise ValueError("a row of the study that is no row of codes")
    half = len(row.values) // 2
    for values in (row.values[:half], row.values[half:]):
        yield from pieces(replace(row, values=values), at=at, order=order)


def read(content: bytes) -> Kept:
    """The row again; ValueError when it is none."""
    return _KEPT.validate_json(content)


def in_order(rows: Sequence[Kept]) -> list[Kept]:
    """The earliest first."""
    return sorted(rows, key=lambda one: (one.at, one.order))


def _bytes(row: StudyRow, at: datetime, order: int) -> bytes:
    # Empty fields are left out: most rows have few.
    return _KEPT.dump_json(Kept(at, order, row), exclude_defaults=True)
