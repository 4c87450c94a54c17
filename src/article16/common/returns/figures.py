"""A figure, what it means, and what it shows inside the service and outside of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from article16.evaluation import disclosure

Words = Callable[[str], str]  # the code of a part to what a person reads


@dataclass(frozen=True, slots=True)
class Figure:
    """What is counted. The code stands in addresses and tables: add to them, never change one.

    Its texts may be lazy ones, which become words where they are shown.
    """

    code: str
    title: str
    definition: str  # a sentence: what is counted, and what is not
    unit: str  # such as "episodes"
    split: str = ""  # by what its parts are told apart; empty: it has none


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a figure."""

    code: str
    words: str
    count: int | None  # None: withheld
    why: str = ""  # it is withheld


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with its numbers. With parts the total is theirs, unless some are withheld."""

    figure: Figure
    parts: tuple[Part, ...]
    total: int | None
    why: str = ""  # the total is withheld


def counted(figure: Figure, rows: Mapping[str, int], *, words: Words = str, order: Iterable[str] = ()) -> Counted:
    """The numbers in a given order; codes outside the order follow, the most frequent first."""
    known = [code for code in order if code in rows]
    rest = sorted((code for code in rows if code not in set(known)), key=lambda code: (-rows[code], code))
    parts = tuple(Part(code, words(code), rows[code]) for code in [*known, *rest]) if figure.split else ()
    return Counted(figure, parts, sum(rows.values()))


def for_outside(found: Counted) -> Counted:
    """As it may leave: fewer than 8 withheld, the rest rounded to 5, and nothing to be worked out from the others."""
    if found.total is None:
        return found
    if not found.parts:
        alone = disclosure.counts({"": found.total})
        return replace(found, total=_number(alone[""]), why=alone[""].why)
    safe = disclosure.counts({part.code: part.count or 0 for part in found.parts})
    parts = tuple(replace(part, count=_number(safe[part.code]), why=safe[part.code].why) for part in found.parts)
    return replace(found, parts=parts, total=_number(safe["total"]), why=safe["total"].why)


def _number(figure: disclosure.Figure) -> int | None:
    return None if figure.value is None else int(figure.value)
