"""Questions: their kinds, their choices, to whom they are put, and which values an answer can have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from article16.instruments.expressions import Node


class Kind(StrEnum):
    """What sort of answer a question takes."""

    SINGLE = "single"  # one of the choices
    MULTIPLE = "multiple"  # any of the choices
    NUMERIC = "numeric"  # a number between `low` and `high`
    DATE = "date"  # YYYY-MM-DD
    TEXT = "text"  # at most `longest` characters


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. Its words are the text `choice.SCALE.CODE`."""

    code: int
    alone: bool = False  # in a multiple question: excludes the others, such as "none of these"


@dataclass(frozen=True, slots=True)
class Item:
    """One question. Informants share the key and the scale; each has words of its own, `KEY@INFORMANT`.

    A row of a grid is an item with `grid` set; rows of one grid follow each other and share one scale.
    """

    key: str
    kind: Kind
    section: str
    scale: str  # name of its choices; empty for numbers, dates and text
    choices: tuple[Choice, ...]
    grid: str  # key of the grid's own text; empty: stands alone
    repeat: str  # key of its repeating group; empty: asked once
    low: float  # numeric: smallest answer
    high: float  # numeric: largest answer
    whole: bool  # numeric: no decimals
    unit: str
    longest: int  # text: characters
    when: Node | None  # asked only when this certainly holds
    skipped: float | None  # what it counts in scores when the path leads round it; None: it is left out
    informants: frozenset[str]
    times: frozenset[str]  # empty: at every time
    unknown: bool  # "I do not know" is offered
    not_applicable: bool  # "does not apply" is offered
    impact: int | None  # IMPACT domain, 1 to 7
    mirabal: int | None  # Mirabal measure, 1 to 6
    codes: tuple[int, ...] = field(init=False)  # of its choices, in order

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(choice.code for choice in self.choices))

    @property
    def countable(self) -> bool:
        """Whether it can stand in a score."""
        return self.kind in {Kind.SINGLE, Kind.MULTIPLE, Kind.NUMERIC}

    def is_asked_of(self, informant: str, time: str | None) -> bool:
        """Whether it is put to this informant at this time; None stands for any time."""
        return informant in self.informants and (time is None or not self.times or time in self.times)

    def bounds(self) -> tuple[float, float]:
        """The smallest and largest number that an answer can count as. A multiple answer counts its ticks."""
        if self.kind is Kind.NUMERIC:
            return self.low, self.high
        if self.kind is Kind.MULTIPLE:
            return 0.0, float(sum(not choice.alone for choice in self.choices))
        return float(min(self.codes)), float(max(self.codes))

    def number(self, answer: object) -> float:
        """What a valid answer counts as: a number, a code, or how many are ticked."""
        if isinstance(answer, frozenset):
            return float(sum(choice.code in answer for choice in self.choices if not choice.alone))
        if isinstance(answer, int | float):
            return float(answer)
        raise TypeError(f"{self.key} does not count as a number.")


@dataclass(frozen=True, slots=True)
class Section:
    """One page of questions. Its heading is the text `section.KEY`, its words of introduction `section.KEY.intro`."""

    key: str
    items: tuple[str, ...]
    window: bool  # whether the look-back window is printed over it
    repeat: str = ""


Answers = Mapping[str, object]  # item key (in a repeating group KEY.1, KEY.2) -> answer or Missing; absent: not reached
