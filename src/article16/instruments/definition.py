"""What an instrument is: questions, to whom and when, in which languages, and how the answers are scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from article16.instruments.expressions import Node, names
from article16.instruments.items import Choice, Item, Section

__all__ = [
    "Alert", "Band", "Case", "Choice", "Direction", "How", "Instrument", "Item", "Language", "Repeat", "Score",
    "Section", "Slot", "Source", "Status", "Window",
]  # fmt: skip


class Status(StrEnum):
    """Where a version stands in its life."""

    DRAFT = "draft"  # may still change; never put to a person
    RELEASED = "released"  # never changes again
    RETIRED = "retired"  # no longer asked; its answers stay readable with its own text


class Direction(StrEnum):
    """Which direction of a score is improvement, for one informant."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class How(StrEnum):
    """How a score is made of its items."""

    SUM = "sum"
    MEAN = "mean"
    PRORATED = "prorated"  # the mean of what was answered, times the number of items; or by its owner's table
    COUNT = "count"  # how many items reach `threshold`
    ANY = "any"  # 1 when at least one item reaches `threshold`, else 0
    HIGHEST = "highest"  # the largest of its items, such as the most upset of the children
    EXPRESSION = "expression"


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the texts. `reviewed` names who checked it, or is empty.

    `draft`: a translation that no native speaker from the field has read yet, of an instrument that is released.
    """

    code: str  # BCP 47, such as "ar"
    direction: str  # "ltr" or "rtl"
    reviewed: str
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where it comes from and on which terms."""

    text: str
    licence: str
    doi: str
    owner: str  # empty: ours, under the licence of the program


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a text that only its owner may distribute. Here stand structure and scoring with made-up words."""

    owner: str
    terms: str
    filled: bool
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # score -> what the owner's file must say of it
    whole: bool = False  # the owner's file brings the questions too, not only their words


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time that the questions look back on. Its words are the text `window.KEY`."""

    key: str
    days: int | None  # None: since the questionnaire before
    times: frozenset[str]  # empty: at every time


@dataclass(frozen=True, slots=True)
class Repeat:
    """A group of questions asked once for each of something, such as each child."""

    key: str
    count: str  # key of the numeric item that says how many
    most: int  # at most so many are asked


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of a score, from `start` (inclusive) to the next band. Its words are `band.SCORE.KEY`."""

    key: str
    start: float
    of_100: float | None = None  # of 100 such cases, with how many it happened, by the owner's norms


@dataclass(frozen=True, slots=True)
class Score:
    """One number made of answers.

    `better` says for each informant which direction is improvement: the same score can point two ways.
    """

    key: str
    how: How
    of: tuple[str, ...]
    at_least: int | None  # answered items needed; None: all
    weights: Mapping[str, float]
    reverse: frozenset[str]
    midpoints: Mapping[int, float]  # code of an answer -> what it stands for, such as times in the window
    threshold: float
    digits: int | None  # decimals to which it is rounded, half up; None: not rounded
    expression: Node | None
    bands: tuple[Band, ...]
    better: Mapping[str, Direction]
    informants: frozenset[str]  # those from whom it may be scored
    impact: int | None
    mirabal: int | None
    scheme: str = ""  # the name of its bands, where several are in use
    # Of a prorated score, by its owner's table: open questions -> the score for the sums 0, 1, 2, … of the others.
    prorating: Mapping[int, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alert:
    """An answer that needs a person today, at any total. Its words are the text `alert.KEY`."""

    key: str
    when: Node
    informants: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """Answers worked by hand, with the scores that must come out."""

    name: str
    informant: str
    time: str
    answers: Mapping[str, object]
    fill: object  # the answer to every asked item that `answers` does not name; None: not reached
    scores: Mapping[str, float | None]
    bands: Mapping[str, str | None]
    ranges: Mapping[str, tuple[float, float]]
    alerts: tuple[str, ...] | None
    line: int


@dataclass(frozen=True)
class Instrument:
    """One version of one instrument: everything that is needed to ask it, check its answers and score them."""

    id: str
    version: str
    status: Status
    source: Source
    slot: Slot | None
    informants: tuple[str, ...]
    times: tuple[str, ...]  # empty: may be asked at any time
    modes: tuple[str, ...]
    windows: tuple[Window, ...]
    repeats: tuple[Repeat, ...]
    languages: tuple[Language, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    scores: tuple[Score, ...]
    alerts: tuple[Alert, ...]
    cases: tuple[Case, ...]
    texts: Mapping[str, Mapping[str, str]] = field(repr=False)  # language -> text key -> words
    fingerprint: str  # SHA-256 of definition and texts, 64 hex digits

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        """Items by key."""
        return {item.key: item for item in reversed(self.items)}

    @cached_property
    def routing(self) -> frozenset[str]:
        """The questions whose answers decide what is asked later."""
        counts = {repeat.count for repeat in self.repeats}
        return frozenset(counts.union(*(names(item.when) for item in self.items if item.when is not None)))

    @cached_property
    def repeat_by_key(self) -> Mapping[str, Repeat]:
        """Repeating groups by key."""
        return {repeat.key: repeat for repeat in self.repeats}

    def items_for(self, informant: str, time: str | None = None) -> tuple[Item, ...]:
        """The questions put to this informant at this time, in order, before any skipping."""
        return tuple(item for item in self.items if item.is_asked_of(informant, time))

    def text(self, key: str, *, language: str, informant: str | None = None) -> str:
        """The words of one text, those for this informant where they differ.

        Raises
        ------
        KeyError
            There is no such language or text.
        """
        words = self.texts[language]
        return words[f"{key}@{informant}"] if f"{key}@{informant}" in words else words[key]
