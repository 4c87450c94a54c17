"""What stands inside the seals of this room. Pure: no database, no clock, no cryptography."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import TypeAdapter

AT_A_TIME = 12  # rows that one page of looking through shows


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in words, and what a second person leaves out of it."""

    kind: str
    lines: tuple[tuple[str, str], ...]
    hint: bool
    why: str = ""  # empty: given
    only: tuple[str, ...] = ()  # lines that are left out; none: all of it
    words: str = ""
    heading: str = ""  # what the entry is
    hers: tuple[tuple[str, str], ...] = ()  # the same lines in her language, where that is another one
    hers_heading: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A copy for her, from the day she asked to the day she has it."""

    asked_on: date
    due: date
    way: str
    written_by: UUID
    safe: str = ""  # how it reaches her; empty: nobody has asked her yet
    safe_words: str = ""
    safe_on: date | None = None
    prepared_at: datetime | None = None
    prepared_by: UUID | None = None
    rows: tuple[Row, ...] = ()
    looked: tuple[int, ...] = ()  # parts that a second person looked through
    released_at: datetime | None = None
    released_by: UUID | None = None
    given_on: date | None = None
    sha256: str = ""
    language: str = "en"  # in which she reads it

    @property
    def parts(self) -> int:
        return -(-len(self.rows) // AT_A_TIME)

    def part(self, number: int) -> tuple[Row, ...]:
        """Beginning with 1."""
        return self.rows[(number - 1) * AT_A_TIME : number * AT_A_TIME]

    @property
    def whole(self) -> bool:
        """Whether every part was looked through."""
        return bool(self.rows) and set(self.looked) == set(range(1, self.parts + 1))


@dataclass(frozen=True, slots=True)
class Keep:
    """How the end of a case stands."""

    proposed_by: UUID | None = None
    basis: str = ""
    words: str = ""
    held_until: date | None = None
    held_for: str = ""

    def held(self, on: date) -> bool:
        return self.held_until is not None and on <= self.held_until


COPY, KEEP = TypeAdapter(Held), TypeAdapter(Keep)
