"""The values that the components show. A page holds them; `ui/_<part>.html` draws them."""

from dataclasses import dataclass
from enum import StrEnum

from article16.common.ui.shell import Link


class State(StrEnum):
    """What a badge says. The icon and the word say it; the colour only helps."""

    LATE = "late"
    DUE = "due"
    OPEN = "open"
    DONE = "done"
    INFO = "info"
    SUSPENDED = "suspended"
    NONE = "none"  # does not apply
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Badge:
    state: State
    words: str


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str  # empty: not recorded


@dataclass(frozen=True, slots=True)
class WaitingRow:
    badge: Badge
    what: str
    second: str
    button: str
    url: str
    filled: bool = False  # at most one on a page


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    title: str
    rows: tuple[WaitingRow, ...]


@dataclass(frozen=True, slots=True)
class StripBox:
    """One session of one man: its number, its letter, and how that letter stands to the policy."""

    number: int
    letter: str
    words: str
    tone: str = ""  # "", "late", "due", "today", "open"


@dataclass(frozen=True, slots=True)
class Strip:
    boxes: tuple[StripBox, ...]
    legend: tuple[tuple[str, str], ...]  # letter, words with the count
    used: int  # absences not excused
    allowed: int
    policy: str  # what the pips say, in words
    table: str  # address of the same as a table


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `late` only for absence and concern."""

    when: str
    iso: str
    icon: str
    fact: str
    second: str = ""
    late: bool = False
    url: str = ""  # the place where it stands whole
    key: str = ""  # its own, so that a correction can point at it
    see: tuple[Link, ...] = ()  # the entries that it corrects, or that correct it


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    name: str
    when: str
    told: bool = False
    current: bool = False

    @property
    def icon(self) -> str:
        if self.current:
            return "bell"
        return "tick" if self.told else "ring"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Who is told next about an alert, and when. The rung reached is `current`."""

    rungs: tuple[Rung, ...]

    @property
    def reached(self) -> int:
        return next((n for n, rung in enumerate(self.rungs, 1) if rung.current), 0)

    @property
    def here(self) -> Rung | None:
        return self.rungs[self.reached - 1] if self.reached else None

    @property
    def following(self) -> Rung | None:
        return self.rungs[self.reached] if self.reached < len(self.rungs) else None

    @property
    def bars(self) -> tuple[bool, ...]:
        return tuple(n <= self.reached for n in range(1, len(self.rungs) + 1))


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | None = None  # rows behind a filter; read out with it


@dataclass(frozen=True, slots=True)
class Paging:
    """Key-set paging: the addresses of the neighbouring parts. None: there is nothing that way."""

    earlier: str | None = None
    later: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a questionnaire is, counted in parts."""

    part: int
    parts: int

    @property
    def bars(self) -> tuple[str, ...]:
        return tuple("reached" if n < self.part else "here" if n == self.part else "" for n in range(1, self.parts + 1))


@dataclass(frozen=True, slots=True)
class Hour:
    words: str
    may: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    hours: tuple[Hour, ...]


@dataclass(frozen=True, slots=True)
class SafeContact:
    """When and how she may be reached, in words first, then the week."""

    confirmed: str
    moment: str
    now: str
    reason: str
    heads: tuple[tuple[int, int], ...]  # hour, columns it spans
    days: tuple[Day, ...]
    facts: tuple[Fact, ...]
    shut: str  # what the shut button says: when it opens
    links: tuple[Link, ...]
